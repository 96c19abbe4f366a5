/**
 * What can be wrong with the rings of a polygon. Coordinates are rounded to whole ten-millionths of a degree (1 cm) first, so that
 * all comparisons are exact: whether two lines cross is not a question of rounding here.
 */
import Flatbush from 'flatbush'
import type { Position } from 'geojson'
import { contains, prepare } from './inside.ts'
import { polygonsOf, signedArea } from './measure.ts'
import type { Shape } from './types.ts'

export const unitsPerDegree = 1e7

export type ShapeFault =
  | { code: 'selfIntersection' | 'ringsCross'; lon: number; lat: number }
  | { code: 'holeOutside' | 'partsNested'; lon: number; lat: number }

/** Without the repeats that stand next to each other. */
export function withoutRepeats(ring: readonly Position[]): Position[] {
  return ring.filter(([lon, lat], at) => at === 0 || lon !== ring[at - 1]?.[0] || lat !== ring[at - 1]?.[1])
}

/** Whether all corners lie on one line, there and back. */
export function isFlat(ring: readonly Position[]): boolean {
  const [a, b] = ring.map(units)
  return a !== undefined && b !== undefined && ring.every((corner) => turn(a, b, units(corner)) === 0)
}

/** Outer rings counter-clockwise, holes clockwise (RFC 7946 §3.1.6). */
export function rightWay(ring: readonly Position[], hole: boolean): boolean {
  return signedArea(ring) < 0 === hole
}

/** The first place of each kind of fault: one is enough to find it on the map. */
export function findFaults(shape: Shape): ShapeFault[] {
  const crossings = findCrossings(shape)
  // where rings cross, inside and outside mean nothing
  return crossings.length > 0 ? crossings : findMisplaced(shape)
}

interface Side {
  a: [number, number]
  b: [number, number]
  ring: number
  at: number
  /** number of sides in its ring */
  of: number
}

function units([lon = 0, lat = 0]: Position): [number, number] {
  return [Math.round(lon * unitsPerDegree), Math.round(lat * unitsPerDegree)]
}

function sidesOf(shape: Shape): Side[] {
  return polygonsOf(shape)
    .flat()
    .flatMap((ring, number) =>
      ring.slice(1).map((end, at) => ({
        a: units(ring[at] as Position),
        b: units(end),
        ring: number,
        at,
        of: ring.length - 1,
      })),
    )
}

function findCrossings(shape: Shape): ShapeFault[] {
  const sides = sidesOf(shape)
  const tree = new Flatbush(sides.length)
  const box = ({ a, b }: Side) =>
    [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])] as const
  for (const side of sides) tree.add(...box(side))
  tree.finish()
  const faults = new Map<string, ShapeFault>()
  for (const [number, side] of sides.entries()) {
    for (const other of tree.search(...box(side), (index) => index > number)) {
      const against = sides[other] as Side
      const where = meetingPlace(side, against)
      const code = side.ring === against.ring ? 'selfIntersection' : 'ringsCross'
      if (where && !faults.has(code)) faults.set(code, { code, ...where })
    }
  }
  return [...faults.values()]
}

/** Where two sides cross or run along each other. Within one ring they may not even touch, save in the corner they share. */
function meetingPlace(one: Side, two: Side): { lon: number; lat: number } | undefined {
  const [a, b, c, d] = [one.a, one.b, two.a, two.b]
  const [sideC, sideD] = [turn(a, b, c), turn(a, b, d)]
  if (sideC === 0 && sideD === 0) return alongEachOther(one, two)
  const [sideA, sideB] = [turn(c, d, a), turn(c, d, b)]
  if (sideC * sideD < 0 && sideA * sideB < 0) return crossing(one, two)
  if (one.ring !== two.ring || areNeighbours(one, two)) return undefined
  if (sideC * sideD > 0 || sideA * sideB > 0) return undefined
  const corner = sideC === 0 ? c : sideD === 0 ? d : sideA === 0 ? a : b
  return degrees(corner)
}

function areNeighbours(one: Side, two: Side): boolean {
  const apart = Math.abs(one.at - two.at)
  return apart === 1 || apart === one.of - 1
}

function crossing({ a, b }: Side, { a: c, b: d }: Side): { lon: number; lat: number } {
  const [fromA, fromB] = [cross(c, d, a), cross(c, d, b)]
  const share = fromA / (fromA - fromB)
  return degrees([Math.round(a[0] + share * (b[0] - a[0])), Math.round(a[1] + share * (b[1] - a[1]))])
}

/** For sides on one line: the middle of what they share, if that is more than a point. */
function alongEachOther(one: Side, two: Side): { lon: number; lat: number } | undefined {
  const along = one.a[0] === one.b[0] ? 1 : 0
  const from = Math.max(Math.min(one.a[along], one.b[along]), Math.min(two.a[along], two.b[along]))
  const to = Math.min(Math.max(one.a[along], one.b[along]), Math.max(two.a[along], two.b[along]))
  if (to <= from) return undefined
  const corner = [one.a, one.b, two.a, two.b].find((end) => end[along] === from)
  return corner && degrees(corner)
}

function cross(a: readonly [number, number], b: readonly [number, number], c: readonly [number, number]): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/** 1 where c lies left of the way from a to b, −1 right, 0 on its line. Exact for shapes of less than nine degrees. */
function turn(a: readonly [number, number], b: readonly [number, number], c: readonly [number, number]): number {
  return Math.sign(cross(a, b, c))
}

function degrees([x, y]: [number, number]): { lon: number; lat: number } {
  return { lon: x / unitsPerDegree, lat: y / unitsPerDegree }
}

function findMisplaced(shape: Shape): ShapeFault[] {
  const polygons = polygonsOf(shape)
  const outlines = polygons.map(([outer]) => prepare({ type: 'Polygon', coordinates: [outer ?? []] }))
  const isIn = (ring: readonly Position[], outline: Float64Array) => {
    const [[lonA = 0, latA = 0] = [], [lonB = 0, latB = 0] = []] = ring
    return contains(outline, (lonA + lonB) / 2, (latA + latB) / 2)
  }
  const faults: ShapeFault[] = []
  const add = (code: 'holeOutside' | 'partsNested', [lon = 0, lat = 0]: Position) => faults.push({ code, lon, lat })
  for (const [at, [outer = [], ...holes]] of polygons.entries()) {
    const outside = holes.find((hole) => !isIn(hole, outlines[at] as Float64Array))
    if (outside?.[0]) add('holeOutside', outside[0])
    const nested = polygons.some((rings, other) => {
      const inHole = rings.slice(1).some((hole) => isIn(outer, prepare({ type: 'Polygon', coordinates: [hole] })))
      return other !== at && !inHole && isIn(outer, outlines[other] as Float64Array)
    })
    if (nested && outer[0]) add('partsNested', outer[0])
  }
  return faults
}
