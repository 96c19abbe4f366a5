/**
 * The demo county: made-up ground with a made-up name, at a place in the desert where no county lies. It is no map of
 * anything. The same seed gives the same county, and its grids tile it exactly: neighbours share their corners.
 */
import type { Position } from 'geojson'
import type { AreaFeature, AreaLevel } from './county-area.ts'
import { type Borders, drawBorders, ringsAround } from './county-borders.ts'
import { type Cell, type Mesh, makeMesh } from './county-mesh.ts'
import { fictionalPlace } from './county-names.ts'
import { type PlannedArea, planCounty } from './county-plan.ts'
import { drawSpecialGrids } from './county-special.ts'
import { randomFrom } from './random.ts'

export interface FictionalCounty {
  province: { code: string; name: string }
  city: { code: string; name: string }
  county: AreaFeature
  townships: AreaFeature[]
  communities: AreaFeature[]
  /** basic grids: tile their communities */
  grids: AreaFeature[]
  /** schools, markets, hospitals: lie over basic grids, inside one community, apart from each other */
  specialGrids: AreaFeature[]
}

export interface CountySize {
  townships: number
  communities: number
  grids: number
}

const demoSize: CountySize = { townships: 9, communities: 95, grids: 260 }

const middle = { lat: 38.6, lon: 97.2 }
const kmPerDegree = 111.195
const reachKm = 29
/** How much closer everything lies in the county town than it would on an even plane. */
const density = 0.2
const cellsPerGrid = 24

/** Takes some 200 ms. Throws RangeError where there are fewer communities than townships, or grids than communities. */
export function fictionalCounty(seed: number, size: CountySize = demoSize): FictionalCounty {
  if (size.townships < 3 || size.communities < size.townships || size.grids < size.communities) {
    throw new RangeError('a county needs three townships, a community in each, and a grid in each community')
  }
  const random = randomFrom(seed)
  const mesh = makeMesh(size.grids * cellsPerGrid, random)
  const plan = planCounty(mesh, size, random)
  const gridOf: number[] = []
  for (const [number, { cells }] of plan.grids.entries()) for (const cell of cells) gridOf[cell] = number
  const borders = drawBorders(mesh, gridOf, placer(mesh, plan.townships[0]?.cells ?? []))
  const draw = (areas: PlannedArea[], level: AreaLevel) => areas.map((area) => featureOf(area, level, borders))
  const communities = draw(plan.communities, 'community')
  const grids = draw(plan.grids, 'grid')
  const whole = { ...fictionalPlace.county, kind: 'county', parent: fictionalPlace.city.code }
  return {
    province: fictionalPlace.province,
    city: fictionalPlace.city,
    county: featureOf({ ...whole, cells: [...mesh.cells.keys()] }, 'county', borders),
    townships: draw(plan.townships, 'township'),
    communities,
    grids,
    specialGrids: drawSpecialGrids(plan.townships, communities, grids, random),
  }
}

/**
 * From the mesh's plane to degrees: the county town in the middle drawn together, the land around it stretched out.
 *
 * @param town cells of the first street
 */
function placer({ cells }: Mesh, town: readonly number[]): (x: number, y: number) => Position {
  const townCells = town.map((cell) => cells[cell] as Cell)
  const townX = townCells.reduce((sum, { x }) => sum + x, 0) / townCells.length
  const townY = townCells.reduce((sum, { y }) => sum + y, 0) / townCells.length
  const radius = cells.reduce((far, { x, y }) => Math.max(far, Math.hypot(x - townX, y - townY)), 0)
  return (x, y) => {
    const share = Math.hypot(x - townX, y - townY) / radius
    const km = (density + (1 - density) * share) * (reachKm / radius)
    const lat = middle.lat + ((y - townY) * km) / kmPerDegree
    const lon = middle.lon + ((x - townX) * km) / (kmPerDegree * Math.cos((middle.lat * Math.PI) / 180))
    return [round(lon), round(lat)]
  }
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}

function featureOf({ cells, ...named }: PlannedArea, level: AreaLevel, borders: Borders): AreaFeature {
  return {
    type: 'Feature',
    properties: { ...named, level },
    geometry: { type: 'Polygon', coordinates: ringsAround(borders, cells) },
  }
}
