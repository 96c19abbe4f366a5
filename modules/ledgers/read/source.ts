import type { Delimiter, Encoding } from '../rules-map.ts'
import type { Problem, ProblemCode } from '../rules-problems.ts'

/** A row as it stands in the file. `n`: line or row as people count; `marks`: what a single cell was found to be. */
export type RawRow = { n: number; cells: string[]; marks?: [column: number, code: ProblemCode][] }
export type Range = { top: number; left: number; bottom: number; right: number }
/** A file that has been opened: what it says it is, and its rows from the first on, some hundred at a time. */
export type Source = {
  format: 'csv' | 'xlsx'
  encoding: Encoding | null
  delimiter: Delimiter | null
  sheets: string[]
  sheet: string | null
  date1904: boolean
  /** Rows counted from 1, columns from 0. */
  merges: readonly Range[]
  rows(): AsyncGenerator<RawRow[]>
  /** What is wrong with the file itself; complete when the rows have been read. */
  problems: Problem[]
  close(): Promise<void>
}

/** How much a file may hold, whatever it says about itself. */
export const limits = {
  columns: 300,
  cellLength: 32_767,
  recordLength: 1_000_000,
  rows: 1_048_576,
  zipEntries: 2000,
  sheets: 200,
  /** Elements inside of elements; spreadsheets need ten. */
  depth: 40,
  /** Signs of rows that are handed on together. */
  batchLength: 1_000_000,
  /** Bytes that all parts may unfold to. */
  unfolded: 1_500_000_000,
  /** How many times the size of the file they may unfold to, once that is more than `smallEnough`. */
  ratio: 250,
  smallEnough: 64_000_000,
  strings: 8_000_000,
} as const
