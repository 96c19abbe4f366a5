import { type Page, splitId } from '@doorstep/contract'
import { type Ctx, insideArea, insideGrant, keyOf, pageOf } from '@doorstep/kernel'
import { type Insertable, type Kysely, type Selectable, type SelectQueryBuilder, sql, type Updateable } from 'kysely'
import { checkDays, reprintStates, type State } from './rules.ts'
import { likeText } from './store.ts'

type BoardTable = {
  county: number
  id: string
  number: number
  token: string
  area: string
  place: string
  kind: string
  lat: number | null
  lon: number | null
  format: 'a4' | 'a5'
  state: State
  reason: string | null
  printed_version: string | null
  printed_at: string | null
  posted_version: string | null
  posted_at: string | null
  posted_by: string | null
  photo: string | null
  photo_at: string | null
  checked_at: string | null
  checked_by: string | null
  removed_at: string | null
  version: number
  created_at: string
  updated_at: string
}
type PrintTable = {
  county: number
  id: string
  area: string
  boards: string[]
  format: string
  made_by: string
  made_at: string
}
type Tables = { 'rooms.board': BoardTable; 'rooms.print': PrintTable }
export type BoardRow = Selectable<BoardTable>
export type PrintRow = Selectable<PrintTable>
export type View = 'all' | 'toPrint' | 'toPost' | 'reprint' | 'checkDue' | 'hanging'
export type Filter = {
  area?: string | undefined
  state?: State | undefined
  view?: View | undefined
  q?: string | undefined
}
const db = (ctx: Pick<Ctx, 'db'>) => ctx.db as Kysely<Tables>
type Select<O> = SelectQueryBuilder<Tables, 'rooms.board', O>

const boards = (ctx: Ctx) =>
  db(ctx)
    .selectFrom('rooms.board')
    .where('rooms.board.county', '=', ctx.county)
    .where((eb) => insideGrant(eb as never, 'area', ctx.grant) as never)

/** Before this instant a check is too long ago. */
export const checkBefore = (ctx: Ctx): string => new Date(Date.parse(ctx.now()) - checkDays * 86_400_000).toISOString()
const hanging: readonly State[] = ['posted', 'needsUpdate', 'damaged']

function filtered<O>(ctx: Ctx, select: Select<O>, filter: Filter): Select<O> {
  const { area, state, view = 'all', q } = filter
  let found = select
  if (area) found = found.where((eb) => insideArea(eb as never, 'area', area) as never)
  if (state) found = found.where('state', '=', state)
  else if (view === 'toPrint') found = found.where('state', 'in', ['planned', ...reprintStates])
  else if (view === 'toPost') found = found.where('state', 'in', ['printed', ...reprintStates])
  else if (view === 'reprint') found = found.where('state', 'in', [...reprintStates])
  else if (view !== 'all') found = found.where('state', 'in', [...hanging])
  else found = found.where('state', '!=', 'removed')
  if (view === 'checkDue') found = found.where(sql<string>`coalesce(checked_at, posted_at)`, '<', checkBefore(ctx))
  if (q) {
    const number = /^(?:\d{6}-)?0*(\d{1,8})$/.exec(q)?.[1]
    found = found.where((eb) =>
      eb.or([eb('place', 'ilike', `%${likeText(q)}%`), ...(number ? [eb('number', '=', Number(number))] : [])]),
    )
  }
  return found
}

export async function listBoards(ctx: Ctx, query: Filter & { after?: string; limit: number }): Promise<Page<BoardRow>> {
  const key = keyOf(query.after, 2)
  let select = filtered(ctx, boards(ctx).selectAll(), query)
    .orderBy('area')
    .orderBy('number')
    .limit(query.limit + 1)
  if (key)
    select = select.where((eb) => eb(eb.refTuple('area', 'number'), '>', eb.tuple(String(key[0]), Number(key[1]))))
  return pageOf(
    await select.execute(),
    query.limit,
    (row) => [row.area, row.number],
    (row) => row,
  )
}

/** In the order in which they are carried round: by area, then by number. */
export const boardsOf = (ctx: Ctx, filter: Filter, most: number): Promise<BoardRow[]> =>
  filtered(ctx, boards(ctx).selectAll(), filter).orderBy('area').orderBy('number').limit(most).execute()
export const boardsById = (ctx: Ctx, uuids: readonly string[]): Promise<BoardRow[]> =>
  boards(ctx)
    .where('id', 'in', [...uuids])
    .selectAll()
    .orderBy('area')
    .orderBy('number')
    .execute()

export async function boardsNear(
  ctx: Ctx,
  near: { lat: number; lon: number; metres: number },
  filter: Filter,
): Promise<(BoardRow & { metres: number })[]> {
  const here = sql`ll_to_earth(${near.lat}, ${near.lon})`
  return filtered(ctx, boards(ctx).selectAll(), filter)
    .select(sql<number>`earth_distance(ll_to_earth(lat, lon), ${here})`.as('metres'))
    .where('lat', 'is not', null)
    .where(sql<boolean>`earth_box(${here}, ${near.metres}) @> ll_to_earth(lat, lon)`)
    .orderBy('metres')
    .limit(50)
    .execute()
}

export const findBoard = (ctx: Ctx, id: string): Promise<BoardRow | undefined> =>
  boards(ctx).where('id', '=', splitId(id).uuid).selectAll().executeTakeFirst()
export const lockBoard = (ctx: Ctx, id: string): Promise<BoardRow | undefined> =>
  boards(ctx).where('id', '=', splitId(id).uuid).selectAll().forUpdate().executeTakeFirst()
export const findByToken = (ctx: Ctx, token: string): Promise<BoardRow | undefined> =>
  boards(ctx).where('token', '=', token).selectAll().executeTakeFirst()

/** The next number of the county's boards; the lock lasts to the end of the transaction, so numbers have no gaps. */
export async function nextNumber(ctx: Ctx): Promise<number> {
  return ctx.asSystem(async (system) => {
    await sql`select pg_advisory_xact_lock(7301100, ${ctx.county})`.execute(system.db)
    const { last } = await db(system)
      .selectFrom('rooms.board')
      .where('county', '=', ctx.county)
      .select((eb) => eb.fn.coalesce(eb.fn.max('number'), eb.lit(0)).as('last'))
      .executeTakeFirstOrThrow()
    return Number(last) + 1
  })
}

/** @returns how many were new: an id that is taken is left alone. */
export async function addBoards(ctx: Ctx, rows: readonly Insertable<BoardTable>[]): Promise<number> {
  const done = await db(ctx)
    .insertInto('rooms.board')
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(done.numInsertedOrUpdatedRows ?? 0)
}

export async function saveBoard(ctx: Ctx, uuid: string, values: Updateable<BoardTable>): Promise<BoardRow> {
  return db(ctx)
    .updateTable('rooms.board')
    .set({ ...values, version: sql`version + 1`, updated_at: ctx.now() })
    .where('county', '=', ctx.county)
    .where('id', '=', uuid)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function addPrint(ctx: Ctx, row: PrintTable): Promise<boolean> {
  const done = await db(ctx)
    .insertInto('rooms.print')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(done.numInsertedOrUpdatedRows ?? 0) > 0
}
export const findPrint = (ctx: Ctx, id: string): Promise<PrintRow | undefined> =>
  db(ctx)
    .selectFrom('rooms.print')
    .where('county', '=', ctx.county)
    .where('id', '=', splitId(id).uuid)
    .where((eb) => insideGrant(eb as never, 'area', ctx.grant) as never)
    .selectAll()
    .executeTakeFirst()
