import { type Page, type Point, splitId } from '@doorstep/contract'
import { type Ctx, insideArea, keyOf, pageOf } from '@doorstep/kernel'
import { type Insertable, type Kysely, type Selectable, sql, type Updateable } from 'kysely'
import type { Hours } from './rules-hours.ts'

type RoomTable = {
  county: number
  id: string
  area: string
  name: string
  address: string
  lat: number | null
  lon: number | null
  phone: string | null
  station_phone: string | null
  supervision_phone: string | null
  hours: string
  about: string | null
  services: string[]
  photo: string | null
  state: 'open' | 'closed'
  closed_reason: string | null
  search: string
  version: number
  created_at: string
  updated_at: string
  updated_by: string | null
}
type NoticeTable = {
  county: number
  id: string
  area: string
  title: string
  body: string
  from_day: string
  to_day: string | null
  author: string
  created_at: string
  withdrawn_at: string | null
}
type Tables = { 'rooms.room': RoomTable; 'rooms.notice': NoticeTable }
export type RoomRow = Omit<Selectable<RoomTable>, 'hours'> & { hours: Hours[] }
export type NoticeRow = Selectable<NoticeTable>
const db = (ctx: Pick<Ctx, 'db'>) => ctx.db as Kysely<Tables>

export const pointOf = (row: { lat: number | null; lon: number | null }): Point | null =>
  row.lat === null || row.lon === null ? null : { lat: row.lat, lon: row.lon }

const openRooms = (ctx: Ctx) =>
  db(ctx).selectFrom('rooms.room').where('county', '=', ctx.county).where('state', '=', 'open')

export async function findRoom(ctx: Ctx, area: string): Promise<RoomRow | undefined> {
  return (await openRooms(ctx).where('area', '=', area).selectAll().executeTakeFirst()) as RoomRow | undefined
}

/** For a change: waits for others who change it; nothing when it lies outside of what the actor may change. */
export async function lockRoom(ctx: Ctx, area: string): Promise<RoomRow | undefined> {
  const row = await openRooms(ctx).where('area', '=', area).selectAll().forUpdate().executeTakeFirst()
  return row as RoomRow | undefined
}

export async function listRooms(
  ctx: Ctx,
  query: { area?: string; q?: string; after?: string; limit: number },
): Promise<Page<RoomRow>> {
  const key = keyOf(query.after, 2)
  let select = openRooms(ctx)
    .selectAll()
    .orderBy('area')
    .orderBy('id')
    .limit(query.limit + 1)
  if (query.area) select = select.where((eb) => insideArea(eb as never, 'area', query.area as string) as never)
  if (query.q) select = select.where('search', 'like', `%${likeText(query.q)}%`)
  if (key) select = select.where((eb) => eb(eb.refTuple('area', 'id'), '>', eb.tuple(String(key[0]), String(key[1]))))
  const rows = (await select.execute()) as unknown as RoomRow[]
  return pageOf(
    rows,
    query.limit,
    ({ area, id }) => [area, id],
    (row) => row,
  )
}
/** Plain text inside a LIKE pattern. */
export const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

export async function addRoom(ctx: Ctx, row: Insertable<RoomTable>): Promise<'added' | 'idTaken' | 'areaTaken'> {
  const done = await db(ctx)
    .insertInto('rooms.room')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (Number(done.numInsertedOrUpdatedRows ?? 0) > 0) return 'added'
  return (await findRoom(ctx, row.area)) ? 'areaTaken' : 'idTaken'
}

export async function saveRoom(ctx: Ctx, area: string, values: Updateable<RoomTable>): Promise<void> {
  await db(ctx)
    .updateTable('rooms.room')
    .set({ ...values, version: sql`version + 1`, updated_at: ctx.now(), updated_by: ctx.actor.account })
    .where('county', '=', ctx.county)
    .where('area', '=', area)
    .where('state', '=', 'open')
    .execute()
}

const notices = (ctx: Ctx) => db(ctx).selectFrom('rooms.notice').where('county', '=', ctx.county)

/** @param day today, for those that hold today; null for all, past and to come. */
export async function listNotices(
  ctx: Ctx,
  area: string,
  query: { day: string | null; after?: string; limit: number },
): Promise<Page<NoticeRow>> {
  const key = keyOf(query.after, 2)
  const { day } = query
  let select = notices(ctx)
    .where('area', '=', area)
    .selectAll()
    .orderBy('from_day', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (day !== null)
    select = select
      .where('withdrawn_at', 'is', null)
      .where('from_day', '<=', day)
      .where((eb) => eb.or([eb('to_day', 'is', null), eb('to_day', '>=', day)]))
  if (key)
    select = select.where((eb) => eb(eb.refTuple('from_day', 'id'), '<', eb.tuple(String(key[0]), String(key[1]))))
  return pageOf(
    await select.execute(),
    query.limit,
    (row) => [row.from_day, row.id],
    (row) => row,
  )
}

export async function addNotice(ctx: Ctx, row: Insertable<NoticeTable>): Promise<boolean> {
  const done = await db(ctx)
    .insertInto('rooms.notice')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(done.numInsertedOrUpdatedRows ?? 0) > 0
}

export async function lockNotice(ctx: Ctx, id: string): Promise<NoticeRow | undefined> {
  return notices(ctx).where('id', '=', splitId(id).uuid).selectAll().forUpdate().executeTakeFirst()
}

export async function saveNotice(ctx: Ctx, id: string, values: Updateable<NoticeTable>): Promise<void> {
  await db(ctx)
    .updateTable('rooms.notice')
    .set(values)
    .where('county', '=', ctx.county)
    .where('id', '=', splitId(id).uuid)
    .execute()
}
