/** Who gets which cells, which code and which name. Codes follow the statistical rules: streets 001–, towns 100–, townships
 *  200–; communities 001–, villages 201–; grids in the order west to east within their community. */
import type { Cell, Mesh } from './county-mesh.ts'
import { chineseNumber, fictionalPlace, type Names, namesFrom } from './county-names.ts'
import { apportion, partition } from './county-partition.ts'

export interface PlannedArea {
  code: string
  name: string
  kind: string
  parent: string
  cells: number[]
}

export interface Plan {
  townships: PlannedArea[]
  communities: PlannedArea[]
  grids: PlannedArea[]
}

interface Size {
  townships: number
  communities: number
  grids: number
}

/** Weight of ground when communities and grids are shared out: people live close together in streets. */
const weights: Readonly<Record<string, number>> = { street: 2.2, town: 1.1, township: 0.8, community: 1.6, village: 1 }
const firstNumbers: Readonly<Record<string, number>> = {
  street: 1,
  town: 100,
  township: 200,
  community: 1,
  village: 201,
}
/** A grid of fewer cells would not look like one. */
const fewestCells = 6

export function planCounty(mesh: Mesh, size: Size, random: () => number): Plan {
  const names = namesFrom(random)
  const townships = planTownships(mesh, size.townships, names, random)
  const perTownship = shareOut(size.communities, townships)
  const communities = townships.flatMap((township, at) => {
    return planCommunities(mesh, township, perTownship[at] as number, names, random)
  })
  const perCommunity = shareOut(size.grids, communities)
  const grids = communities.flatMap((community, at) => planGrids(mesh, community, perCommunity[at] as number, random))
  return { townships, communities, grids }
}

function shareOut(total: number, areas: readonly PlannedArea[]): number[] {
  return apportion(
    total,
    areas.map(({ cells, kind }) => cells.length * (weights[kind] ?? 1)),
    areas.map(({ cells }) => Math.min(99, Math.floor(cells.length / fewestCells))),
  )
}

/** The ones nearest to the middle are streets of the county town, then come towns, then townships. */
function planTownships(mesh: Mesh, count: number, names: Names, random: () => number): PlannedArea[] {
  const parts = partition(mesh, [...mesh.cells.keys()], count, random)
  const fromMiddle = ([x, y]: readonly [number, number]) => Math.hypot(x, y)
  parts.sort((a, b) => fromMiddle(middleOf(mesh, a)) - fromMiddle(middleOf(mesh, b)))
  const streets = Math.max(1, Math.round(count * 0.22))
  const towns = Math.max(1, Math.round(count * 0.36))
  const kinds = parts.map((_, at) => (at < streets ? 'street' : at < streets + towns ? 'town' : 'township'))
  const suffixes: Readonly<Record<string, string>> = { street: '街道', town: '镇', township: '乡' }
  const numbers = numbering()
  return parts.map((cells, at) => {
    const kind = kinds[at] as string
    const name = (kind === 'street' ? names.street() : names.town()) + suffixes[kind]
    const parent = fictionalPlace.county.code
    return { code: parent + numbers(kind), name, kind, parent, cells }
  })
}

function planCommunities(
  mesh: Mesh,
  township: PlannedArea,
  count: number,
  names: Names,
  random: () => number,
): PlannedArea[] {
  const parts = inReadingOrder(mesh, partition(mesh, township.cells, count, random))
  const [x, y] = middleOf(mesh, township.cells)
  const toSeat = (cells: number[]) => {
    const [partX, partY] = middleOf(mesh, cells)
    return Math.hypot(partX - x, partY - y)
  }
  // outside the streets only the seat of a town has a residents' committee
  const seat = parts.reduce((best, part) => (toSeat(part) < toSeat(best) ? part : best))
  const numbers = numbering()
  return parts.map((cells) => {
    const urban = township.kind === 'street' || (township.kind === 'town' && cells === seat)
    const kind = urban ? 'community' : 'village'
    const name = urban ? `${names.community()}社区` : `${names.village()}村`
    return { code: township.code + numbers(kind), name, kind, parent: township.code, cells }
  })
}

function planGrids(mesh: Mesh, community: PlannedArea, count: number, random: () => number): PlannedArea[] {
  const parent = community.code
  if (count === 1) return [{ ...community, code: `${parent}000`, kind: 'basic', parent }]
  return inReadingOrder(mesh, partition(mesh, community.cells, count, random)).map((cells, at) => ({
    code: `${parent}0${String(at + 1).padStart(2, '0')}`,
    name: `${community.name}第${chineseNumber(at + 1)}网格`,
    kind: 'basic',
    parent,
    cells,
  }))
}

/** Running three-digit numbers, kind by kind. */
function numbering(): (kind: string) => string {
  const given = new Map<string, number>()
  return (kind) => {
    const number = given.get(kind) ?? firstNumbers[kind] ?? 1
    given.set(kind, number + 1)
    return String(number).padStart(3, '0')
  }
}

/** West to east, and from north to south where two lie below each other. */
function inReadingOrder(mesh: Mesh, parts: number[][]): number[][] {
  const placed = parts.map((cells) => ({ cells, middle: middleOf(mesh, cells) }))
  return placed.sort((a, b) => a.middle[0] - b.middle[0] || b.middle[1] - a.middle[1]).map(({ cells }) => cells)
}

function middleOf(mesh: Mesh, cells: readonly number[]): [number, number] {
  const sum = (of: (cell: Cell) => number) => cells.reduce((total, cell) => total + of(mesh.cells[cell] as Cell), 0)
  return [sum((cell) => cell.x) / cells.length, sum((cell) => cell.y) / cells.length]
}
