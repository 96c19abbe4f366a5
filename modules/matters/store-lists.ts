import { joinId, splitId } from '@doorstep/contract'
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Matter } from './rules.ts'
import type { State } from './states.ts'
import { type MatterRow, toMatter } from './store.ts'
import { db, matterColumns, type On, type Tables } from './store-tables.ts'

type Eb = ExpressionBuilder<Tables, 'matters.matter'>

/** Where a list looks: plain comparisons that the indexes serve. Row-level security stands behind it and narrows, never widens. */
export type Where = {
  /** Each of them, with everything inside; empty for lists that follow something else. */
  areas: readonly string[]
  units?: readonly string[]
  assignee?: string
  reporter?: string
  ids?: readonly string[]
  code?: string
  kind?: string
  states?: readonly State[]
  open?: boolean
  urgency?: 'normal' | 'urgent'
  /** With a reminder or a card on it. */
  supervised?: true
  /** With a request for more days that nobody has decided yet. */
  extension?: true
  /** All of them somewhere in its text; only where something else bounds what is read (rules-search.ts). */
  words?: readonly string[]
  /** Deadlines before this, and not before that. */
  dueBefore?: string
  dueFrom?: string
  updatedSince?: string
}
/** One area by the column of its level: county, township, community, grid. */
function insideOne(eb: Eb, area: string) {
  if (area.length <= 6) return sql<SqlBool>`true`
  if (area.length === 9) return eb('township', '=', area)
  if (area.length === 12) return eb('community', '=', area)
  return eb.and([eb('community', '=', area.slice(0, 12)), eb('area', '=', area)])
}
/** What people look through; the code is part of it. */
export const textOf = sql`(code || ' ' || description || ' ' || coalesce(place, ''))`
export const wordPatterns = (words: readonly string[]): string[] =>
  words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
export const conditionsOf = (on: On, where: Where) => (eb: Eb) =>
  eb.and([
    eb('county', '=', on.county),
    ...(where.areas.length > 0 ? [eb.or(where.areas.map((area) => insideOne(eb, area)))] : []),
    ...(where.units ? [eb('unit', 'in', where.units)] : []),
    ...(where.assignee ? [eb('assignee', '=', where.assignee)] : []),
    ...(where.reporter ? [eb('reporter', '=', where.reporter)] : []),
    ...(where.ids ? [eb('id', '=', sql<string>`any(${where.ids}::uuid[])`)] : []),
    ...(where.code ? [eb('code', '=', where.code)] : []),
    ...(where.kind ? [eb('kind', '=', where.kind)] : []),
    ...(where.states ? [eb('state', 'in', where.states)] : []),
    ...(where.open === true ? [sql<SqlBool>`open`] : where.open === false ? [sql<SqlBool>`not open`] : []),
    ...(where.urgency ? [eb('urgency', '=', where.urgency)] : []),
    ...(where.supervised ? [eb('supervision', '!=', 'none')] : []),
    ...(where.extension ? [eb('extension_days', 'is not', null)] : []),
    ...(where.words ? [sql<SqlBool>`${textOf} ilike all (${wordPatterns(where.words)}::text[])`] : []),
    ...(where.dueBefore ? [eb('due_at', '<', where.dueBefore)] : []),
    ...(where.updatedSince ? [eb('updated_at', '>=', where.updatedSince)] : []),
    ...(where.dueFrom ? [eb('due_at', '>=', where.dueFrom)] : []),
  ])

/** Where a stopped clock stands in the queue: behind every deadline (migration 0001). */
const farAway = '9999-12-31T00:00:00.000Z'
type Key = readonly (string | number | null)[]
/** By deadline, the stopped clocks last. @param after `[dueAt, uuid]` of the row before */
export async function listByDue(on: On, where: Where, limit: number, after?: Key): Promise<Matter[]> {
  const rows = await db(on)
    .selectFrom('matters.matter')
    .select(matterColumns)
    .where(conditionsOf(on, where))
    .$if(after !== undefined, (query) =>
      query.where(sql<SqlBool>`(queue_at, id) > (${after?.[0] ?? farAway}::timestamptz, ${after?.[1]}::uuid)`),
    )
    .orderBy('queue_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => toMatter(row as unknown as MatterRow))
}
/** The newest first. @param after `[reportedAt, uuid]` of the row before */
export async function listByNewest(on: On, where: Where, limit: number, after?: Key): Promise<Matter[]> {
  const rows = await db(on)
    .selectFrom('matters.matter')
    .select(matterColumns)
    .where(conditionsOf(on, where))
    .$if(after !== undefined, (query) =>
      query.where(sql<SqlBool>`(reported_at, id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
    )
    .orderBy('reported_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => toMatter(row as unknown as MatterRow))
}

export async function countOf(on: On, where: Where): Promise<number> {
  const { count } = await db(on)
    .selectFrom('matters.matter')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(conditionsOf(on, where))
    .executeTakeFirstOrThrow()
  return count
}

export type Column = { state: State; count: number; overdue: number }
export async function countByState(on: On, where: Where, now: string): Promise<Column[]> {
  return db(on)
    .selectFrom('matters.matter')
    .select((eb) => [
      'state',
      eb.fn.countAll<number>().as('count'),
      eb.fn.countAll<number>().filterWhere('due_at', '<', now).as('overdue'),
    ])
    .where(conditionsOf(on, where))
    .groupBy('state')
    .execute()
}
/** The first cards of each state: ids from the index alone, then the rows. */
export async function firstOfStates(on: On, where: Where, each: number): Promise<Matter[]> {
  const rows = await db(on)
    .with('placed', (placed) =>
      placed
        .selectFrom('matters.matter')
        .select((eb) => [
          'id',
          eb.fn
            .agg<number>('row_number')
            .over((over) => over.partitionBy('state').orderBy('queue_at').orderBy('id'))
            .as('nth'),
        ])
        .where(conditionsOf(on, where)),
    )
    .selectFrom('matters.matter')
    .innerJoin('placed', 'placed.id', 'matters.matter.id')
    .select(matterColumns.map((column) => `matters.matter.${column}` as const))
    .where('county', '=', on.county)
    .where('placed.nth', '<=', each)
    .orderBy('queue_at')
    .orderBy('matters.matter.id')
    .execute()
  return rows.map((row) => toMatter(row as unknown as MatterRow))
}

export type Pin = { id: string; lat: number; lon: number; kind: string; state: State; dueAt: string | null }
export async function listPins(on: On, where: Where, limit: number): Promise<Pin[]> {
  const rows = await db(on)
    .selectFrom('matters.matter')
    .select(['id', 'lat', 'lon', 'kind', 'state', 'due_at'])
    .where(conditionsOf(on, where))
    .where('lat', 'is not', null)
    .orderBy('queue_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: joinId(on.county, row.id),
    lat: row.lat as number,
    lon: row.lon as number,
    kind: row.kind,
    state: row.state,
    dueAt: row.due_at,
  }))
}

const idsOf = async (on: On, query: ReturnType<typeof sql<{ id: string }>>): Promise<string[]> =>
  (await query.execute(db(on))).rows.map(({ id }) => id)
/** Uuids of what the asker was asked to help with. */
export const findHelped = (on: On, onlyOpen: boolean, limit: number): Promise<string[]> =>
  idsOf(on, sql`select id from matters.find_helped(${onlyOpen}, ${limit}) as f(id)`)

export async function findNear(
  on: On,
  point: { lat: number; lon: number },
  metres: number,
  since: string,
): Promise<Map<string, number>> {
  const { rows } = await sql<{
    id: string
    distance: number
  }>`select id, distance from matters.find_near(${point.lat}, ${point.lon}, ${metres}, ${since})`.execute(db(on))
  return new Map(rows.map(({ id, distance }) => [joinId(on.county, id), distance]))
}

/** Which matter a receipt opens; the context must have claimed the receipt. */
export async function findReceipt(on: On, hash: string): Promise<string | undefined> {
  const row = await db(on)
    .selectFrom('matters.matter')
    .select('id')
    .where('county', '=', on.county)
    .where('receipt_hash', '=', hash)
    .executeTakeFirst()
  return row && joinId(on.county, row.id)
}

/** Open ones that may be the same as this: what lies near, and what was reported from the same community. */
export async function listCandidates(
  on: On,
  matter: Matter,
  since: string,
  near: readonly string[],
): Promise<Matter[]> {
  const uuids = near.map((id) => splitId(id).uuid)
  const rows = await db(on)
    .selectFrom('matters.matter')
    .select(matterColumns)
    .where('county', '=', on.county)
    .where(sql<SqlBool>`open`)
    .where((eb) =>
      eb.or([
        eb('id', '=', sql<string>`any(${uuids}::uuid[])`),
        eb.and([
          eb('community', '=', matter.area.slice(0, 12)),
          eb('kind', '=', matter.kind),
          eb('reported_at', '>=', since),
        ]),
      ]),
    )
    .where('id', '!=', splitId(matter.id).uuid)
    .orderBy('reported_at', 'desc')
    .limit(200)
    .execute()
  return rows.map((row) => toMatter(row as unknown as MatterRow))
}

/** Where matters of one kind were reported in a community since then, whatever became of them; at most 500. */
export async function listPointsOf(on: On, matter: Pick<Matter, 'id' | 'area' | 'kind'>, since: string) {
  return db(on)
    .selectFrom('matters.matter')
    .select(['lat', 'lon'])
    .where('county', '=', on.county)
    .where('community', '=', matter.area.slice(0, 12))
    .where('kind', '=', matter.kind)
    .where('reported_at', '>=', since)
    .where('id', '!=', splitId(matter.id).uuid)
    .where('lat', 'is not', null)
    .orderBy('reported_at', 'desc')
    .limit(500)
    .execute()
}
