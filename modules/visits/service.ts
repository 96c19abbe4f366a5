import type { InputOf, Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { placeNames } from '@doorstep/modules/areas/index.ts'
import { accountsWithRole, nameOf } from '@doorstep/modules/people/index.ts'
import type { Visit, visits } from './contract.ts'
import { actOf, fresh, tell } from './doors.ts'
import type { Planned } from './rules.ts'
import * as rules from './rules.ts'
import * as store from './store.ts'

const goers = ['officer', 'deputyChief', 'chief'] as const
/** @throws `visits.nobodyThere` unless the account is posted over the place */
async function mustBeThere(ctx: Ctx, account: string, area: string): Promise<void> {
  const there = await accountsWithRole(ctx, goers, area)
  if (!there.some((each) => each.account === account)) rules.fail('visits.nobodyThere')
}

/** Notes belong to one visit and are read there, each reading logged: lists carry none. */
async function views(ctx: Ctx, found: readonly Planned[], withNotes: boolean): Promise<Visit[]> {
  const { today } = await actOf(ctx)
  const names = await nameOf(ctx, [...new Set(found.flatMap(({ assignee }) => assignee ?? []))])
  const places = await placeNames(ctx, [...new Set(found.map(({ area }) => area))])
  const mayAt = (area: string) => (permission: 'visits.plan' | 'visits.do') =>
    !!ctx.may(permission)?.scopes.some((scope) => area.startsWith(scope))
  return found.map((visit) => {
    const { key: _key, doneBy: _doneBy, reason: _reason, updatedAt: _updatedAt, ...shown } = visit
    return {
      ...shown,
      areaName: places.get(visit.area) ?? visit.area,
      assigneeName: visit.assignee === null ? null : (names.get(visit.assignee) ?? null),
      note: visit.note !== null && withNotes ? ctx.vault.open(visit.note) : null,
      late: rules.isLate(visit, today),
      allowed: rules.allowed(visit, ctx.actor.account, mayAt(visit.area)),
    }
  })
}
const view = async (ctx: Ctx, visit: Planned): Promise<Visit> => (await views(ctx, [visit], true))[0] as Visit

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
    const assignee = mine ? (ctx.actor.account ?? '') : undefined
    const { items, next } = await store.list(ctx, { ...query, assignee, limit }, (visit) => visit)
    return { items: await views(ctx, items, false), next }
  },
  async month(ctx, { query: { month, area, mine } }) {
    const [year, number] = month.split('-').map(Number) as [number, number]
    const last = String(new Date(Date.UTC(year, number, 0)).getUTCDate()).padStart(2, '0')
    const assignee = mine ? (ctx.actor.account ?? '') : undefined
    return { days: await store.countDays(ctx, { area, assignee, from: `${month}-01`, to: `${month}-${last}` }) }
  },
  get: async (ctx, { params }) => view(ctx, (await store.find(ctx, params.id)) ?? rules.fail('visits.missing')),
  plan,
  take: (ctx, { params }) => change(ctx, params.id, 'taken', rules.take),
  assign: (ctx, { params, body }) =>
    change(ctx, params.id, 'taken', async (visit, act) => {
      const after = rules.assign(visit, act, body.to)
      await mustBeThere(ctx, body.to, visit.area)
      return after
    }),
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
  if (body.assignee !== undefined) await mustBeThere(ctx, body.assignee, body.area)
  const visit = fresh(ctx, id, { ...wanted, source: 'visits', key: id })
  if (!(await store.add(ctx, visit))) rules.fail('visits.idTaken')
  tell(ctx, 'planned', visit)
  return view(ctx, visit)
}
