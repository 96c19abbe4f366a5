/** Cutting ground into connected parts of about the same size, with borders that wander like real ones. */
import type { Cell, Mesh } from './county-mesh.ts'

/**
 * @param cells numbers of connected cells
 * @returns the parts, each a list of cell numbers, none empty
 */
export function partition(mesh: Mesh, cells: readonly number[], parts: number, random: () => number): number[][] {
  if (parts > cells.length) throw new RangeError(`${cells.length} cells cannot be cut into ${parts} parts`)
  let seeds = spreadSeeds(mesh, cells, parts, random)
  const ground = new Set(cells)
  let grown = grow(mesh, seeds, ground)
  // moving the seeds to the middles evens the sizes out; twice is enough to be fair and not yet regular
  for (let round = 0; round < 2; round++) {
    seeds = grown.map((part) => middleCell(mesh, part))
    grown = grow(mesh, seeds, ground)
  }
  return grown
}

/** Each seed is the one of some random cells that lies farthest from the seeds so far. */
function spreadSeeds(mesh: Mesh, cells: readonly number[], count: number, random: () => number): number[] {
  const seeds: number[] = []
  const nearest = new Map(cells.map((cell) => [cell, Infinity]))
  while (seeds.length < count) {
    let best = -1
    for (let tries = 0; tries < 12 || best < 0; tries++) {
      const cell = cells[Math.floor(random() * cells.length)] as number
      const room = nearest.get(cell) ?? 0
      if (room > 0 && (best < 0 || room > (nearest.get(best) ?? 0))) best = cell
    }
    seeds.push(best)
    for (const cell of cells) {
      nearest.set(cell, Math.min(nearest.get(cell) ?? 0, between(mesh.cells[cell] as Cell, mesh.cells[best] as Cell)))
    }
  }
  return seeds
}

/**
 * From all seeds at once, the cheapest step first: every part is connected, as each cell joins a neighbour's part. Steps
 * cost whole numbers, so that lists by cost do for a queue.
 */
function grow(mesh: Mesh, seeds: readonly number[], ground: ReadonlySet<number>): number[][] {
  const parts: number[][] = seeds.map(() => [])
  const taken = new Set<number>()
  const byCost: { cell: number; part: number }[][] = [seeds.map((cell, part) => ({ cell, part }))]
  for (let cost = 0; cost < byCost.length; cost++) {
    for (const { cell, part } of byCost[cost] ?? []) {
      if (taken.has(cell)) continue
      taken.add(cell)
      parts[part]?.push(cell)
      for (const neighbour of mesh.cells[cell]?.neighbours ?? []) {
        if (!ground.has(neighbour) || taken.has(neighbour)) continue
        const total = cost + (mesh.cells[neighbour] as Cell).effort
        byCost[total] ??= []
        byCost[total]?.push({ cell: neighbour, part })
      }
    }
  }
  return parts
}

function middleCell(mesh: Mesh, part: readonly number[]): number {
  const cells = part.map((number) => ({ number, cell: mesh.cells[number] as Cell }))
  const x = cells.reduce((sum, { cell }) => sum + cell.x, 0) / cells.length
  const y = cells.reduce((sum, { cell }) => sum + cell.y, 0) / cells.length
  const far = ({ cell }: { cell: Cell }) => Math.hypot(cell.x - x, cell.y - y)
  return cells.reduce((best, one) => (far(one) < far(best) ? one : best)).number
}

function between(a: Cell, b: Cell): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

/**
 * Whole numbers in the proportion of the weights that add up to the total, each at least one: one after the
 * other goes to where most weight stands behind each share so far (d'Hondt).
 *
 * @param most what each can take at most
 */
export function apportion(total: number, weights: readonly number[], most: readonly number[]): number[] {
  const shares = weights.map(() => 1)
  for (let left = total - weights.length; left > 0; left--) {
    let best = -1
    weights.forEach((weight, at) => {
      const need = weight / (shares[at] as number)
      const room = (shares[at] as number) < (most[at] as number)
      if (room && (best < 0 || need > (weights[best] as number) / (shares[best] as number))) best = at
    })
    if (best < 0) break
    shares[best] = (shares[best] as number) + 1
  }
  return shares
}
