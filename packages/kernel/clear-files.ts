import type pg from 'pg'
import type { AnyModule, Parts } from './ctx.ts'

/** Nothing takes so long between a file and its row. */
const dayMs = 86_400_000
const batch = 500

/**
 * Removes what a killed process left among the files: uploads that were never kept, and kept files whose row was never
 * committed, because a file is written before its row is. Only of modules that say where their files' rows are.
 * @returns how many files went
 */
export async function clearFiles(
  { database, modules, files, clock }: Pick<Parts, 'database' | 'modules' | 'files' | 'clock'>,
  olderThan: number = dayMs,
): Promise<number> {
  const before = clock() - olderThan
  let gone = await files.clearParts(before)
  const places = placesOf(modules)
  if (places.length === 0) return gone
  let waiting: string[] = []
  const look = async () => {
    const known = await knownOf(database.owner, places, waiting)
    const unknown = waiting.filter((id) => !known.has(id))
    for (const id of unknown) await files.remove(id)
    gone += unknown.length
    waiting = []
  }
  for await (const id of files.keptBefore(before)) {
    waiting.push(id)
    if (waiting.length === batch) await look()
  }
  if (waiting.length > 0) await look()
  return gone
}

type FilePlace = { table: string; column: string }
export const placesOf = (modules: readonly AnyModule[]): FilePlace[] =>
  modules.flatMap(({ files = {} }) => Object.entries(files).map(([table, column]) => ({ table, column })))

/** Which of these ids stand in a row. */
async function knownOf(pool: pg.Pool, places: readonly FilePlace[], ids: readonly string[]): Promise<Set<string>> {
  const counties = [...new Set(ids.map((id) => Number(id.slice(0, 6))))]
  const uuids = ids.map((id) => id.slice(7))
  const known = new Set<string>()
  for (const { table, column } of places) {
    const { rows } = await pool.query<{ id: string }>(
      `select county || '-' || ${column} as id from ${table} where county = any ($1::int[]) and ${column} = any ($2::uuid[])`,
      [counties, uuids],
    )
    for (const { id } of rows) known.add(id)
  }
  return known
}
