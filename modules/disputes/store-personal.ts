import { db, type On } from './store-tables.ts'

/** Files that ended long ago, with everything in them; the matter stays and is counted. @returns how many */
export async function removeBefore(on: On, before: string): Promise<number> {
  const result = await db(on)
    .deleteFrom('disputes.dispute')
    .where('county', '=', on.county)
    .where('closed_at', '<', before)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}
