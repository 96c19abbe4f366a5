/** Where a set of areas does not tile: ground that two of them claim, and ground that nobody has. */
import type { Polygon, Position } from 'geojson'
import { difference, intersection, union } from 'polyclip-ts'
import { distanceToEdge, prepare } from './inside.ts'
import { boxTree } from './locate.ts'
import { areaM2, bbox, polygonsOf, signedArea } from './measure.ts'
import type { Shape, Shaped } from './types.ts'

/** Slivers below this come from rounding, not from a wrong border. */
const toleranceM2 = 1

export interface Overlap<T> {
  a: T
  b: T
  areaM2: number
  geometry: Shape
}

/** Every pair that shares ground, in the order of the list. */
export function overlaps<T extends Shaped>(features: readonly T[], tolerance = toleranceM2): Overlap<T>[] {
  if (features.length < 2 || shareNothing(features, tolerance)) return []
  const tree = boxTree(features)
  return features.flatMap((a, at) => {
    const neighbours = tree.search(...bbox(a.geometry), (other) => other > at).sort((one, two) => one - two)
    return neighbours.flatMap((other) => overlap(a, features[other] as T, tolerance))
  })
}

const m2PerSquareDegree = 111_195.08 ** 2

/**
 * Whether the parts are together as large as their union: then no pair needs to be looked at, which is four times as fast.
 * Reckoned in square degrees, where leaving out a corner on a straight line changes nothing.
 */
function shareNothing(features: readonly Shaped[], tolerance: number): boolean {
  const shapes = features.map(({ geometry }) => toRings(geometry))
  const sum = shapes.reduce((total, rings) => total + squareDegrees(rings), 0)
  return (sum - squareDegrees(unite(shapes))) * m2PerSquareDegree < tolerance
}

function squareDegrees(polygons: Rings): number {
  return polygons.reduce((total, [outer, ...holes]) => {
    const open = holes.reduce((sum, hole) => sum + Math.abs(signedArea(hole)), 0)
    return total + (Math.abs(signedArea(outer ?? [])) - open) / 2
  }, 0)
}

function overlap<T extends Shaped>(a: T, b: T, tolerance: number): Overlap<T>[] {
  const geometry = shapeOf(intersection(toRings(a.geometry), toRings(b.geometry)))
  const area = areaM2(geometry)
  return area > tolerance ? [{ a, b, areaM2: area, geometry }] : []
}

export interface Gap<T> {
  geometry: Polygon
  areaM2: number
  /** the features around it */
  beside: T[]
}

/**
 * Ground between the features that none of them covers; with an outer border also what is missing towards it. Largest first.
 */
export function gaps<T extends Shaped>(features: readonly T[], outer?: Shape, tolerance = toleranceM2): Gap<T>[] {
  if (features.length === 0) return []
  const covered = unite(features.map(({ geometry }) => toRings(geometry)))
  const open = outer
    ? difference(toRings(outer), covered)
    : covered.flatMap(([, ...holes]) => holes.map((hole) => [hole]))
  const tree = boxTree(features)
  return open
    .map((coordinates) => ({ type: 'Polygon' as const, coordinates }))
    .filter((geometry) => areaM2(geometry) > tolerance)
    .map((geometry) => {
      const beside = tree
        .search(...bbox(geometry), (at) => touches(geometry, (features[at] as T).geometry))
        .sort((one, two) => one - two)
      return { geometry, areaM2: areaM2(geometry), beside: beside.map((at) => features[at] as T) }
    })
    .sort((a, b) => b.areaM2 - a.areaM2)
}

type Rings = [number, number][][][]

/** Neighbours first: many small unions of what lies together are cheaper than one of everything. */
function unite(shapes: readonly Rings[]): Rings {
  const chunk = 32
  let parts = shapes as Rings[]
  while (parts.length > 1) {
    const next: Rings[] = []
    for (let at = 0; at < parts.length; at += chunk) {
      const [first, ...others] = parts.slice(at, at + chunk) as [Rings, ...Rings[]]
      next.push(union(first, ...others) as Rings)
    }
    parts = next
  }
  return parts[0] ?? []
}

const touchDegrees = 1e-7

/** A corner of the one lies on the border of the other: both ways, as a long side may pass by without a corner. */
function touches(gap: Polygon, shape: Shape): boolean {
  return cornersTouch(gap, prepare(shape)) || cornersTouch(shape, prepare(gap))
}

function cornersTouch(shape: Shape, edges: Float64Array): boolean {
  const corners = polygonsOf(shape).flat(2)
  return corners.some(([lon = 0, lat = 0]) => distanceToEdge(edges, lon, lat) <= touchDegrees)
}

function toRings(shape: Shape): Rings {
  const pair = ([lon = 0, lat = 0]: Position): [number, number] => [lon, lat]
  return polygonsOf(shape).map((rings) => rings.map((ring) => ring.map(pair)))
}

function shapeOf(rings: Rings): Shape {
  const [only, ...more] = rings
  if (only && more.length === 0) return { type: 'Polygon', coordinates: only }
  return { type: 'MultiPolygon', coordinates: rings }
}
