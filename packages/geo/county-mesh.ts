/**
 * The ground of the fictional county: some thousand small hexagons inside an irregular outline.
 *
 * Hexagons, because exactly three meet at every corner: whatever set of them is put together, its border never touches
 * itself in a point, and neighbours share whole edges.
 */

export interface Cell {
  x: number
  y: number
  /** numbers of the neighbouring cells; fewer than six at the rim */
  neighbours: number[]
  /** the six corners' numbers, counter-clockwise */
  corners: number[]
  /** how hard it is to pass, a whole number: borders run along hills and rivers */
  effort: number
}

export interface Mesh {
  cells: Cell[]
  corners: { x: number; y: number }[]
}

/** Corners of a hexagon in units of √3/2 across and 1/2 up, counter-clockwise from the right. */
const cornerSteps = [
  [1, 1],
  [0, 2],
  [-1, 1],
  [-1, -1],
  [0, -2],
  [1, -1],
] as const
/** Neighbours in axial coordinates. */
const neighbourSteps = [
  [1, 0],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [0, -1],
  [1, -1],
] as const
const unitX = Math.sqrt(3) / 2
const unitY = 0.5
const cellArea = 1.5 * Math.sqrt(3)
/** How far a corner is moved out of its regular place, as a share of an edge: more would let edges cross. */
const jitter = 0.22

/** @param count about as many cells */
export function makeMesh(count: number, random: () => number): Mesh {
  const reach = Math.sqrt((count * cellArea) / Math.PI)
  const outline = makeOutline(reach, random)
  const places = connectedPlaces(outline)
  const effort = makeTerrain(random)
  const mesh: Mesh = { cells: [], corners: [] }
  const cornerNumbers = new Map<string, number>()
  for (const { q, r } of places.values()) {
    const [x, y] = middleOf(q, r)
    const corners = cornerSteps.map(([dx, dy]) => {
      const key = `${2 * q + r + dx},${3 * r + dy}`
      const known = cornerNumbers.get(key)
      if (known !== undefined) return known
      const corner = { x: (2 * q + r + dx) * unitX, y: (3 * r + dy) * unitY }
      cornerNumbers.set(key, mesh.corners.length)
      return mesh.corners.push(shake(corner, random)) - 1
    })
    const neighbours = neighbourSteps.flatMap(([dq, dr]) => places.get(keyOf(q + dq, r + dr))?.number ?? [])
    mesh.cells.push({ x, y, neighbours, corners, effort: effort(x, y) })
  }
  return mesh
}

/** How far the county reaches in each direction: a circle with a few waves on it. */
function makeOutline(reach: number, random: () => number): (angle: number) => number {
  const waves = [1, 2, 3, 4, 5, 7].map((times) => ({
    times,
    height: (0.13 * (0.4 + random())) / Math.sqrt(times),
    turn: random() * 2 * Math.PI,
  }))
  return (angle) =>
    reach * (0.95 + waves.reduce((sum, { times, height, turn }) => sum + height * Math.sin(times * angle + turn), 0))
}

/** Hills of several sizes, and some roughness from cell to cell. */
function makeTerrain(random: () => number): (x: number, y: number) => number {
  const hills = [60, 45, 30, 22, 15, 11].map((length) => {
    const angle = random() * 2 * Math.PI
    return { x: Math.cos(angle) / length, y: Math.sin(angle) / length, turn: random() }
  })
  return (x, y) => {
    const height = hills.reduce((sum, hill) => sum + Math.sin((hill.x * x + hill.y * y + hill.turn) * 2 * Math.PI), 0)
    return Math.round(10 + 3.5 * Math.max(-2, height) + random() * 8)
  }
}

interface Place {
  q: number
  r: number
  number: number
}

/** The places inside the outline that can be reached from the middle, numbered in the order of reaching. */
function connectedPlaces(outline: (angle: number) => number): Map<string, Place> {
  const places = new Map<string, Place>()
  const open = [{ q: 0, r: 0 }]
  for (const { q, r } of open) {
    const [x, y] = middleOf(q, r)
    if (places.has(keyOf(q, r)) || Math.hypot(x, y) > outline(Math.atan2(y, x))) continue
    places.set(keyOf(q, r), { q, r, number: places.size })
    for (const [dq, dr] of neighbourSteps) open.push({ q: q + dq, r: r + dr })
  }
  return places
}

function middleOf(q: number, r: number): [x: number, y: number] {
  return [(2 * q + r) * unitX, 3 * r * unitY]
}

function keyOf(q: number, r: number): string {
  return `${q},${r}`
}

function shake({ x, y }: { x: number; y: number }, random: () => number): { x: number; y: number } {
  return { x: x + (random() * 2 - 1) * jitter, y: y + (random() * 2 - 1) * jitter }
}
