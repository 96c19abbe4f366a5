import type { Range, RawRow } from './source.ts'

/** Cells that were merged keep their text in the first one only: the others get it back, in the order of the rows. */
export function filler(merges: readonly Range[]) {
  const sorted = [...merges].sort((a, b) => a.top - b.top)
  let next = 0
  let open: (Range & { text: string })[] = []
  let filled = 0
  const fill = (row: RawRow): void => {
    while (next < sorted.length && (sorted[next] as Range).top <= row.n) {
      const range = sorted[next++] as Range
      // Titles across the sheet are no values.
      if (range.bottom >= row.n && range.top === row.n) open.push({ ...range, text: row.cells[range.left] ?? '' })
    }
    if (open.length === 0) return
    open = open.filter(({ bottom }) => bottom >= row.n)
    for (const { top, left, right, text } of open) {
      if (row.n === top || text === '') continue
      for (let at = left; at <= Math.min(right, left); at++) {
        while (row.cells.length <= at) row.cells.push('')
        if (row.cells[at] === '') {
          row.cells[at] = text
          filled++
        }
      }
    }
  }
  return Object.assign(fill, { cells: () => filled })
}
