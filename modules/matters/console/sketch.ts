import { boundsOf, type MapArea } from '@doorstep/ui-map/area-map.ts'

type Point = { lat: number; lon: number }
export type Sketch = {
  width: number
  height: number
  areas: { code: string; name: string; path: string }[]
  mark: { x: number; y: number } | null
}

/** Borders and one point as plain drawing, north up, fitted into a box: enough to say where, without a map library. */
export function sketchOf(areas: readonly MapArea[], point: Point | null, width: number, most: number): Sketch | null {
  const bounds = boundsOf(areas, point ? [{ id: '', title: '', ...point }] : [])
  if (!bounds) return null
  const [west, south, east, north] = bounds
  // A degree of longitude shrinks towards the poles.
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const wide = Math.max((east - west) * shrink, 1e-6)
  const tall = Math.max(north - south, 1e-6)
  const scale = Math.min(width / wide, most / tall)
  const height = Math.round(tall * scale)
  const left = (width - wide * scale) / 2
  const at = (lon: number, lat: number): { x: number; y: number } => ({
    x: round(left + (lon - west) * shrink * scale),
    y: round((north - lat) * scale),
  })
  const ring = (positions: readonly number[][]): string =>
    `M${positions.map(([lon = 0, lat = 0]) => Object.values(at(lon, lat)).join(' ')).join('L')}Z`
  return {
    width,
    height,
    areas: areas.map(({ properties: { code, name }, geometry }) => {
      const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
      return { code, name, path: polygons.flat().map(ring).join('') }
    }),
    mark: point && at(point.lon, point.lat),
  }
}
const round = (pixels: number): number => Math.round(pixels * 10) / 10
