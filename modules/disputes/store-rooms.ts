import { sql } from 'kysely'
import { db, type On, type RoomRow } from './store-tables.ts'

/** Rooms in which mediation is held: the county's, and nobody's data. */

const all = (on: On) => db(on).selectFrom('disputes.room').selectAll().where('county', '=', on.county)
export const listRooms = (on: On): Promise<RoomRow[]> => all(on).orderBy('area').orderBy('name').execute()
export const findRoom = (on: On, uuid: string): Promise<RoomRow | undefined> =>
  all(on).where('id', '=', uuid).executeTakeFirst()
export async function namesOfRooms(on: On, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await all(on)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
export async function saveRoom(on: On, room: RoomRow): Promise<void> {
  await db(on)
    .insertInto('disputes.room')
    .values(room)
    .onConflict((conflict) =>
      conflict.columns(['county', 'id']).doUpdateSet({
        area: sql`excluded.area`,
        name: sql`excluded.name`,
        place: sql`excluded.place`,
        seats: sql`excluded.seats`,
        in_use: sql`excluded.in_use`,
      }),
    )
    .execute()
}
