import { joinId, splitId } from '@doorstep/contract'
import { sql } from 'kysely'
import type { Matter } from './rules.ts'
import { matterColumnsOf, type NewStep, stepRow } from './store.ts'
import { db, type On } from './store-tables.ts'

/** Many matters with few statements: PostgreSQL reads the rows out of one text. */

const rowOf = (matter: Matter) => ({ ...matterColumnsOf(matter), extra: matter.extra })
const names = (row: object): string[] => Object.keys(row)

/** @throws the database's 23505 where a code is taken meanwhile */
export async function insertMany(
  on: On,
  lives: readonly { matter: Matter; steps: readonly NewStep[] }[],
): Promise<void> {
  const [first] = lives
  if (!first) return
  const rows = lives.map(({ matter }) => rowOf(matter))
  await insertRows(on, 'matters.matter', rows)
  await insertSteps(on, lives)
}
async function insertSteps(on: On, lives: readonly { matter: Matter; steps: readonly NewStep[] }[]): Promise<void> {
  const rows = lives.flatMap(({ matter, steps }) =>
    steps.map((step) => ({ ...stepRow(matter.id, step), data: step.data })),
  )
  await insertRows(on, 'matters.step', rows)
}
async function insertRows(on: On, table: 'matters.matter' | 'matters.step', rows: readonly object[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = sql.raw(names(first).join(', '))
  const text = JSON.stringify(rows)
  await sql`insert into ${sql.raw(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.raw(table)}, ${text}::json) where county = ${on.county}`.execute(
    db(on),
  )
}

/** What stays of a matter that is brought in again: its number here, and the receipt nobody holds. */
const stays = new Set(['county', 'id', 'code', 'receipt_hash'])
/** Writes changed rows over matters that nobody has touched since they came in. */
export async function replaceMany(
  on: On,
  lives: readonly { matter: Matter; steps: readonly NewStep[] }[],
): Promise<void> {
  const [first] = lives
  if (!first) return
  const rows = lives.map(({ matter }) => rowOf(matter))
  const columns = names(rows[0] as object).filter((name) => !stays.has(name))
  const text = JSON.stringify(rows)
  await sql`update matters.matter m set ${sql.raw(columns.map((name) => `${name} = r.${name}`).join(', '))}
    from json_populate_recordset(null::matters.matter, ${text}::json) r
    where m.county = ${on.county} and r.county = m.county and r.id = m.id`.execute(db(on))
  await insertSteps(on, lives)
}

/** When each was changed last, locked, so that it stays true until this transaction ends; those that a person had erased are left out. */
export async function lastChanges(on: On, ids: readonly string[]): Promise<Map<string, string>> {
  const uuids = ids.map((id) => splitId(id).uuid)
  const rows = await db(on)
    .selectFrom('matters.matter')
    .select(['id', 'updated_at'])
    .where('county', '=', on.county)
    .where('id', '=', sql<string>`any(${uuids}::uuid[])`)
    .where('erased_at', 'is', null)
    .where('emptied_at', 'is', null)
    .where('erase_asked', '=', false)
    .orderBy('id')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [joinId(on.county, row.id), row.updated_at]))
}

export async function takenCodes(on: On, codes: readonly string[]): Promise<Set<string>> {
  const rows = await db(on)
    .selectFrom('matters.matter')
    .select('code')
    .where('county', '=', on.county)
    .where('code', '=', sql<string>`any(${codes}::text[])`)
    .execute()
  return new Set(rows.map(({ code }) => code))
}
