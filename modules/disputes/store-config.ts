import { sql } from 'kysely'
import { defaultSettings, defaultTypes, type Settings, type Type } from './defaults.ts'
import type { Family } from './states.ts'
import { db, type On } from './store-tables.ts'

/** What the county has changed; the defaults where it has changed nothing. */

export async function typesOf(on: On): Promise<Type[]> {
  const rows = await db(on)
    .selectFrom('disputes.type')
    .select(['code', 'family', 'name', 'in_use'])
    .where('county', '=', on.county)
    .orderBy('position')
    .execute()
  if (rows.length === 0) return [...defaultTypes]
  return rows.map(({ code, family, name, in_use }) => ({ code, family: family as Family, name, inUse: in_use }))
}
export async function saveTypes(on: On, types: readonly Type[]): Promise<void> {
  await db(on).deleteFrom('disputes.type').where('county', '=', on.county).execute()
  await db(on)
    .insertInto('disputes.type')
    .values(
      types.map(({ code, family, name, inUse }, position) => ({
        county: on.county,
        code,
        family,
        name,
        position,
        in_use: inUse,
      })),
    )
    .execute()
}
export async function settingsOf(on: On): Promise<Settings> {
  const row = await db(on)
    .selectFrom('disputes.setting')
    .select('value')
    .where('county', '=', on.county)
    .executeTakeFirst()
  return { ...defaultSettings, ...(row?.value as Partial<Settings> | undefined) }
}
export async function saveSettings(on: On, settings: Settings): Promise<void> {
  const value = JSON.stringify(settings)
  await db(on)
    .insertInto('disputes.setting')
    .values({ county: on.county, value })
    .onConflict((conflict) => conflict.column('county').doUpdateSet({ value: sql`excluded.value` }))
    .execute()
}
