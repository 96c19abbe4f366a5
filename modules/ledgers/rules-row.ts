import { type AreaIndex, type AreaRead, readArea } from './rules-areas.ts'
import type { DateOrder } from './rules-dates.ts'
import { type Field, fields } from './rules-fields.ts'
import { columnsFor, type Facts, type LedgerMap, orderOf, placeOf } from './rules-map.ts'
import type { Problem, ProblemCode } from './rules-problems.ts'
import { severityOf } from './rules-problems.ts'

/** One row on its way to being a matter: which cells say what, and what has been found wrong so far. */

export type SourceRow = {
  n: number
  cells: readonly string[]
  marks?: readonly (readonly [column: number, code: ProblemCode])[]
}
export type Located = { area: string } | undefined
/** A kind of matter with the fields of its own. */
export type KnownKind = {
  code: string
  fields: readonly { name: string; type: string; options?: readonly string[]; several?: boolean }[]
}
/** Everything the rows of one run have in common. */
export type How = {
  kinds: readonly KnownKind[]
  grades: readonly string[]
  channels: readonly string[]
  map: LedgerMap
  facts: Facts
  places: ReadonlyMap<Field, readonly number[]>
  /** Columns that say anything at all. */
  used: ReadonlySet<number>
  extras: readonly { name: string; at: number; values: ReadonlyMap<string, string> }[]
  orders: ReadonlyMap<number, DateOrder | undefined>
  areas: AreaIndex
  locate(point: { lat: number; lon: number }): Located
  instant(local: { y: number; m: number; d: number; h: number; min: number; s: number; timed: boolean }): string
  now: string
  /** Days for which each kind of record is kept in this county. */
  keeps: ReadonlyMap<string, number>
  /** What an area's words were found to be; ledgers repeat them thousands of times. */
  areasRead: Map<string, AreaRead>
}

export type Common = Pick<How, 'areas' | 'locate' | 'instant' | 'now' | 'keeps' | 'kinds' | 'grades' | 'channels'>
/** @returns how rows are read, and what is wrong with the mapping itself */
export function prepare(facts: Facts, map: LedgerMap, common: Common): { how: How; problems: Problem[] } {
  const problems: Problem[] = []
  const missing = (name: string) => problems.push({ row: 0, column: -1, code: 'columnMissing', data: { name } })
  const usable = { columns: facts.columns.filter(({ forbidden }) => !forbidden) }
  const places = new Map<Field, readonly number[]>()
  const used = new Set<number>()
  for (const field of fields) {
    const found = columnsFor(usable, map, field, (name) => {
      // A forbidden column that a mapping asks for is told as such, not as missing.
      if (placeOf(facts, name) === undefined) missing(name)
    })
    if (found.length > 0) places.set(field, found)
    for (const at of found) used.add(at)
  }
  const extras = Object.entries(map.extras ?? {}).flatMap(([name, { column, values = {} }]) => {
    const at = placeOf(usable, column)
    if (at === undefined) {
      missing(column)
      return []
    }
    used.add(at)
    return [{ name, at, values: new Map(Object.entries(values)) }]
  })
  for (const column of facts.columns) {
    if (column.forbidden)
      problems.push({
        row: 0,
        column: column.at,
        code: 'columnForbidden',
        data: { name: column.name, ...column.forbidden },
      })
    else if (!used.has(column.at) && column.filled > 0)
      problems.push({ row: 0, column: column.at, code: 'columnUnused', data: { name: column.name } })
  }
  const orders = new Map<number, DateOrder | undefined>()
  for (const field of ['happenedAt', 'reportedAt', 'acceptedAt', 'due', 'resolvedAt'] as const)
    for (const at of places.get(field) ?? []) {
      const { order, assumed } = orderOf(
        facts.columns.find((column) => column.at === at),
        map,
      )
      orders.set(at, order)
      if (assumed) problems.push({ row: 0, column: at, code: 'dateOrderAssumed', data: { order: 'mdy' } })
    }
  return { how: { ...common, map, facts, places, used, extras, orders, areasRead: new Map() }, problems }
}

export type Reading = { row: SourceRow; how: How; problems: Problem[] }
export function complain({ row, problems }: Reading, code: ProblemCode, column = -1, data?: Problem['data']): void {
  if (problems.some((each) => each.code === code && each.column === column)) return
  problems.push({ row: row.n, column, code, ...(data ? { data } : {}) })
}
export const isRejected = (problems: readonly Problem[]): boolean =>
  problems.some(({ code }) => severityOf[code] === 'rejected')

export const columnOf = ({ how }: Reading, field: Field): number => how.places.get(field)?.[0] ?? -1
/** The cells that say it, the empty ones left out. */
export function cellsOf({ row, how }: Reading, field: Field): string[] {
  const found: string[] = []
  for (const at of how.places.get(field) ?? []) {
    const cell = row.cells[at]?.trim()
    if (cell) found.push(cell)
  }
  return found
}
export const cellOf = (reading: Reading, field: Field): string => cellsOf(reading, field)[0] ?? ''

export function areaOf(reading: Reading): AreaRead {
  const { how } = reading
  const parts = cellsOf(reading, 'area')
  const key = parts.join('\n')
  const known = how.areasRead.get(key)
  if (known) return known
  const read = readArea(how.areas, parts)
  if (how.areasRead.size > 20_000) how.areasRead.clear()
  how.areasRead.set(key, read)
  return read
}
