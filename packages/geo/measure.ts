/** Lengths, areas and middles on a sphere: good to 0.5 %, which is finer than anybody draws a grid. */
import type { Position } from 'geojson'
import { contains, distanceToEdge, prepare } from './inside.ts'
import type { Box, Point, Shape } from './types.ts'

/** Mean radius of the earth in metres (IUGG). */
const earthRadius = 6_371_008.8
const radians = Math.PI / 180

/** Great-circle distance in metres (haversine). */
export function distance(a: Point, b: Point): number {
  const halfLat = Math.sin(((b.lat - a.lat) * radians) / 2)
  const halfLon = Math.sin(((b.lon - a.lon) * radians) / 2)
  const h = halfLat * halfLat + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * halfLon * halfLon
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** The rings' coordinates, polygon by polygon, whichever of the two kinds it is. */
export function polygonsOf(shape: Shape): Position[][][] {
  return shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
}

export function bbox(shape: Shape): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [outer] of polygonsOf(shape)) {
    for (const [lon = 0, lat = 0] of outer ?? []) {
      box[0] = Math.min(box[0], lon)
      box[1] = Math.min(box[1], lat)
      box[2] = Math.max(box[2], lon)
      box[3] = Math.max(box[3], lat)
    }
  }
  return box
}

/** Square metres, holes taken off. Parts that share their borders add up to the whole. */
export function areaM2(shape: Shape): number {
  let sum = 0
  for (const [outer, ...holes] of polygonsOf(shape)) {
    sum += ringAreaM2(outer ?? [])
    for (const hole of holes) sum -= ringAreaM2(hole)
  }
  return sum
}

function ringAreaM2(ring: readonly Position[]): number {
  // heights are taken from the ring's first point: differences of nearly equal sines lose half their digits otherwise
  const base = Math.sin((ring[0]?.[1] ?? 0) * radians)
  let sum = 0
  for (let at = 1; at < ring.length; at++) {
    const [lonA = 0, latA = 0] = ring[at - 1] as Position
    const [lonB = 0, latB = 0] = ring[at] as Position
    sum += (lonB - lonA) * radians * (Math.sin(latA * radians) + Math.sin(latB * radians) - 2 * base)
  }
  return Math.abs((sum * earthRadius * earthRadius) / 2)
}

/** Twice the signed area in square degrees: positive where the ring runs counter-clockwise. */
export function signedArea(ring: readonly Position[]): number {
  const [originX = 0, originY = 0] = ring[0] ?? []
  let sum = 0
  for (let at = 1; at < ring.length; at++) {
    const [xA = 0, yA = 0] = ring[at - 1] as Position
    const [xB = 0, yB = 0] = ring[at] as Position
    sum += (xA - originX) * (yB - originY) - (xB - originX) * (yA - originY)
  }
  return sum
}

/**
 * The middle of the largest part, always inside it: the centre of gravity where that lies inside with some room around,
 * otherwise the widest place on a few lines across. Good for a label or a pin.
 */
export function centroid(shape: Shape): Point {
  const polygons = polygonsOf(shape).map((coordinates) => ({ type: 'Polygon' as const, coordinates }))
  const [largest] = polygons.sort((a, b) => areaM2(b) - areaM2(a))
  if (!largest) throw new RangeError('a shape without parts has no middle')
  const edges = prepare(largest)
  const [west, south, east, north] = bbox(largest)
  const [lon, lat] = centreOfGravity(largest.coordinates[0] ?? [])
  const room = Math.min(east - west, north - south) / 20
  if (contains(edges, lon, lat) && distanceToEdge(edges, lon, lat) > room) return { lat, lon }
  return widestPlace(edges, south, north)
}

function centreOfGravity(ring: readonly Position[]): [number, number] {
  const [originX = 0, originY = 0] = ring[0] ?? []
  let [x, y, sum] = [0, 0, 0]
  for (let at = 1; at < ring.length; at++) {
    const [xA = 0, yA = 0] = ring[at - 1] as Position
    const [xB = 0, yB = 0] = ring[at] as Position
    const cross = (xA - originX) * (yB - originY) - (xB - originX) * (yA - originY)
    sum += cross
    x += (xA + xB - 2 * originX) * cross
    y += (yA + yB - 2 * originY) * cross
  }
  return sum === 0 ? [originX, originY] : [originX + x / (3 * sum), originY + y / (3 * sum)]
}

function widestPlace(edges: Float64Array, south: number, north: number): Point {
  let best = { lat: (south + north) / 2, lon: 0, width: -1 }
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9]) {
    const lat = south + (north - south) * share
    const crossings = crossingsAt(edges, lat)
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      const [left = 0, right = 0] = [crossings[at], crossings[at + 1]]
      if (right - left > best.width) best = { lat, lon: (left + right) / 2, width: right - left }
    }
  }
  return { lat: best.lat, lon: best.lon }
}

function crossingsAt(edges: Float64Array, lat: number): number[] {
  const crossings: number[] = []
  for (let at = 0; at < edges.length; at += 4) {
    const [xA = 0, yA = 0, xB = 0, yB = 0] = edges.subarray(at, at + 4)
    if (yA <= lat && lat < yB) crossings.push(xA + ((lat - yA) * (xB - xA)) / (yB - yA))
  }
  return crossings.sort((a, b) => a - b)
}
