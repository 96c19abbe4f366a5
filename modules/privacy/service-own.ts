import { countyOf, done, failing, type InputOf, type Service } from '@doorstep/contract'
import { type Ctx, looksAt } from '@doorstep/kernel'
import { consentsOf, restoreConsent } from '@doorstep/modules/consents/index.ts'
import { rolesOf } from '@doorstep/modules/people/index.ts'
import { failures, type privacy } from './contract.ts'
import type { own } from './contract-own.ts'
import { bookletOf } from './pdf.ts'
import { requestRow } from './request-row.ts'
import { canMove, erasesAt, lookOf } from './rules.ts'
import * as store from './store.ts'
import { heldBy, isNobody, recordsOf, subjectOf } from './together.ts'
import { requestView } from './views.ts'

const fail = failing(failures)
const mostLooks = 200

/** Everything of the person, read with the county's eyes and narrowed to them by every part. */
async function everything(ctx: Ctx) {
  const subject = subjectOf(ctx)
  const who =
    subject.account !== null ? ('account' as const) : subject.receipt ? ('receipt' as const) : ('nobody' as const)
  if (isNobody(subject)) return { who, sections: [], consents: [], requests: [] }
  return ctx.asSystem(async (system) => ({
    who,
    sections: await heldBy(system, subject),
    consents: await consentsOf(system, subject),
    requests: (await store.requestsOf(system, subject, 100)).map((row) => requestView(ctx, row)),
  }))
}

async function looks(ctx: Ctx) {
  const subject = subjectOf(ctx)
  if (isNobody(subject)) return { items: [] }
  return ctx.asSystem(async (system) => {
    const subjects = await recordsOf(system, subject)
    const rows = await looksAt(system, { subjects, except: subject.account }, mostLooks)
    const posts = await rolesOf(
      system,
      rows.flatMap(({ account }) => account ?? []),
    )
    const titles = new Map(
      (await heldBy(system, subject)).flatMap(({ items }) => items.map(({ id, title }) => [id, title] as const)),
    )
    return {
      items: rows.map((row) => ({
        id: row.id,
        at: row.at,
        post: posts.get(row.account ?? '') ?? null,
        what: lookOf(row.operation),
        reason: row.reason,
        about: row.subject ?? '',
        title: titles.get(row.subject ?? '') ?? '',
      })),
    }
  })
}

async function takeAlong(ctx: Ctx, { query }: InputOf<typeof privacy.export>) {
  const all = await everything(ctx)
  const made = ctx.now()
  const { items } = await looks(ctx)
  const name = `${ctx.say('privacy.export.file')}-${made.slice(0, 10)}`
  if (query.format === 'pdf')
    return {
      type: 'application/pdf',
      body: await bookletOf(ctx, { ...all, looks: items, made }),
      filename: `${name}.pdf`,
    }
  return {
    type: 'application/json',
    body: JSON.stringify({ made, ...all, looks: items }, null, 2),
    filename: `${name}.json`,
  }
}

/** A request of the asker's own, in the county that holds their data. */
async function newRequest(
  ctx: Ctx,
  id: string,
  more: Pick<store.RequestRow, 'kind'> & Partial<Pick<store.RequestRow, 'words_sealed' | 'runs_at'>>,
): Promise<store.RequestRow> {
  const subject = subjectOf(ctx)
  if (isNobody(subject)) fail('privacy.nothingHeld')
  const home = subject.receipt ? countyOf(subject.receipt.subject) : ctx.actor.county
  if (countyOf(id) !== home) fail('privacy.idTaken')
  const { account, receipt } = subject
  return requestRow(ctx, id, {
    account,
    receipt_hash: receipt?.hash ?? null,
    matter: receipt?.subject ?? null,
    ...more,
  })
}

export const ownService: Service<typeof own, Ctx> = {
  held: everything,
  looks,
  export: takeAlong,

  async correct(ctx, { body: { id, ...correction } }) {
    if (Object.keys(correction).length === 0) fail('privacy.nothingSaid')
    const subject = subjectOf(ctx)
    if (isNobody(subject) || countyOf(id) !== ctx.county) fail('privacy.notYours')
    const corrected = await ctx.asSystem(async (system) => {
      for (const part of system.personal()) if (await part.correct?.(system, subject, id, correction)) return true
      return false
    })
    return corrected ? done : fail('privacy.notYours')
  },

  async ask(ctx, { body }) {
    const row = await newRequest(ctx, body.id, { kind: body.kind, words_sealed: ctx.vault.seal(body.words) })
    if (!(await store.addRequest(ctx, row))) fail('privacy.idTaken')
    ctx.publish({ type: 'privacy.asked', subject: body.id })
    return requestView(ctx, row)
  },

  async askErasure(ctx, { body }) {
    const row = await newRequest(ctx, body.id, { kind: 'erase', runs_at: erasesAt(ctx.now()) })
    const waiting = await store.waitingErasure(ctx, subjectOf(ctx))
    if (waiting) return requestView(ctx, waiting)
    if (!(await store.addRequest(ctx, row))) fail('privacy.idTaken')
    ctx.publish({ type: 'privacy.asked', subject: body.id })
    return requestView(ctx, row)
  },

  async callBack(ctx, { params }) {
    const row = (await store.lockRequest(ctx, params.id)) ?? fail('privacy.missing')
    if (!canMove(row.state, 'callBack')) fail('privacy.wrongState', { state: row.state })
    const change = { state: 'calledBack', done_at: ctx.now() } as const
    await store.changeRequest(ctx, row.id, change)
    // The account stays, and with it what it rests on.
    if (row.kind === 'erase' && row.account) await restoreConsent(ctx, 'people.account', row.account)
    return requestView(ctx, { ...row, ...change })
  },
}
