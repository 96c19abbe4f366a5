import type { DateOrder } from './rules-dates.ts'
import type { Field } from './rules-fields.ts'
import type { Datum } from './rules-values.ts'
import type { ImportedState } from './rules-words.ts'

/** Where in a file the table stands. */
export type Layout = { encoding?: Encoding; delimiter?: Delimiter; sheet?: string; headerRow?: number }
export const encodings = ['utf-8', 'gb18030', 'utf-16le'] as const
export type Encoding = (typeof encodings)[number]
export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

/** How the columns of one source become matters; kept by name and used again. Heads name columns; `#3` is the third. */
export type LedgerMap = {
  /** The system or book it comes from: together with the row's number it says which row it is. */
  source: string
  columns: Readonly<Record<string, string | readonly string[]>>
  kinds?: Readonly<Record<string, string>>
  /** For rows without a known kind. */
  otherKind?: string
  states?: Readonly<Record<string, ImportedState>>
  grades?: Readonly<Record<string, string>>
  channels?: Readonly<Record<string, string>>
  otherChannel?: string
  urgencies?: Readonly<Record<string, 'normal' | 'urgent'>>
  datum?: Datum
  dates?: DateOrder
  /** For rows whose area is neither named nor found by a point. */
  area?: string
  /** What is older than the county keeps: taken for the figures (`bring`), or left out. */
  pastRetention?: 'bring' | 'leave'
  /** Fields of a kind's own: `family` of a dispute. */
  extras?: Readonly<Record<string, { column: string; values?: Readonly<Record<string, string>> }>>
}

export type Column = {
  at: number
  name: string
  filled: number
  /** What stands in it, where there are only few different words. */
  values: string[] | null
  samples: string[]
  forbidden?: { sort: string; by: 'head' | 'content' }
  /** How many western dates begin with a day, with a month, or could be either. */
  dates: { dmy: number; mdy: number; either: number }
}
/** What reading a file has shown. */
export type Facts = {
  format: 'csv' | 'xlsx'
  encoding: Encoding | null
  delimiter: Delimiter | null
  sheets: string[]
  sheet: string | null
  date1904: boolean
  head: { first: number; rows: number }
  columns: Column[]
  rows: number
  problems: { row: number; column: number; code: string; data?: Readonly<Record<string, string | number>> }[]
}

/** The places of the columns that a mapping names for a field; names that the file has not are told by `missing`. */
export function columnsFor(
  facts: Pick<Facts, 'columns'>,
  map: LedgerMap,
  field: Field | string,
  missing?: (name: string) => void,
): number[] {
  const named = Object.hasOwn(map.columns, field) ? map.columns[field] : undefined
  if (named === undefined) return []
  return (typeof named === 'string' ? [named] : named).flatMap((name) => {
    const place = placeOf(facts, name)
    if (place === undefined) missing?.(name)
    return place ?? []
  })
}
export function placeOf({ columns }: Pick<Facts, 'columns'>, name: string): number | undefined {
  const place = /^#(\d{1,3})$/.exec(name)?.[1]
  if (place) return columns.find(({ at }) => at === Number(place) - 1)?.at
  const wanted = name.replace(/\s+/g, ' ').trim()
  return (
    columns.find((column) => column.name === wanted) ?? columns.find((column) => column.name.endsWith(` / ${wanted}`))
  )?.at
}
/** `03/04/2021` alone tells nothing: the whole column does, or the mapping. */
export function orderOf(
  column: Column | undefined,
  map: LedgerMap,
): { order: DateOrder | undefined; assumed: boolean } {
  if (map.dates) return { order: map.dates, assumed: false }
  const { dmy = 0, mdy = 0, either = 0 } = column?.dates ?? {}
  if (dmy > 0 && mdy > 0) return { order: undefined, assumed: false }
  if (dmy > 0) return { order: 'dmy', assumed: false }
  return { order: 'mdy', assumed: mdy === 0 && either > 0 }
}
