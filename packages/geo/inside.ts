/**
 * Point in polygon, made for tilings: a point on a border that two polygons share is inside exactly one of them.
 *
 * The crossing rule is half open, and every edge is kept with its lower end first, so that the two neighbours compute the
 * very same number for the edge between them.
 */
import type { Position } from 'geojson'
import type { Shape } from './types.ts'

/**
 * All edges of a shape, four numbers each: lon and lat of the lower end, then of the upper one. A level edge is crossed
 * by no level ray and matters for distances only.
 */
export function prepare(shape: Shape): Float64Array {
  const rings: Position[][] = shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat()
  const numbers: number[] = []
  for (const ring of rings) {
    for (let at = 1; at < ring.length; at++) {
      const [xA = 0, yA = 0] = ring[at - 1] as Position
      const [xB = 0, yB = 0] = ring[at] as Position
      if (yB < yA) numbers.push(xB, yB, xA, yA)
      else numbers.push(xA, yA, xB, yB)
    }
  }
  return Float64Array.from(numbers)
}

export function contains(edges: Float64Array, lon: number, lat: number): boolean {
  let inside = false
  for (let at = 0; at < edges.length; at += 4) {
    const yA = edges[at + 1] as number
    const yB = edges[at + 3] as number
    if (yA <= lat && lat < yB) {
      const xA = edges[at] as number
      if (lon < xA + ((lat - yA) * ((edges[at + 2] as number) - xA)) / (yB - yA)) inside = !inside
    }
  }
  return inside
}

/** Distance to the nearest edge in degrees, a degree of longitude counted like one of latitude. */
export function distanceToEdge(edges: Float64Array, lon: number, lat: number): number {
  let best = Infinity
  for (let at = 0; at < edges.length; at += 4) {
    const xA = edges[at] as number
    const yA = edges[at + 1] as number
    const dx = (edges[at + 2] as number) - xA
    const dy = (edges[at + 3] as number) - yA
    const length = dx * dx + dy * dy
    const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((lon - xA) * dx + (lat - yA) * dy) / length))
    const x = xA + share * dx - lon
    const y = yA + share * dy - lat
    best = Math.min(best, x * x + y * y)
  }
  return Math.sqrt(best)
}
