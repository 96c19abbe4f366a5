import { joinId } from '@doorstep/contract'
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Dispute } from './rules.ts'
import type { Family, State } from './states.ts'
import { columns, toDispute } from './store.ts'
import { db, type On, type Tables } from './store-tables.ts'

type Eb = ExpressionBuilder<Tables, 'disputes.dispute'>

/** Where the ledger looks: plain comparisons that the indexes serve. Row-level security stands behind it and narrows, never widens. */
export type Where = {
  /** Each of them, with everything inside. */
  areas: readonly string[]
  state?: State
  family?: Family
  type?: string
  colour?: string
  open?: true
  assignee?: string
  dueBefore?: string
  /** The first signs of a code. */
  code?: string
}
/** One area by the column of its level: county, township, community, grid. */
function insideOne(eb: Eb, area: string) {
  if (area.length <= 6) return sql<SqlBool>`true`
  if (area.length === 9) return eb('township', '=', area)
  if (area.length === 12) return eb('community', '=', area)
  return eb.and([eb('community', '=', area.slice(0, 12)), eb('area', '=', area)])
}
const conditionsOf = (on: On, where: Where) => (eb: Eb) =>
  eb.and([
    eb('county', '=', on.county),
    ...(where.areas.length > 0 ? [eb.or(where.areas.map((area) => insideOne(eb, area)))] : []),
    ...(where.state ? [eb('state', '=', where.state)] : []),
    ...(where.family ? [eb('family', '=', where.family)] : []),
    ...(where.type ? [eb('type', '=', where.type)] : []),
    ...(where.colour ? [eb('colour', '=', where.colour as NonNullable<Dispute['colour']>)] : []),
    ...(where.open ? [sql<SqlBool>`open`] : []),
    ...(where.assignee ? [eb('assignee', '=', where.assignee)] : []),
    ...(where.dueBefore ? [eb('deadline', '<', where.dueBefore)] : []),
    // '~' follows every sign of a code.
    ...(where.code ? [eb('code', '>=', where.code), eb('code', '<', `${where.code}~`)] : []),
  ])

type Key = readonly (string | number | null)[]
const newest = (on: On, where: Where, limit: number) =>
  db(on).selectFrom('disputes.dispute').select(columns).where(conditionsOf(on, where)).limit(limit)

/** The newest first. @param after `[openedAt, uuid]` of the row before */
export async function listByNewest(on: On, where: Where, limit: number, after?: Key): Promise<Dispute[]> {
  const rows = await newest(on, where, limit)
    .$if(after !== undefined, (query) =>
      query.where(sql<SqlBool>`(opened_at, id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
    )
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(toDispute)
}
/** By deadline, for what is open and has one. @param after `[deadline, uuid]` of the row before */
export async function listByDue(on: On, where: Where, limit: number, after?: Key): Promise<Dispute[]> {
  const rows = await newest(on, { ...where, open: true }, limit)
    .where('deadline', 'is not', null)
    .$if(after !== undefined, (query) =>
      query.where(sql<SqlBool>`(deadline, id) > (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
    )
    .orderBy('deadline')
    .orderBy('id')
    .execute()
  return rows.map(toDispute)
}

/** Files that stand under areas which are no more. */
export async function listStanding(on: On, areas: readonly string[], limit: number): Promise<string[]> {
  if (areas.length === 0) return []
  const rows = await db(on)
    .selectFrom('disputes.dispute')
    .select(['county', 'id'])
    .where('county', '=', on.county)
    .where('area', 'in', areas)
    .limit(limit)
    .execute()
  return rows.map(({ county, id }) => joinId(county, id))
}
