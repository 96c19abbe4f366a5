import { Failure, failing, type Service, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { failures } from './contract.ts'
import type { county } from './contract-county.ts'
import { requestRow } from './request-row.ts'
import { canMove } from './rules.ts'
import * as store from './store.ts'
import { letGo, rulesOf } from './together.ts'
import { requestView, ruleView, runView } from './views.ts'

const fail = failing(failures)

/** The id says which county it is for; only those who answer for that county may add to its books. */
export function insideOwn(ctx: Ctx): void {
  if (!ctx.grant.scopes.some((scope) => String(ctx.county).startsWith(scope)))
    throw new Failure('denied', 'access.outside')
}
const initialOf = (ctx: Ctx, kind: string): number =>
  ctx
    .personal()
    .flatMap(({ retention }) => retention)
    .find((rule) => rule.kind === kind)?.keepDays ?? 0
const one = async (ctx: Ctx, kind: string) => {
  const rule = (await rulesOf(ctx)).find((each) => each.kind === kind) ?? fail('privacy.kindUnknown')
  return ruleView(ctx, rule, initialOf(ctx, kind))
}

type Names = 'retention' | 'setRetention' | 'runs' | 'runNow' | 'requests' | 'register' | 'answer'
export const countyService: Pick<Service<typeof county, Ctx>, Names> = {
  async retention(ctx) {
    const { items } = await store.listRuns(ctx, { limit: 1 }, (row) => runView(ctx, row))
    const rules = await rulesOf(ctx)
    return { items: rules.map((rule) => ruleView(ctx, rule, initialOf(ctx, rule.kind))), last: items[0] ?? null }
  },

  async setRetention(ctx, { params, body }) {
    const { least, most } = await one(ctx, params.kind)
    if (body.keepDays < least || body.keepDays > most) fail('privacy.outOfBounds', { least, most })
    await store.setRetention(ctx, {
      county: ctx.county,
      kind: params.kind,
      keep_days: body.keepDays,
      reason: body.reason,
      changed_by: ctx.actor.account,
      changed_at: ctx.now(),
    })
    return one(ctx, params.kind)
  },

  runs: (ctx, { query }) => store.listRuns(ctx, query, (row) => runView(ctx, row)),

  async runNow(ctx, { body }) {
    insideOwn(ctx)
    const { county: code, uuid } = splitId(body.id)
    const started_at = ctx.now()
    // The parts were written for the nightly job: they see the whole county.
    const report = await ctx.asSystem(letGo)
    const row = { county: code, id: uuid, started_at, by_account: ctx.actor.account, report }
    if (!(await store.addRun(ctx, row))) fail('privacy.idTaken')
    return runView(ctx, row)
  },

  requests: (ctx, { query }) => store.listRequests(ctx, query, (row) => requestView(ctx, row)),

  async register(ctx, { body }) {
    insideOwn(ctx)
    const { id, kind, channel, words } = body
    const registered_by = ctx.actor.account
    const row = await requestRow(ctx, id, { kind, channel, words_sealed: ctx.vault.seal(words), registered_by })
    if (!(await store.addRequest(ctx, row))) fail('privacy.idTaken')
    return requestView(ctx, row)
  },

  async answer(ctx, { params, body }) {
    const row = (await store.lockRequest(ctx, params.id)) ?? fail('privacy.missing')
    if (!canMove(row.state, body.outcome === 'done' ? 'answer' : 'refuse'))
      fail('privacy.wrongState', { state: row.state })
    if (row.runs_at !== null) fail('privacy.runsItself')
    const change = {
      state: body.outcome,
      answer: body.answer,
      done_at: ctx.now(),
      done_by: ctx.actor.account,
    }
    await store.changeRequest(ctx, row.id, change)
    if (row.account)
      ctx.publish({
        type: 'notices.wanted',
        subject: params.id,
        accounts: [row.account],
        payload: { words: 'privacy.notices.answered' },
      })
    return requestView(ctx, { ...row, ...change })
  },
}
