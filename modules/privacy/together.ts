import { type Ctx, type DataSubject, type Erased, forgetReplies, type RetentionRule } from '@doorstep/kernel'
import * as store from './store.ts'

/** Puts together what the modules say of persons. Everything here runs with the county's rows and names whose it is. */

export const subjectOf = (ctx: Ctx): DataSubject => ({
  account: ctx.actor.account,
  // Who is signed in acts for the account; the receipt of a visitor is theirs alone.
  receipt: ctx.actor.account === null ? ctx.actor.receipt : null,
})
export const isNobody = ({ account, receipt }: DataSubject): boolean => account === null && receipt === null

export type Rule = RetentionRule & { own: store.RetentionRow | undefined }
/** Every kind of record with the county's choice. */
export async function rulesOf(ctx: Ctx): Promise<Rule[]> {
  const chosen = new Map((await store.retentionRows(ctx)).map((row) => [row.kind, row]))
  return ctx.personal().flatMap(({ retention }) =>
    retention.map((rule) => {
      const own = chosen.get(rule.kind)
      // Bounds may have become narrower since the county chose.
      const keepDays = Math.min(rule.most, Math.max(rule.least, own?.keep_days ?? rule.keepDays))
      return { ...rule, keepDays, own }
    }),
  )
}
/** `matters.dispute` → `matters.retention.dispute`. */
export const titleOf = (ctx: Ctx, kind: string): string => {
  const [module, what] = kind.split('.')
  return ctx.say(`${module}.retention.${what}`)
}

export async function heldBy(ctx: Ctx, subject: DataSubject) {
  const rules = new Map((await rulesOf(ctx)).map(({ kind, keepDays }) => [kind, keepDays]))
  const keep = (kind: string): number => rules.get(kind) ?? 0
  const sections = []
  for (const part of ctx.personal()) sections.push(...(await part.held(ctx, subject, keep)))
  return sections.filter(({ items }) => items.length > 0)
}
export async function recordsOf(ctx: Ctx, subject: DataSubject): Promise<string[]> {
  const ids: string[] = []
  for (const part of ctx.personal()) ids.push(...(await part.subjects(ctx, subject)))
  return ids
}

/** Higher modules first: the account goes last, so that the others may still ask who it was. */
export async function eraseAll(ctx: Ctx, subject: DataSubject): Promise<Erased[]> {
  const subjects = await recordsOf(ctx, subject)
  const erased: Erased[] = []
  for (const part of [...ctx.personal()].reverse()) erased.push(...(await part.erase(ctx, subject)))
  await forgetReplies(ctx, { account: subject.account, subjects })
  return erased
}

const day = 86_400_000
/** Lets everything go whose time is over. @returns the report, one line per kind */
export async function letGo(ctx: Ctx): Promise<store.RunLine[]> {
  const lines: store.RunLine[] = []
  for (const { kind, keepDays, run } of await rulesOf(ctx)) {
    const before = new Date(Date.parse(ctx.now()) - keepDays * day).toISOString()
    lines.push({ kind, keepDays, before, counts: await run(ctx, before) })
  }
  return lines
}
