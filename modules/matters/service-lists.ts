import { Failure, type InputOf, type Service, splitId } from '@doorstep/contract'
import { type Ctx, cursorOf, keyOf, pageOf } from '@doorstep/kernel'
import type { matters } from './contract.ts'
import type { Matter } from './rules.ts'
import { newestPage } from './service-search.ts'
import { viewRows } from './service-view.ts'
import { narrowed, viewOf, whereOf } from './service-where.ts'
import { type DayView, dayViews, isOpen, type State, states } from './states.ts'
import * as lists from './store-lists.ts'
import type { Place } from './store-search.ts'
import * as statistics from './store-statistics.ts'

/** Queues, board, map, search and figures. */

type Names = 'list' | 'board' | 'day' | 'map' | 'mine' | 'statistics'
const uuid = (matter: Matter): string => splitId(matter.id).uuid
/** Where a list with these filters looks. */
export async function listWhere(ctx: Ctx, query: InputOf<typeof matters.list>['query']) {
  // A state that is over has no queue; asked for alone, it is shown whatever the view says.
  const view = query.state && !isOpen(query.state) && !query.view ? {} : await viewOf(ctx, query.view)
  const wanted = {
    ...whereOf(ctx.grant, query.area),
    ...view,
    ...(query.kind ? { kind: query.kind } : {}),
    ...(query.state
      ? { states: view.states ? view.states.filter((each) => each === query.state) : [query.state] }
      : {}),
    ...(query.unit ? { units: [query.unit] } : {}),
    ...(query.urgency ? { urgency: query.urgency } : {}),
  }
  return narrowed(ctx, query, wanted)
}
type Where = Awaited<ReturnType<typeof listWhere>>
export const isOver = (where: Where): where is 'nothing' => where === 'nothing' || where.states?.length === 0

async function list(ctx: Ctx, { query }: InputOf<typeof matters.list>) {
  const { limit = 50, after } = query
  const where = await listWhere(ctx, query)
  if (isOver(where)) return { items: [], next: null }
  const byDue = (query.sort ?? 'due') === 'due' && where.open === true
  const key = keyOf(after, 2)
  if (!byDue) {
    const { matters: found, next } = await newestPage(ctx, where, limit, checked(key, false) as Place | undefined)
    return { items: await viewRows(ctx, found, 'full'), next: next && cursorOf([...next]) }
  }
  const found = await lists.listByDue(ctx, where, limit + 1, checked(key, true))
  const page = pageOf(
    found,
    limit,
    (matter) => [matter.dueAt, uuid(matter)],
    (matter) => matter,
  )
  return { items: await viewRows(ctx, page.items, 'full'), next: page.next }
}

/** A cursor is what we handed out: an instant (or none, for a stopped clock) and a uuid. Anything else is refused, not sent to SQL. */
export function checked(key: ReturnType<typeof keyOf>, mayBeNull: boolean): typeof key {
  if (key === undefined) return undefined
  const [at, id] = key
  const instant = at === null ? mayBeNull : typeof at === 'string' && isMoment(at, at)
  if (instant && typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return key
  throw new Failure('invalid', 'request.invalid', {
    errors: [{ path: 'query/after', message: 'is not a cursor of this list' }],
  })
}

/** Whether the text is what a date writes itself as, within the years that a record can have. */
const isMoment = (instant: string, written: string): boolean =>
  !Number.isNaN(Date.parse(instant)) && new Date(instant).toISOString().startsWith(written) && written >= '1900'

const columns: readonly State[] = states.filter(
  (state) => isOpen(state) || state === 'resolved' || state === 'followUp',
)
const cards = 5
async function board(ctx: Ctx, { query }: InputOf<typeof matters.board>) {
  const where = await narrowed(
    ctx,
    {},
    { ...whereOf(ctx.grant, query.area), ...(query.kind ? { kind: query.kind } : {}) },
  )
  const empty = columns.map((state) => ({ state, count: 0, overdue: 0, first: [] }))
  if (where === 'nothing') return { columns: empty }
  const halves: lists.Where[] = [
    { ...where, open: true },
    { ...where, open: false, states: ['resolved', 'followUp'] },
  ]
  const counted: lists.Column[] = []
  const found: Matter[] = []
  for (const half of halves) {
    counted.push(...(await lists.countByState(ctx, half, ctx.now())))
    found.push(...(await lists.firstOfStates(ctx, half, cards)))
  }
  const rows = await viewRows(ctx, found, 'full')
  return {
    columns: empty.map((column) => ({
      ...column,
      ...counted.find(({ state }) => state === column.state),
      first: rows.filter(({ state }) => state === column.state),
    })),
  }
}

const shownOfQueue = 4
async function day(ctx: Ctx, { query }: InputOf<typeof matters.day>) {
  const where = await narrowed(ctx, {}, { ...whereOf(ctx.grant, query.area), open: true })
  const queues: { view: DayView; count: number; first: Awaited<ReturnType<typeof viewRows>> }[] = []
  for (const view of dayViews) {
    const wanted = where === 'nothing' ? null : { ...where, ...(await viewOf(ctx, view)) }
    const count = wanted ? await lists.countOf(ctx, wanted) : 0
    const found = wanted && count > 0 ? await lists.listByDue(ctx, wanted, shownOfQueue) : []
    queues.push({ view, count, first: await viewRows(ctx, found, 'full') })
  }
  return { queues }
}

const mostPins = 2000
async function map(ctx: Ctx, { query }: InputOf<typeof matters.map>) {
  const wanted = { ...whereOf(ctx.grant, query.area), open: true, ...(query.kind ? { kind: query.kind } : {}) }
  const where = await narrowed(ctx, {}, wanted)
  const pins = where === 'nothing' ? [] : await lists.listPins(ctx, where, mostPins + 1)
  const now = ctx.now()
  return {
    points: pins.slice(0, mostPins).map(({ id, lat, lon, kind, state, dueAt }) => ({
      id,
      point: { lat, lon },
      kind,
      state,
      overdue: dueAt !== null && dueAt < now,
    })),
    more: pins.length > mostPins,
  }
}

async function mine(ctx: Ctx, { query }: InputOf<typeof matters.mine>) {
  const { limit = 50, after } = query
  const reporter = ctx.actor.account
  const key = checked(keyOf(after, 2), false)
  if (reporter === null) return held(ctx)
  const found = await lists.listByNewest(ctx, { areas: [], reporter }, limit + 1, key)
  const page = pageOf(
    found,
    limit,
    (matter) => [matter.reportedAt, uuid(matter)],
    (matter) => matter,
  )
  return { items: await viewRows(ctx, page.items, 'plain'), next: page.next }
}
/** A visitor follows the one matter whose receipt this browser holds. */
async function held(ctx: Ctx) {
  const { receipt } = ctx.actor
  const ids = receipt ? [splitId(receipt.subject).uuid] : []
  const found = ids.length === 0 ? [] : await lists.listByNewest(ctx, { areas: [], ids }, 1)
  return { items: await viewRows(ctx, found, 'plain'), next: null }
}

const mostDays = 400
async function figures(ctx: Ctx, { query }: InputOf<typeof matters.statistics>) {
  const { from, to, area } = query
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
  if (!(days >= 1 && days <= mostDays && isMoment(from, from) && isMoment(to, to)))
    throw new Failure('invalid', 'request.invalid', {
      errors: [{ path: 'query/to', message: `must be from 1 to ${mostDays} days after from` }],
    })
  const where = { ...whereOf(ctx.grant, area) }
  return statistics.figuresOf(ctx, where, { from, to, zone: ctx.settings.zone, now: ctx.now() })
}

export const listing: Pick<Service<typeof matters, Ctx>, Names> = {
  list,
  board,
  day,
  map,
  mine,
  statistics: figures,
}
