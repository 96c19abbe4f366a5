import { joinId, type Page, splitId } from '@doorstep/contract'
import { type Ctx, insideArea, insideGrant, keyOf, pageOf } from '@doorstep/kernel'
import { sql } from 'kysely'
import type { Day, Hazard } from './rules.ts'
import type { Class, State } from './states.ts'
import { isOpen } from './states.ts'
import { db, type Row } from './store-tables.ts'

const uuidOf = (id: string): string => splitId(id).uuid
const rows = (ctx: Ctx) => db(ctx).selectFrom('hazards.hazard').selectAll().where('county', '=', ctx.county)

const told = (row: Row): Hazard => ({
  id: joinId(row.county, row.id),
  code: row.code,
  area: row.area,
  sort: row.sort,
  state: row.state,
  class: row.class,
  place: row.place,
  point: row.lat === null || row.lon === null ? null : { lat: row.lat, lon: row.lon },
  responsible: row.responsible,
  person: row.person,
  notices: row.notices,
  due: row.due,
  before: row.before as Hazard['before'],
  recheck: row.recheck as Hazard['recheck'],
  referredTo: row.referred_to,
  foundAt: row.found_at,
  closedAt: row.closed_at,
  updatedAt: row.updated_at,
})
export const rowOf = (county: number, hazard: Hazard): Row => ({
  county,
  id: uuidOf(hazard.id),
  code: hazard.code,
  area: hazard.area,
  sort: hazard.sort,
  state: hazard.state,
  open: isOpen(hazard.state),
  class: hazard.class,
  place: hazard.place,
  lat: hazard.point?.lat ?? null,
  lon: hazard.point?.lon ?? null,
  responsible: hazard.responsible,
  person: hazard.person,
  notices: hazard.notices,
  due: hazard.due,
  before: hazard.before && JSON.stringify(hazard.before),
  recheck: hazard.recheck && JSON.stringify(hazard.recheck),
  referred_to: hazard.referredTo,
  found_at: hazard.foundAt,
  closed_at: hazard.closedAt,
  updated_at: hazard.updatedAt,
})

export type Filter = {
  area?: string | undefined
  state?: State | undefined
  class?: Class | undefined
  sort?: string | undefined
  open?: boolean | undefined
  late?: boolean | undefined
  q?: string | undefined
}
const like = (words: string): string => `%${words.trim().replace(/[\\%_]/g, '\\$&')}%`
const late = (today: Day) => sql<boolean>`(state = 'overdue' or (state in ('notified', 'fixing') and due < ${today}))`
const filtered = (ctx: Ctx, filter: Filter, today: Day) =>
  rows(ctx)
    .where((eb) => insideGrant(eb, 'area', ctx.grant))
    .$if(filter.area !== undefined, (select) => select.where((eb) => insideArea(eb, 'area', filter.area as string)))
    .$if(filter.state !== undefined, (select) => select.where('state', '=', filter.state as State))
    .$if(filter.class !== undefined, (select) => select.where('class', '=', filter.class as Class))
    .$if(filter.sort !== undefined, (select) => select.where('sort', '=', filter.sort as string))
    .$if(filter.open !== undefined, (select) => select.where('open', '=', filter.open as boolean))
    .$if(filter.late === true, (select) => select.where(late(today)))
    .$if(!!filter.q?.trim(), (select) => {
      const pattern = like(filter.q as string)
      return select.where((eb) =>
        eb.or([eb('code', 'ilike', pattern), eb('place', 'ilike', pattern), eb('responsible', 'ilike', pattern)]),
      )
    })

export async function list(
  ctx: Ctx,
  { after, limit, today, ...filter }: Filter & { after?: string | undefined; limit: number; today: Day },
): Promise<Page<Hazard>> {
  const key = keyOf(after, 2)
  const found = await filtered(ctx, filter, today)
    .$if(key !== undefined, (select) =>
      select.where((eb) => eb(eb.refTuple('found_at', 'id'), '<', eb.tuple(String(key?.[0]), String(key?.[1])))),
    )
    .orderBy('found_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return pageOf(found, limit, (row) => [row.found_at, row.id], told)
}
export async function count(ctx: Ctx, area: string | undefined, today: Day) {
  return filtered(ctx, { area }, today)
    .clearSelect()
    .select([
      'state',
      sql<number>`count(*)::integer`.as('count'),
      sql<number>`count(*) filter (where ${late(today)})::integer`.as('late'),
    ])
    .groupBy('state')
    .execute()
}

export async function find(ctx: Ctx, id: string): Promise<Hazard | undefined> {
  const row = await rows(ctx).where('id', '=', uuidOf(id)).executeTakeFirst()
  return row && told(row)
}
/** Nobody else moves it before this transaction ends. */
export async function lock(ctx: Ctx, id: string): Promise<Hazard | undefined> {
  const row = await rows(ctx).where('id', '=', uuidOf(id)).forUpdate().executeTakeFirst()
  return row && told(row)
}
/** @returns false where it is there already */
export async function add(ctx: Ctx, hazard: Hazard): Promise<boolean> {
  const result = await db(ctx)
    .insertInto('hazards.hazard')
    .values(rowOf(ctx.county, hazard))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
export async function save(ctx: Ctx, hazard: Hazard): Promise<void> {
  const { county, id, code: _code, found_at: _found, ...change } = rowOf(ctx.county, hazard)
  await db(ctx).updateTable('hazards.hazard').set(change).where('county', '=', county).where('id', '=', id).execute()
}

/** Being put right, and their day is over; some at a time. */
export async function lockOverdue(ctx: Ctx, today: Day, limit: number): Promise<Hazard[]> {
  const found = await rows(ctx)
    .where('state', '=', 'fixing')
    .where('due', '<', today)
    .orderBy('due')
    .limit(limit)
    .forUpdate()
    .execute()
  return found.map(told)
}
/** Closed before then, with all that hangs on them. @returns how many went */
export async function removeBefore(ctx: Ctx, before: string): Promise<number> {
  const result = await db(ctx)
    .deleteFrom('hazards.hazard')
    .where('county', '=', ctx.county)
    .where('open', '=', false)
    .where('closed_at', '<', before)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}
export async function lockIn(ctx: Ctx, areas: readonly string[]): Promise<Hazard[]> {
  if (areas.length === 0) return []
  return (
    await rows(ctx)
      .where('area', 'in', [...areas])
      .limit(5000)
      .forUpdate()
      .execute()
  ).map(told)
}
