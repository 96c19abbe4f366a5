/**
 * From cells to rings. Corners are moved and left out once for the whole county, never per area: neighbours keep exactly the
 * same line between them, and a township's border is made of its villages' borders.
 */
import type { Position } from 'geojson'
import type { Mesh } from './county-mesh.ts'
import { signedArea } from './measure.ts'

export interface Borders {
  mesh: Mesh
  /** where each corner lies at last; undefined for those that no border needs */
  places: (Position | undefined)[]
}

const smoothingRounds = 2
/** Corners that lie nearer to the line between their neighbours are left out; in edges of a cell. */
const straightEnough = 0.12

/**
 * @param gridOf for each cell the number of its grid
 * @param place from the mesh's plane to longitude and latitude
 */
export function drawBorders(mesh: Mesh, gridOf: readonly number[], place: (x: number, y: number) => Position): Borders {
  const links = borderLinks(mesh, gridOf)
  let spots = mesh.corners
  for (let round = 0; round < smoothingRounds; round++) spots = smooth(spots, links)
  const dropped = findStraight(spots, links)
  const places = spots.map(({ x, y }, corner) => {
    return links[corner]?.length && !dropped.has(corner) ? place(x, y) : undefined
  })
  return { mesh, places }
}

/** For each corner the corners it is joined to by an edge between two grids or at the rim: two, or three at a junction. */
function borderLinks(mesh: Mesh, gridOf: readonly number[]): number[][] {
  const sides = new Map<string, { from: number; to: number; grids: number[] }>()
  for (const [cell, { corners }] of mesh.cells.entries()) {
    corners.forEach((from, at) => {
      const to = corners[(at + 1) % 6] as number
      const key = from < to ? `${from} ${to}` : `${to} ${from}`
      const side = sides.get(key) ?? { from, to, grids: [] }
      side.grids.push(gridOf[cell] as number)
      sides.set(key, side)
    })
  }
  const links: number[][] = mesh.corners.map(() => [])
  for (const { from, to, grids } of sides.values()) {
    if (grids.length === 2 && grids[0] === grids[1]) continue
    links[from]?.push(to)
    links[to]?.push(from)
  }
  return links
}

interface Spot {
  x: number
  y: number
}

/** Half way from where it is to the middle of the corners it is joined to. */
function smooth(spots: readonly Spot[], links: readonly number[][]): Spot[] {
  return spots.map((spot, corner) => {
    const joined = (links[corner] ?? []).map((other) => spots[other] as Spot)
    if (joined.length === 0) return spot
    const x = joined.reduce((sum, other) => sum + other.x, 0) / joined.length
    const y = joined.reduce((sum, other) => sum + other.y, 0) / joined.length
    return { x: (spot.x + x) / 2, y: (spot.y + y) / 2 }
  })
}

/** Corners that the line hardly needs; never two in a row, never a junction. */
function findStraight(spots: readonly Spot[], links: readonly number[][]): Set<number> {
  const dropped = new Set<number>()
  for (const [corner, joined] of links.entries()) {
    const [a, b] = joined
    if (joined.length !== 2 || a === undefined || b === undefined || dropped.has(a) || dropped.has(b)) continue
    if (offLine(spots[corner] as Spot, spots[a] as Spot, spots[b] as Spot) < straightEnough) dropped.add(corner)
  }
  return dropped
}

function offLine(spot: Spot, a: Spot, b: Spot): number {
  const length = Math.hypot(b.x - a.x, b.y - a.y)
  return Math.abs((b.x - a.x) * (a.y - spot.y) - (a.x - spot.x) * (b.y - a.y)) / length
}

/** The border of a connected set of cells: the outer ring counter-clockwise, then holes clockwise. Closed rings. */
export function ringsAround({ mesh, places }: Borders, cells: readonly number[]): Position[][] {
  const rings = chain(outsideEdges(mesh, cells)).map((ring) => {
    const spots = ring.flatMap((corner) => (places[corner] ? [places[corner]] : []))
    return [...spots, spots[0] as Position]
  })
  return rings.sort((a, b) => signedArea(b) - signedArea(a))
}

/** From corner to corner with the cells on the left; at most one edge leaves each corner, as three cells meet there. */
function outsideEdges(mesh: Mesh, cells: readonly number[]): Map<number, number> {
  const reverse = new Map<number, Set<number>>()
  const sides = cells.flatMap((cell) => {
    const { corners = [] } = mesh.cells[cell] ?? {}
    return corners.map((from, at) => ({ from, to: corners[(at + 1) % 6] as number }))
  })
  for (const { from, to } of sides) reverse.set(from, (reverse.get(from) ?? new Set()).add(to))
  return new Map(sides.filter(({ from, to }) => !reverse.get(to)?.has(from)).map(({ from, to }) => [from, to]))
}

function chain(edges: Map<number, number>): number[][] {
  const rings: number[][] = []
  const left = new Map(edges)
  for (const start of edges.keys()) {
    const ring: number[] = []
    for (let at: number | undefined = start; at !== undefined && left.has(at); ) {
      ring.push(at)
      const next = left.get(at)
      left.delete(at)
      at = next
    }
    if (ring.length > 0) rings.push(ring)
  }
  return rings
}
