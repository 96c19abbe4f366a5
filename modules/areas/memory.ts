import type { Day } from './rules-dating.ts'
import { findEdition, type On } from './store.ts'

/**
 * What was made of a county's areas, under the stamp of their edition and the day. A stamp is never given twice and says
 * exactly what was read, so whatever process or database asks, a remembered answer is right; what nobody asks for falls out.
 */
const remembered = new Map<string, unknown>()
const mostRemembered = 256

/** One look at the edition; the county's areas are read only after a change. @returns undefined for a county that is not held. */
export async function remember<T>(
  on: On,
  county: number,
  day: Day,
  what: 'map' | 'search',
  read: () => Promise<T>,
): Promise<T | undefined> {
  const edition = await findEdition(on, county)
  if (!edition) return undefined
  const key = `${what} ${edition.stamp} ${day}`
  const value = remembered.has(key) ? (remembered.get(key) as T) : await read()
  remembered.delete(key) // and to the young end of the map
  remembered.set(key, value)
  for (const old of remembered.keys()) {
    if (remembered.size <= mostRemembered) break
    remembered.delete(old)
  }
  return value
}
