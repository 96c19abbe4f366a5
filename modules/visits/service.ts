import type { InputOf, Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { Visit, visits } from './contract.ts'
import { actOf, fresh, tell } from './doors.ts'
import type { Planned } from './rules.ts'
import * as rules from './rules.ts'
import { goersOf, mustBeOfficer, takeAlong } from './service-goers.ts'
import { view, views } from './service-view.ts'
import * as store from './store.ts'

/** An auxiliary has none of their own: theirs are those they were asked along to. */
const whose = (ctx: Ctx, mine: boolean | undefined) => {
  const account = ctx.actor.account ?? ''
  if (ctx.grant.scopes.length === 0) return { along: account }
  return mine ? { assignee: account } : {}
}

/** lock → rules → save → tell → answer. */
async function change(
  ctx: Ctx,
  id: string,
  what: Parameters<typeof tell>[1],
  work: (visit: Planned, act: rules.Act) => Planned | Promise<Planned>,
): Promise<Visit> {
  const before = (await store.lock(ctx, id)) ?? rules.fail('visits.missing')
  const after = await work(before, await actOf(ctx))
  await store.save(ctx, after)
  tell(ctx, what, after)
  return view(ctx, after)
}

export const service: Service<typeof visits, Ctx> = {
  async list(ctx, { query: { mine, limit = 50, ...query } }) {
    const { items, next } = await store.list(ctx, { ...query, ...whose(ctx, mine), limit }, (visit) => visit)
    return { items: await views(ctx, items, false), next }
  },
  async month(ctx, { query: { month, area, mine } }) {
    const [year, number] = month.split('-').map(Number) as [number, number]
    const last = String(new Date(Date.UTC(year, number, 0)).getUTCDate()).padStart(2, '0')
    return {
      days: await store.countDays(ctx, { area, ...whose(ctx, mine), from: `${month}-01`, to: `${month}-${last}` }),
    }
  },
  get: async (ctx, { params }) => view(ctx, (await store.find(ctx, params.id)) ?? rules.fail('visits.missing')),
  plan,
  take: (ctx, { params }) => change(ctx, params.id, 'taken', rules.take),
  assign: (ctx, { params, body }) =>
    change(ctx, params.id, 'taken', async (visit, act) => {
      const after = rules.assign(visit, act, body.to)
      await mustBeOfficer(ctx, body.to, visit.area)
      return after
    }),
  goers: async (ctx, { params }) => goersOf(ctx, (await store.find(ctx, params.id)) ?? rules.fail('visits.missing')),
  takeAlong: (ctx, { params, body }) =>
    change(ctx, params.id, 'taken', (visit, act) => takeAlong(ctx, visit, act, body.who)),
  move: (ctx, { params, body }) =>
    change(ctx, params.id, 'moved', (visit, act) => rules.put(visit, act, body.dueOn, body.reason)),
  done: (ctx, { params, body }) =>
    change(ctx, params.id, 'made', (visit, act) =>
      rules.done(visit, act, body.outcome, body.note === undefined ? null : ctx.vault.seal(body.note)),
    ),
  cancel: (ctx, { params, body }) =>
    change(ctx, params.id, 'cancelled', (visit, act) => rules.cancel(visit, act, body.reason)),
}

async function plan(ctx: Ctx, { body }: InputOf<typeof visits.plan>): Promise<Visit> {
  const { id, ...wanted } = body
  if (body.dueOn < (await actOf(ctx)).today) rules.fail('visits.dayPast')
  if (body.assignee !== undefined) await mustBeOfficer(ctx, body.assignee, body.area)
  const visit = fresh(ctx, id, { ...wanted, source: 'visits', key: id })
  if (!(await store.add(ctx, visit))) rules.fail('visits.idTaken')
  tell(ctx, 'planned', visit)
  return view(ctx, visit)
}
