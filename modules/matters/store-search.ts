import { type SqlBool, sql } from 'kysely'
import { conditionsOf, textOf, type Where, wordPatterns } from './store-lists.ts'
import { db, type On } from './store-tables.ts'

/** Where words are found; store-lists.ts reads the rows themselves. A place in the newest-first order is `[reportedAt, uuid]`. */

export type Place = readonly [at: string, uuid: string]
type Hit = { id: string; reported_at: string }
const placeOf = ({ id, reported_at }: Hit): Place => [reported_at, id]

/**
 * What holds all these words, the asker may see and lies before `before`, the newest first: by the index of pairs.
 * @param every keys that it must all have @param oneOf keys of which it must have one, or null
 */
export async function findWords(
  on: On,
  keys: { every: readonly string[]; oneOf: readonly string[] | null },
  words: readonly string[],
  before: Place,
  most: number,
): Promise<Place[]> {
  const { rows } = await sql<Hit>`select id, reported_at from matters.find_words(${on.county}, ${keys.every}::text[],
    ${keys.oneOf}::text[], ${wordPatterns(words)}::text[], ${before[0]}::timestamptz, ${before[1]}::uuid, ${most})`.execute(
    db(on),
  )
  return rows.map(placeOf)
}

/** So many rows, read one after the other: a single character is in no pair. @returns what holds it, and where the reading ended */
export async function walkWords(
  on: On,
  where: Where,
  words: readonly string[],
  before: Place,
  rows: number,
): Promise<{ found: Place[]; end: Place | undefined }> {
  const read = await db(on)
    .with(
      (cte) => cte('walked').materialized(),
      (walked) =>
        walked
          .selectFrom('matters.matter')
          .select(['id', 'reported_at', sql<SqlBool>`${textOf} ilike all (${wordPatterns(words)}::text[])`.as('hit')])
          .where(conditionsOf(on, where))
          .where(sql<SqlBool>`(reported_at, id) < (${before[0]}::timestamptz, ${before[1]}::uuid)`)
          .orderBy('reported_at', 'desc')
          .orderBy('id', 'desc')
          .limit(rows),
    )
    .selectFrom('walked')
    .select(['id', 'reported_at', 'hit', sql<number>`(select count(*) from walked)`.as('read')])
    .where(sql<SqlBool>`hit or id = (select id from walked order by reported_at, id limit 1)`)
    .orderBy('reported_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const last = read.at(-1)
  return {
    found: read.filter(({ hit }) => hit).map(placeOf),
    end: last && last.read === rows ? placeOf(last) : undefined,
  }
}
