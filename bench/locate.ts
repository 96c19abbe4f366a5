import { fictionalCounty } from '@doorstep/geo/county.ts'
import { locator } from '@doorstep/geo/locate.ts'
import { median, type Row, spread } from './row.ts'

const polygons = 2000
const points = 400_000
const rounds = 5

/** Points of a whole county, spread as evenly as its ground is, located among its 2,000 basic grids. */
export async function run(): Promise<Row[]> {
  const { grids } = fictionalCounty(7, { townships: 20, communities: 300, grids: polygons })
  const corners = grids.reduce((sum, { geometry }) => sum + geometry.coordinates.flat(2).length / 2, 0)
  const find = locator(grids)
  const places = pointsOver(
    grids.flatMap(({ geometry }) => geometry.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2) as number[][]),
  )
  const rates: number[] = []
  let inside = 0
  for (let round = 0; round <= rounds; round++) {
    const started = performance.now()
    inside = 0
    for (const place of places) if (find(place)) inside++
    if (round > 0) rates.push((points * 1000) / (performance.now() - started))
  }
  return [
    {
      what: `points located among ${grids.length} polygons`,
      figure: median(rates),
      unit: '/s',
      target: { least: 200_000 },
      beside: `${Math.round(corners / grids.length)} corners each, ${Math.round((100 * inside) / points)} % of the points inside; ${spread(rates, 0)}`,
    },
  ]
}

/** Even over the box, the same in every run. */
function pointsOver(corners: readonly number[][]): { lat: number; lon: number }[] {
  const along = (axis: 0 | 1) => {
    const sorted = corners.map((corner) => corner[axis] as number).sort((a, b) => a - b)
    const [from = 0, to = 0] = [sorted[0], sorted.at(-1)]
    return (share: number) => from + share * (to - from)
  }
  const [lon, lat] = [along(0), along(1)]
  let state = 12345
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return Array.from({ length: points }, () => ({ lat: lat(next()), lon: lon(next()) }))
}
