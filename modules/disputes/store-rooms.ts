import { db, type On } from './store-tables.ts'

/** Rooms in which mediation is held. */

export async function namesOfRooms(on: On, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db(on)
    .selectFrom('disputes.room')
    .select(['id', 'name'])
    .where('county', '=', on.county)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
