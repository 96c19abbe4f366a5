import { ordersOf } from '../rules-dates.ts'
import { decide, forbiddenByHead, type Sighting, sight } from '../rules-forbidden.ts'
import type { Column } from '../rules-map.ts'
import { cut } from '../rules-values.ts'

const fewWords = 80
const shortWord = 40
const samplesKept = 3
/** So many cells of a column are looked at closely; after that every sixteenth. */
const closely = 5000

type Watched = Omit<Column, 'values' | 'forbidden'> & {
  words: Map<string, number> | null
  seen: Sighting
  looked: number
}

/** Learns of every column what a mapping needs to know, row by row: how full, which words, which way its dates run. */
export function columnWatch(names: readonly string[]) {
  const all: Watched[] = names.map((name, at) => ({
    at,
    name,
    filled: 0,
    words: new Map(),
    samples: [],
    dates: { dmy: 0, mdy: 0, either: 0 },
    seen: {},
    looked: 0,
  }))
  const byHead = names.map((name) => (name ? forbiddenByHead(name) : undefined))
  return {
    see(cells: readonly string[]): void {
      for (const column of all) {
        const cell = cells[column.at]?.trim()
        if (!cell) continue
        column.filled++
        if (byHead[column.at]) continue
        if (column.filled <= closely || column.filled % 16 === 0) {
          column.looked++
          sight(column.seen, cell)
        }
        remember(column, cell)
        const may = cell.length < 24 ? ordersOf(cell) : undefined
        if (may) column.dates[may.mdy && may.dmy ? 'either' : may.mdy ? 'mdy' : 'dmy']++
      }
    },
    columns: (): Column[] =>
      all
        .filter(({ name }) => name !== '')
        .map(({ words, seen, looked, ...column }) => {
          const head = byHead[column.at]
          const content = head ? undefined : decide(seen, looked)
          const forbidden = head
            ? { sort: head, by: 'head' as const }
            : content && { sort: content, by: 'content' as const }
          // Nothing of what must not be kept: not even as an example.
          if (forbidden) return { ...column, values: null, samples: [], forbidden }
          return { ...column, values: words ? [...words].sort((a, b) => b[1] - a[1]).map(([word]) => word) : null }
        }),
    /** Columns that hold something under no head: they cannot be named by a mapping. */
    nameless: () =>
      all.filter(({ name, filled }) => name === '' && filled > 0).map(({ at, filled, name }) => ({ at, filled, name })),
  }
}

function remember(column: Watched, cell: string): void {
  if (column.samples.length < samplesKept && !column.samples.includes(cell)) column.samples.push(cut(cell, 60))
  const { words } = column
  if (!words) return
  if (cell.length > shortWord || (words.size >= fewWords && !words.has(cell))) column.words = null
  else words.set(cell, (words.get(cell) ?? 0) + 1)
}
