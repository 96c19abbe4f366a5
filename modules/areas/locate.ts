import type { Point } from '@doorstep/contract'
import { locator } from '@doorstep/geo/locate.ts'
import { parseGridCode } from './rules.ts'
import { findEdition, listShapes, type On, type Shaped } from './store.ts'

export type Located = {
  /** The special grid where the point lies in one, else the basic grid, else the community. */
  area: string
  name: string
  /** The basic grid, whose workers are next to a special one. */
  basic: string | null
  community: string
}
type Find = (point: Point) => Shaped | undefined
type CountyMap = { special: Find; basic: Find; community: Find }

/**
 * A county's maps under the stamp of its edition and the day. A stamp is never given twice and says exactly what was read,
 * so whatever process or database asks, a remembered answer is right; what is old falls out at the end.
 */
const remembered = new Map<string, CountyMap>()
const mostRemembered = 128

/** Some 0.01 ms and one look at the edition, once the county is in memory. */
export async function locateIn(on: On, county: number, day: string, point: Point): Promise<Located | undefined> {
  const edition = await findEdition(on, county)
  if (!edition) return undefined
  const key = `${edition.stamp} ${day}`
  const known = remembered.get(key)
  const map = known ?? (await readMap(on, county, day))
  remembered.delete(key)
  remembered.set(key, map)
  if (!known) forgetOldest()
  return locateOn(map, point)
}

async function readMap(on: On, county: number, day: string): Promise<CountyMap> {
  const shapes = await listShapes(on, String(county), day)
  const isBasic = ({ code }: Shaped) => parseGridCode(code)?.kind === 'basic'
  const grids = shapes.filter(({ level }) => level === 'grid')
  return {
    special: locator(grids.filter((grid) => !isBasic(grid))),
    basic: locator(grids.filter(isBasic)),
    community: locator(shapes.filter(({ level }) => level === 'community')),
  }
}

function locateOn(map: CountyMap, point: Point): Located | undefined {
  const special = map.special(point)
  const basic = map.basic(point)
  const found = special ?? basic ?? map.community(point)
  return found && { area: found.code, name: found.name, basic: basic?.code ?? null, community: found.code.slice(0, 12) }
}

function forgetOldest(): void {
  for (const key of remembered.keys()) {
    if (remembered.size <= mostRemembered) return
    remembered.delete(key)
  }
}
