import type { Day } from './rules-dating.ts'
import { type Edition, findEdition, type On } from './store.ts'

/**
 * What was made of a county's areas, under the stamp of their edition and the day. A stamp is never given twice and says
 * exactly what was read, so whatever process or database asks, a remembered answer is right; what nobody asks for falls out.
 */
const remembered = new Map<string, unknown>()
const mostRemembered = 256

/** Within one transaction the edition is looked at once. */
const looked = new WeakMap<On, Map<number, Promise<Edition | undefined>>>()
export const lookAgain = (on: On): void => void looked.delete(on)
function editionOf(on: On, county: number): Promise<Edition | undefined> {
  const seen = looked.get(on) ?? new Map<number, Promise<Edition | undefined>>()
  looked.set(on, seen)
  const edition = seen.get(county) ?? findEdition(on, county)
  seen.set(county, edition)
  return edition
}

/** Whoever is about to change areas reads them as they are now: what is not committed is remembered for nobody. */
const changing = new WeakSet<On>()
export const readAfresh = (on: On): void => void changing.add(on)

/** One look at the edition; the county's areas are read only after a change. @returns undefined for a county that is not held. */
export async function remember<T>(
  on: On,
  county: number,
  day: Day,
  what: 'map' | 'search' | 'names',
  read: () => Promise<T>,
): Promise<T | undefined> {
  if (changing.has(on)) return read()
  const edition = await editionOf(on, county)
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
