/**
 * Maps and phones in China use shifted coordinates: GCJ-02 (高德, 腾讯, WeChat), BD-09 (百度). We store WGS-84 only and
 * convert where a foreign point comes in or goes out. The way back is an approximation, good to some centimetres.
 */
import gcoord from 'gcoord'
import type { Point } from './types.ts'

const systems = { wgs84: gcoord.WGS84, gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const
export type CoordinateSystem = keyof typeof systems

export function toWgs84(point: Point, from: CoordinateSystem): Point {
  return convert(point, from, 'wgs84')
}

export function fromWgs84(point: Point, to: CoordinateSystem): Point {
  return convert(point, 'wgs84', to)
}

function convert({ lat, lon }: Point, from: CoordinateSystem, to: CoordinateSystem): Point {
  const [newLon, newLat] = gcoord.transform([lon, lat], systems[from], systems[to])
  return { lat: newLat, lon: newLon }
}
