import { joinId, splitId } from '@doorstep/contract'
import { type SqlBool, sql } from 'kysely'
import type { LedgerMap } from './rules-map.ts'
import { type Problem, severityOf } from './rules-problems.ts'
import { db, type On, type ProblemRecord } from './store.ts'

/** Reports of runs, and the mappings that a county keeps. */

const uuid = (id: string): string => splitId(id).uuid

export async function insertProblems(on: On, run: string, problems: readonly Problem[]): Promise<void> {
  for (let from = 0; from < problems.length; from += 2000) {
    const rows = problems.slice(from, from + 2000).map(({ row, column, code, data = {} }) => ({
      county: on.county,
      run: uuid(run),
      row_number: row,
      place: column,
      code,
      severity: severityOf[code],
      data,
    }))
    await sql`insert into ledgers.problem select * from json_populate_recordset(null::ledgers.problem, ${JSON.stringify(rows)}::json)
      where county = ${on.county} on conflict do nothing`.execute(db(on))
  }
}
/** @param which of the file (`file`), or of its rows (`rows`), or all */
export async function dropProblems(on: On, run: string): Promise<void> {
  await db(on).deleteFrom('ledgers.problem').where('county', '=', on.county).where('run', '=', uuid(run)).execute()
}

type Wanted = { severity?: string; code?: string }
export async function listProblems(
  on: On,
  run: string,
  wanted: Wanted,
  limit: number,
  after?: readonly (string | number | null)[],
): Promise<ProblemRecord[]> {
  const rows = await db(on)
    .selectFrom('ledgers.problem')
    .select(['row_number', 'place', 'code', 'severity', 'data'])
    .where('county', '=', on.county)
    .where('run', '=', uuid(run))
    .$if(wanted.severity !== undefined, (query) =>
      query.where('severity', '=', wanted.severity as ProblemRecord['severity']),
    )
    .$if(wanted.code !== undefined, (query) => query.where('code', '=', wanted.code as string))
    .$if(after !== undefined, (query) =>
      query.where(
        sql<SqlBool>`(row_number, place, code) > (${after?.[0]}::integer, ${after?.[1]}::integer, ${after?.[2]}::text)`,
      ),
    )
    .orderBy('row_number')
    .orderBy('place')
    .orderBy('code')
    .limit(limit)
    .execute()
  return rows as unknown as ProblemRecord[]
}
export async function countProblems(on: On, run: string): Promise<{ code: string; severity: string; count: number }[]> {
  return db(on)
    .selectFrom('ledgers.problem')
    .select((eb) => ['code', 'severity', eb.fn.countAll<number>().as('count')])
    .where('county', '=', on.county)
    .where('run', '=', uuid(run))
    .groupBy(['code', 'severity'])
    .orderBy('count', 'desc')
    .orderBy('code')
    .execute()
}

export type MappingRecord = { id: string; name: string; map: LedgerMap; changed_at: string }
export async function listMappings(on: On, limit: number, after?: string): Promise<MappingRecord[]> {
  const rows = await db(on)
    .selectFrom('ledgers.mapping')
    .select(['id', 'name', 'map', 'changed_at'])
    .where('county', '=', on.county)
    .$if(after !== undefined, (query) => query.where('name', '>', after as string))
    .orderBy('name')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, id: joinId(on.county, row.id) })) as MappingRecord[]
}
/** @throws the database's 23505 where another mapping has the name */
export async function saveMapping(on: On, mapping: MappingRecord, by: string | null): Promise<void> {
  const changed = {
    name: mapping.name,
    map: JSON.stringify(mapping.map),
    changed_at: mapping.changed_at,
    changed_by: by,
  }
  await db(on)
    .insertInto('ledgers.mapping')
    .values({ county: on.county, id: uuid(mapping.id), ...changed })
    .onConflict((conflict) => conflict.columns(['county', 'id']).doUpdateSet(changed))
    .execute()
}
export async function dropMapping(on: On, id: string): Promise<boolean> {
  const { numDeletedRows } = await db(on)
    .deleteFrom('ledgers.mapping')
    .where('county', '=', on.county)
    .where('id', '=', uuid(id))
    .executeTakeFirst()
  return Number(numDeletedRows) > 0
}

/** Why rows of a stretch stayed out. */
export async function listRejections(on: On, run: string, from: number, to: number): Promise<ProblemRecord[]> {
  const rows = await db(on)
    .selectFrom('ledgers.problem')
    .select(['row_number', 'place', 'code', 'severity', 'data'])
    .where('county', '=', on.county)
    .where('run', '=', uuid(run))
    .where('severity', '=', 'rejected')
    .where('row_number', '>=', from)
    .where('row_number', '<=', to)
    .orderBy('row_number')
    .orderBy('place')
    .execute()
  return rows as unknown as ProblemRecord[]
}
