import { joinId, type Page, splitId } from '@doorstep/contract'
import { type Ctx, insideArea, insideGrant, keyOf, pageOf } from '@doorstep/kernel'
import { sql } from 'kysely'
import type { Table } from './defaults.ts'
import type { Proposal } from './rules.ts'
import { db, type ProposalRow } from './store-tables.ts'

const uuidOf = (id: string): string => splitId(id).uuid
const rows = (ctx: Ctx) => db(ctx).selectFrom('findings.proposal').selectAll().where('county', '=', ctx.county)
const told = (row: ProposalRow): Proposal => ({
  id: joinId(row.county, row.id),
  area: row.area,
  state: row.state,
  family: row.family,
  place: row.place,
  point: row.lat === null || row.lon === null ? null : { lat: row.lat, lon: row.lon },
  because: row.because as Proposal['because'],
  count: row.count,
  matter: row.matter === null ? null : joinId(row.county, row.matter),
  newestAt: row.newest_at,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  reason: row.reason,
  updatedAt: row.updated_at,
})
export const rowOf = (county: number, proposal: Proposal): ProposalRow => ({
  county,
  id: uuidOf(proposal.id),
  area: proposal.area,
  state: proposal.state,
  family: proposal.family,
  place: proposal.place,
  lat: proposal.point?.lat ?? null,
  lon: proposal.point?.lon ?? null,
  because: JSON.stringify(proposal.because),
  count: proposal.count,
  matter: proposal.matter === null ? null : uuidOf(proposal.matter),
  newest_at: proposal.newestAt,
  decided_by: proposal.decidedBy,
  decided_at: proposal.decidedAt,
  reason: proposal.reason,
  updated_at: proposal.updatedAt,
})

type Query = {
  area?: string
  state?: Proposal['state']
  family?: NonNullable<Proposal['family']>
  after?: string
  limit: number
}
export async function list(ctx: Ctx, { area, state, family, after, limit }: Query): Promise<Page<Proposal>> {
  const key = keyOf(after, 2)
  const found = await rows(ctx)
    .where((eb) => insideGrant(eb, 'area', ctx.grant))
    .$if(area !== undefined, (select) => select.where((eb) => insideArea(eb, 'area', area as string)))
    .$if(state !== undefined, (select) => select.where('state', '=', state as Proposal['state']))
    .$if(family !== undefined, (select) => select.where('family', '=', family as NonNullable<Proposal['family']>))
    .$if(key !== undefined, (select) =>
      select.where((eb) => eb(eb.refTuple('newest_at', 'id'), '<', eb.tuple(String(key?.[0]), String(key?.[1])))),
    )
    .orderBy('newest_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return pageOf(found, limit, (row) => [row.newest_at, row.id], told)
}
export async function find(ctx: Ctx, id: string): Promise<Proposal | undefined> {
  const row = await rows(ctx).where('id', '=', uuidOf(id)).executeTakeFirst()
  return row && told(row)
}
export async function lock(ctx: Ctx, id: string): Promise<Proposal | undefined> {
  const row = await rows(ctx).where('id', '=', uuidOf(id)).forUpdate().executeTakeFirst()
  return row && told(row)
}
export async function add(ctx: Ctx, proposal: Proposal): Promise<void> {
  await db(ctx).insertInto('findings.proposal').values(rowOf(ctx.county, proposal)).execute()
}
export async function save(ctx: Ctx, proposal: Proposal): Promise<void> {
  const { county, id, ...change } = rowOf(ctx.county, proposal)
  await db(ctx).updateTable('findings.proposal').set(change).where('county', '=', county).where('id', '=', id).execute()
}
/** Open ones of which no sign is left. */
export async function lockEmpty(ctx: Ctx, limit: number): Promise<Proposal[]> {
  const found = await rows(ctx)
    .where('state', '=', 'open')
    .where(
      sql<boolean>`not exists (select from findings.sign s where s.county = findings.proposal.county and s.proposal = findings.proposal.id)`,
    )
    .limit(limit)
    .forUpdate()
    .execute()
  return found.map(told)
}
/** Decided before then. @returns how many went */
export async function removeBefore(ctx: Ctx, before: string): Promise<number> {
  const gone = db(ctx).deleteFrom('findings.proposal').where('county', '=', ctx.county).where('decided_at', '<', before)
  return Number((await gone.executeTakeFirst()).numDeletedRows)
}

export async function findTable(ctx: Ctx): Promise<Table | undefined> {
  const query = db(ctx).selectFrom('findings.setting').select('value').where('county', '=', ctx.county)
  return (await query.executeTakeFirst())?.value as Table | undefined
}
export async function saveTable(ctx: Ctx, table: Table): Promise<void> {
  const value = JSON.stringify(table)
  await db(ctx)
    .insertInto('findings.setting')
    .values({ county: ctx.county, value })
    .onConflict((conflict) => conflict.column('county').doUpdateSet({ value }))
    .execute()
}
