import type { Point } from '@doorstep/contract'
import { locator } from '@doorstep/geo/locate.ts'
import { remember } from './memory.ts'
import { parseGridCode } from './rules.ts'
import type { Day } from './rules-dating.ts'
import { listShapes, type On, type Shaped } from './store.ts'

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

/** Some 0.01 ms and one look at the edition, once the county is in memory. */
export async function locateIn(on: On, county: number, day: Day, point: Point): Promise<Located | undefined> {
  const map = await remember(on, county, day, 'map', () => readMap(on, county, day))
  return map && locateOn(map, point)
}

/** For thousands of points: the county is read once. */
export async function locatorIn(on: On, county: number, day: Day): Promise<(point: Point) => Located | undefined> {
  const map = await remember(on, county, day, 'map', () => readMap(on, county, day))
  return (point) => map && locateOn(map, point)
}

async function readMap(on: On, county: number, day: Day): Promise<CountyMap> {
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
