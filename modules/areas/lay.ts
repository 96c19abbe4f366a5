import { centroid } from '@doorstep/geo/measure.ts'
import type { Shape } from '@doorstep/geo/types.ts'
import { lookAgain } from './memory.ts'
import { searchKeys } from './pinyin.ts'
import { isValidCode, type Level, levelOf, type UrbanRuralClass } from './rules.ts'
import type { Day } from './rules-dating.ts'
import { insertAreas, type NewArea, type On, renewEdition } from './store.ts'

export type PlainArea = {
  code: string
  name: string
  geometry?: Shape | null
  urbanRural?: UrbanRuralClass | null
  validFrom?: Day
}

/** Code, name and border made into a row: with keys for the search and a point for the label. Throws RangeError for a code that cannot be. */
export function newArea({ code, name, geometry = null, urbanRural = null, validFrom }: PlainArea, from: Day): NewArea {
  if (!isValidCode(code)) throw new RangeError(`not an area code: ${code}`)
  const { full, initials } = searchKeys(name)
  return {
    code,
    level: levelOf(code) as Level,
    name,
    urbanRural,
    pinyin: [...full],
    initials: [...initials],
    validFrom: validFrom ?? from,
    validTo: null,
    supersededBy: [],
    geometry,
    centre: geometry ? centroid(geometry) : null,
  }
}

/**
 * Lays a county with all its areas, or adds to it; codes that exist already are left as they are. Under the owner or with
 * the rows of the whole county. @returns the codes that were new.
 */
export async function layAreas(on: On, county: number, areas: readonly PlainArea[], from: Day): Promise<string[]> {
  const made = await insertAreas(
    on,
    areas.map((area) => newArea(area, from)),
  )
  if (made.length > 0) {
    lookAgain(on)
    await renewEdition(on, county)
  }
  return made
}
