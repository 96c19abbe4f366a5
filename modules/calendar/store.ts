import type { Db } from '@doorstep/kernel'
import type { Generated, Kysely } from 'kysely'
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
