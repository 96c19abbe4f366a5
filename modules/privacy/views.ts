import type { ReplyOf } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { privacy } from './contract.ts'
import { breachPlan, type dataKinds } from './rules.ts'
import type * as store from './store.ts'
import { type Rule, titleOf } from './together.ts'

type Request = ReplyOf<typeof privacy.ask>
type Run = ReplyOf<typeof privacy.runNow>
type Breach = ReplyOf<typeof privacy.breach>
const idOf = ({ county, id }: { county: number; id: string }): string => `${county}-${id}`

/** `matters.matter` → `matters.personal.title`. */
const sectionTitle = (ctx: Ctx, kind: string): string => ctx.say(`${kind.split('.')[0]}.personal.title`)

export const requestView = (ctx: Ctx, row: store.RequestRow): Request => ({
  id: idOf(row),
  kind: row.kind,
  channel: row.channel,
  state: row.state,
  matter: row.matter,
  askedAt: row.asked_at,
  dueAt: row.due_at,
  runsAt: row.runs_at,
  words: row.words_sealed && ctx.vault.open(row.words_sealed),
  answer: row.answer,
  doneAt: row.done_at,
  report: (row.report ?? []).map((line) => ({
    ...line,
    title: sectionTitle(ctx, line.kind),
    reason: line.reason && ctx.say(line.reason),
  })),
})

export const runView = (ctx: Ctx, row: store.RunRow): Run => ({
  id: idOf(row),
  startedAt: row.started_at,
  nightly: row.by_account === null,
  lines: row.report.map(({ kind, keepDays, before, counts }) => ({
    kind,
    title: titleOf(ctx, kind),
    keepDays,
    before,
    counts: Object.entries(counts).map(([name, n]) => ({ name, label: ctx.say(`privacy.counts.${name}`), n })),
  })),
})

export const ruleView = (ctx: Ctx, rule: Rule, initial: number) => ({
  kind: rule.kind,
  title: titleOf(ctx, rule.kind),
  keepDays: rule.keepDays,
  initial,
  least: rule.least,
  most: rule.most,
  own: rule.own !== undefined,
  reason: rule.own?.reason ?? null,
  changedAt: rule.own?.changed_at ?? null,
})

export const breachView = (row: store.BreachRow): Breach => ({
  id: idOf(row),
  foundAt: row.found_at,
  kinds: row.kinds as (typeof dataKinds)[number][],
  cause: row.cause,
  harm: row.harm,
  measures: row.measures,
  contact: row.contact,
  persons: row.persons,
  exemptReason: row.exempt_reason,
  plan: breachPlan({ foundAt: row.found_at, exemptReason: row.exempt_reason, steps: row.steps }),
  updatedAt: row.updated_at,
})
