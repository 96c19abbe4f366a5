import { type SqlBool, sql } from 'kysely'
import { db, type On } from './store-tables.ts'

/** Moving matters to the codes of today, without a word about what they say. */

/** Codes among these under which matters still stand. */
export async function standing(on: On, codes: readonly string[]): Promise<string[]> {
  if (codes.length === 0) return []
  const communities = [...new Set(codes.map((code) => code.slice(0, 12)))]
  const rows = await db(on)
    .selectFrom('matters.matter')
    .select('area')
    .distinct()
    .where('county', '=', on.county)
    .where(sql<SqlBool>`community = any(${communities}::text[])`)
    .where(sql<SqlBool>`area = any(${[...codes]}::text[])`)
    .execute()
  return rows.map(({ area }) => area)
}

export type Standing = { id: string; lat: number | null; lon: number | null }
export const listStanding = (on: On, area: string, limit: number): Promise<Standing[]> =>
  db(on)
    .selectFrom('matters.matter')
    .select(['id', 'lat', 'lon'])
    .where('county', '=', on.county)
    .where('community', '=', area.slice(0, 12))
    .where('area', '=', area)
    .orderBy('id')
    .limit(limit)
    .execute()

/**
 * Moves these to another code. The first code stays beside it and, for what is still open, in a line of the flow log; the
 * grams by which a search stays inside a station or a community move along.
 */
export async function recode(
  on: On,
  ids: readonly string[],
  move: { was: string; area: string; at: string; unsure: boolean },
): Promise<void> {
  const gram = (code: string, digits: number) => `@${code.slice(0, digits)}`
  const data = JSON.stringify({ was: move.was, area: move.area, unsure: move.unsure })
  await sql`with moved as (
      update matters.matter set area = ${move.area}, former_area = coalesce(former_area, area),
        grams = array_replace(array_replace(grams, ${gram(move.was, 9)}, ${gram(move.area, 9)}), ${gram(move.was, 12)}, ${gram(move.area, 12)})
      where county = ${on.county} and id = any(${[...ids]}::uuid[]) and area = ${move.was} returning id, open)
    insert into matters.step (county, matter, id, at, verb, data, public)
    select ${on.county}, id, gen_random_uuid(), ${move.at}::timestamptz, 'recoded', ${data}::jsonb, false from moved where open`.execute(
    db(on),
  )
  await sql`update matters.handover set to_area = ${move.area} where county = ${on.county} and ended_at is null
    and matter = any(${[...ids]}::uuid[]) and to_area = ${move.was}`.execute(db(on))
}
/** Who handed on what is still waiting goes on seeing it from the area of today. */
export async function recodeSenders(on: On, was: string, area: string): Promise<void> {
  await sql`update matters.handover set from_area = ${area} where county = ${on.county} and ended_at is null and from_area = ${was}`.execute(
    db(on),
  )
}
