import type { Db } from '@doorstep/kernel'
import { CompiledQuery, type Generated, type Kysely, sql } from 'kysely'
import type { LimitUnit } from './rules.ts'
import type { Override } from './rules-days.ts'

type Tables = {
  'calendar.day_override': {
    county: number
    day: string
    kind: Override['kind']
    name: string
    changed_by: string | null
    changed_at: Generated<string>
  }
  'calendar.entered_year': { county: number; year: number; changed_by: string | null; changed_at: Generated<string> }
  'calendar.limit_override': {
    county: number
    code: string
    unit: LimitUnit
    amount: number
    reason: string
    changed_by: string | null
    changed_at: Generated<string>
  }
}
type On = { db: Db; county: number }
type By = On & { actor: { account: string | null } }
const db = (on: On) => on.db as unknown as Kysely<Tables>

export async function listOverrides(on: On): Promise<Override[]> {
  return db(on)
    .selectFrom('calendar.day_override')
    .select(['day as date', 'kind', 'name'])
    .where('county', '=', on.county)
    .orderBy('day')
    .execute()
}

export async function listEnteredYears(on: On): Promise<number[]> {
  const rows = await db(on)
    .selectFrom('calendar.entered_year')
    .select('year')
    .where('county', '=', on.county)
    .orderBy('year')
    .execute()
  return rows.map(({ year }) => year)
}

export type LimitRow = { code: string; unit: LimitUnit; amount: number; reason: string; changedAt: string }
export async function listLimits(on: On): Promise<LimitRow[]> {
  return db(on)
    .selectFrom('calendar.limit_override')
    .select(['code', 'unit', 'amount', 'reason', 'changed_at as changedAt'])
    .where('county', '=', on.county)
    .execute()
}

export async function findLimit(on: On, code: string): Promise<LimitRow | undefined> {
  return db(on)
    .selectFrom('calendar.limit_override')
    .select(['code', 'unit', 'amount', 'reason', 'changed_at as changedAt'])
    .where('county', '=', on.county)
    .where('code', '=', code)
    .executeTakeFirst()
}

export async function setOverride(on: By, { date, kind, name }: Override): Promise<void> {
  const changed_by = on.actor.account
  await db(on)
    .insertInto('calendar.day_override')
    .values({ county: on.county, day: date, kind, name, changed_by })
    .onConflict((conflict) =>
      conflict.columns(['county', 'day']).doUpdateSet({ kind, name, changed_by, changed_at: sql`now()` }),
    )
    .execute()
}

export async function removeOverride(on: On, day: string): Promise<void> {
  await db(on).deleteFrom('calendar.day_override').where('county', '=', on.county).where('day', '=', day).execute()
}

export async function setEntered(on: By, year: number, entered: boolean): Promise<void> {
  if (entered)
    await db(on)
      .insertInto('calendar.entered_year')
      .values({ county: on.county, year, changed_by: on.actor.account })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  else
    await db(on).deleteFrom('calendar.entered_year').where('county', '=', on.county).where('year', '=', year).execute()
}

export async function setLimit(on: By, limit: Omit<LimitRow, 'changedAt'>): Promise<void> {
  const changed_by = on.actor.account
  const { code, ...value } = limit
  await db(on)
    .insertInto('calendar.limit_override')
    .values({ county: on.county, code, ...value, changed_by })
    .onConflict((conflict) =>
      conflict.columns(['county', 'code']).doUpdateSet({ ...value, changed_by, changed_at: sql`now()` }),
    )
    .execute()
}

export async function removeLimit(on: On, code: string): Promise<void> {
  await db(on).deleteFrom('calendar.limit_override').where('county', '=', on.county).where('code', '=', code).execute()
}

export type Kept = { overrides: Override[]; years: number[]; limits: Pick<LimitRow, 'code' | 'unit' | 'amount'>[] }
/** What the county has changed of days and of these limits, in one question: every write of a matter asks it. */
export async function findKept(on: On, codes: readonly string[]): Promise<Kept> {
  const { rows } = await on.db.executeQuery<Kept>(CompiledQuery.raw(kept, [on.county, codes]))
  return rows[0] as Kept
}
const kept = `select
  (select coalesce(json_agg(json_build_object('date', day, 'kind', kind, 'name', name) order by day), '[]')
    from calendar.day_override where county = $1) as overrides,
  (select coalesce(json_agg(year order by year), '[]') from calendar.entered_year where county = $1) as years,
  (select coalesce(json_agg(json_build_object('code', code, 'unit', unit, 'amount', amount)), '[]')
    from calendar.limit_override where county = $1 and code = any ($2::text[])) as limits`
