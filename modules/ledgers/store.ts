import { joinId, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { type Generated, type Kysely, type SqlBool, sql } from 'kysely'
import type { LedgerMap } from './rules-map.ts'
import type { Severity } from './rules-problems.ts'
import type { TargetName } from './rules-targets.ts'

/** Runs, their rows on the way, what was wrong with them, and which row became which matter. */

export type RunState = 'received' | 'read' | 'working' | 'done' | 'failed' | 'cancelled'
export type RunRecord = {
  id: string
  file_name: string
  target: TargetName
  bytes: number
  sha256: string
  state: RunState
  dry: boolean
  layout: Record<string, unknown>
  facts: string | null
  map: LedgerMap | null
  fault: { code: string; data: Record<string, unknown> } | null
  rows: number
  position: number
  counts: Partial<Counts>
  by_command: boolean
  created_at: string
  created_by: string | null
  started_at: string | null
  finished_at: string | null
}
export type Counts = Record<'created' | 'updated' | 'unchanged' | 'left' | 'rejected' | 'mended', number>
export type ProblemRecord = {
  row_number: number
  place: number
  code: string
  severity: Severity
  data: Record<string, unknown>
}
type Json<T> = T | string
type Tables = {
  'ledgers.run': Omit<RunRecord, 'layout' | 'map' | 'fault' | 'counts' | 'dry' | 'by_command' | 'rows' | 'position'> & {
    county: number
    layout: Json<RunRecord['layout']>
    map: Json<LedgerMap> | null
    fault: Json<NonNullable<RunRecord['fault']>> | null
    counts: Json<Partial<Counts>>
    dry: Generated<boolean>
    by_command: Generated<boolean>
    rows: Generated<number>
    position: Generated<number>
  }
  'ledgers.batch': { county: number; run: string; last_row: number; rows: string }
  'ledgers.problem': Omit<ProblemRecord, 'data'> & { county: number; run: string; data: Json<ProblemRecord['data']> }
  'ledgers.seen': { county: number; run: string; key: string }
  'ledgers.imported': { county: number; key: string; matter: string; content: string; left_at: string; run: string }
  'ledgers.mapping': {
    county: number
    id: string
    name: string
    map: Json<LedgerMap>
    changed_at: string
    changed_by: string | null
  }
}
export type On = Pick<Ctx, 'db' | 'county'>
export const db = (on: On) => on.db as unknown as Kysely<Tables>
const uuid = (id: string): string => splitId(id).uuid
const withId =
  (county: number) =>
  <R extends { id: string }>(row: R): R => ({ ...row, id: joinId(county, row.id) })

const columns = [
  ...([
    'id',
    'file_name',
    'target',
    'bytes',
    'sha256',
    'state',
    'dry',
    'layout',
    'facts',
    'map',
    'fault',
    'rows',
  ] as const),
  ...(['position', 'counts', 'by_command', 'created_at', 'created_by', 'started_at', 'finished_at'] as const),
] as const
const runs = (on: On) => db(on).selectFrom('ledgers.run').select(columns).where('county', '=', on.county)

export async function findRun(on: On, id: string): Promise<RunRecord | undefined> {
  const row = await runs(on).where('id', '=', uuid(id)).executeTakeFirst()
  return row && withId(on.county)(row as unknown as RunRecord)
}
/** Nobody else works on it until this transaction ends. */
export async function lockRun(on: On, id: string): Promise<RunRecord | undefined> {
  const row = await runs(on).where('id', '=', uuid(id)).forUpdate().executeTakeFirst()
  return row && withId(on.county)(row as unknown as RunRecord)
}
type Key = readonly (string | number | null)[]
export async function listRuns(on: On, limit: number, after?: Key): Promise<RunRecord[]> {
  const rows = await runs(on)
    .$if(after !== undefined, (query) =>
      query.where(sql<SqlBool>`(created_at, id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => withId(on.county)(row as unknown as RunRecord))
}
export type NewRun = Pick<
  RunRecord,
  'id' | 'file_name' | 'target' | 'bytes' | 'sha256' | 'layout' | 'by_command' | 'created_at' | 'created_by'
>
/** @returns false where the id is taken */
export async function insertRun(on: On, run: NewRun): Promise<boolean> {
  const done = await db(on)
    .insertInto('ledgers.run')
    .values({
      ...run,
      county: on.county,
      id: uuid(run.id),
      layout: JSON.stringify(run.layout),
      state: 'received',
      counts: '{}',
      facts: null,
      map: null,
      fault: null,
      started_at: null,
      finished_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(done.numInsertedOrUpdatedRows ?? 0) > 0
}
type Change = Partial<Omit<RunRecord, 'id'>>
const json = new Set(['layout', 'map', 'fault', 'counts'])
export async function changeRun(on: On, id: string, change: Change): Promise<void> {
  const set = Object.fromEntries(
    Object.entries(change).map(([name, value]) => [
      name,
      json.has(name) && value !== null ? JSON.stringify(value) : value,
    ]),
  )
  await db(on).updateTable('ledgers.run').set(set).where('county', '=', on.county).where('id', '=', uuid(id)).execute()
}

export async function insertBatch(on: On, run: string, lastRow: number, rows: string): Promise<void> {
  await db(on)
    .insertInto('ledgers.batch')
    .values({ county: on.county, run: uuid(run), last_row: lastRow, rows })
    .execute()
}
export const listBatches = (
  on: On,
  run: string,
  after: number,
  limit: number,
): Promise<{ last_row: number; rows: string }[]> =>
  db(on)
    .selectFrom('ledgers.batch')
    .select(['last_row', 'rows'])
    .where('county', '=', on.county)
    .where('run', '=', uuid(run))
    .where('last_row', '>', after)
    .orderBy('last_row')
    .limit(limit)
    .execute()
/** What is left of a batch that has been brought in: its rejected rows, or nothing. */
export async function keepOfBatch(on: On, run: string, lastRow: number, rows: string | null): Promise<void> {
  const which = { county: on.county, run: uuid(run), last_row: lastRow }
  if (rows === null)
    await db(on)
      .deleteFrom('ledgers.batch')
      .where('county', '=', which.county)
      .where('run', '=', which.run)
      .where('last_row', '=', lastRow)
      .execute()
  else
    await db(on)
      .updateTable('ledgers.batch')
      .set({ rows })
      .where('county', '=', which.county)
      .where('run', '=', which.run)
      .where('last_row', '=', lastRow)
      .execute()
}
export async function dropBatches(on: On, run: string): Promise<void> {
  await db(on).deleteFrom('ledgers.batch').where('county', '=', on.county).where('run', '=', uuid(run)).execute()
}

/** Keys met for the first time in this run; the others stand in the file a second time. */
export async function firstSeen(on: On, run: string, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`insert into ledgers.seen (county, run, key)
    select ${on.county}, ${uuid(run)}::uuid, key from unnest(${keys}::text[]) as key
    on conflict do nothing returning key`.execute(db(on))
  return new Set(rows.map(({ key }) => key))
}
export async function dropSeen(on: On, run: string): Promise<void> {
  await db(on).deleteFrom('ledgers.seen').where('county', '=', on.county).where('run', '=', uuid(run)).execute()
}

export type ImportedRecord = { key: string; matter: string; content: string; left_at: string }
export async function findImported(on: On, keys: readonly string[]): Promise<Map<string, ImportedRecord>> {
  const rows = await db(on)
    .selectFrom('ledgers.imported')
    .select(['key', 'matter', 'content', 'left_at'])
    .where('county', '=', on.county)
    .where('key', '=', sql<string>`any(${keys}::text[])`)
    .execute()
  return new Map(rows.map((row) => [row.key, { ...row, matter: joinId(on.county, row.matter) }]))
}
export async function keepImported(
  on: On,
  run: string,
  leftAt: string,
  made: readonly Omit<ImportedRecord, 'left_at'>[],
): Promise<void> {
  if (made.length === 0) return
  await sql`insert into ledgers.imported (county, key, matter, content, left_at, run)
    select ${on.county}, key, matter, content, ${leftAt}::timestamptz, ${uuid(run)}::uuid
    from unnest(${made.map(({ key }) => key)}::text[], ${made.map(({ matter }) => uuid(matter))}::uuid[], ${made.map(({ content }) => content)}::text[]) as r(key, matter, content)
    on conflict (county, key) do update set content = excluded.content, left_at = excluded.left_at, run = excluded.run`.execute(
    db(on),
  )
}

/** Runs of before then that still hold something of their files. */
export async function listOldRuns(on: On, before: string): Promise<string[]> {
  const rows = await db(on)
    .selectFrom('ledgers.run')
    .select('id')
    .where('county', '=', on.county)
    .where('created_at', '<', before)
    .where('facts', 'is not', null)
    .limit(100)
    .execute()
  return rows.map(({ id }) => joinId(on.county, id))
}
