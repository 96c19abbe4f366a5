import type { Pdf, Sheet } from './document.ts'
import type { Weight } from './faces.ts'
import { linesOf } from './lines.ts'
import type { Colour } from './paths.ts'

type Style = {
  size?: number
  weight?: Weight
  colour?: Colour
  align?: 'left' | 'centre' | 'right'
  /** Millimetres from the left edge of the text. */
  indent?: number
  /** Millimetres below. */
  gap?: number
}
type Column = { width: number; align?: 'left' | 'centre' | 'right' }
/** Text that runs from page to page, line by line. All measures in millimetres. */
export type Flow = {
  width: number
  write(words: string, style?: Style): void
  /** A label and what it says, beside each other on the first line. */
  line(label: string, words: string, style?: Style): void
  rule(): void
  space(height: number): void
  /** A table with lines; its head stands on every page that it reaches. */
  table(columns: readonly Column[], head: readonly string[], rows: readonly (readonly string[])[], size?: number): void
  /** Something that must not be torn: goes to the next page when there is no room left on this one. */
  block(height: number, paint: (sheet: Sheet, at: { x: number; y: number; width: number }) => void): void
  /** Writes a line at the foot of every page. */
  foot(words: (page: number, pages: number) => string): void
}

const leading = 1.5
const rowLeading = 1.35
/** Between a cell's line and its words. */
const inset = 1.5
const mm = (points: number): number => (points * 25.4) / 72
const grey = '#5b6470'

/** Where the text stands now. */
type Place = {
  pdf: Pdf
  left: number
  width: number
  sheets: Sheet[]
  sheet: Sheet
  y: number
  room(height: number): void
}
const top = 24

/** @param page size of the paper; margins are those of a letter */
export function flow(pdf: Pdf, page: { format?: 'a4' | readonly [number, number]; left?: number } = {}): Flow {
  const { format = 'a4', left = 22 } = page
  const first = pdf.sheet(format)
  const place: Place = {
    pdf,
    left,
    width: first.width - 2 * left,
    sheets: [first],
    sheet: first,
    y: top,
    room(height) {
      if (place.y === top || place.y + height <= first.height - 20) return
      place.sheet = pdf.sheet(format)
      place.sheets.push(place.sheet)
      place.y = top
    },
  }
  return {
    width: place.width,
    write: (words, style) => write(place, words, style),
    line: (label, words, style) => labelled(place, label, words, style),
    rule() {
      place.room(6)
      const y = place.y + 1.5
      place.sheet.line({ x: left, y }, { x: left + place.width, y }, { colour: '#c8ced6', width: 0.2 })
      place.y += 4
    },
    space(height) {
      place.y += height
    },
    table: (columns, head, rows, size = 9.5) => table(place, columns, head, rows, size),
    block(height, paint) {
      place.room(height)
      paint(place.sheet, { x: left, y: place.y, width: place.width })
      place.y += height
    },
    foot(words) {
      for (const [at, sheet] of place.sheets.entries())
        sheet.text(
          words(at + 1, place.sheets.length),
          { x: left, y: sheet.height - 14, width: place.width },
          { size: 8, colour: grey, align: 'centre' },
        )
    },
  }
}

function write(place: Place, words: string, style: Style = {}): void {
  const { size = 10.5, weight = 'regular', colour = '#000000', align = 'left', indent = 0, gap = 1.2 } = style
  const step = mm(size * leading)
  const at = { x: place.left + indent, width: place.width - indent }
  for (const line of linesOf(words, at.width, (text) => place.pdf.widthOf(text, size, weight))) {
    place.room(step)
    place.sheet.text(line, { ...at, y: place.y }, { size, weight, colour, align, leading })
    place.y += step
  }
  place.y += gap
}

function labelled(place: Place, label: string, words: string, style: Style = {}): void {
  const size = style.size ?? 10.5
  const indent = (style.indent ?? 0) + place.pdf.widthOf(label, size, 'bold')
  place.room(mm(size * leading))
  const before = place.y
  write(place, label, { ...style, weight: 'bold', gap: 0 })
  place.y = before
  write(place, words, { ...style, indent })
}

type Row = { lines: string[][]; height: number; style: { size: number; weight: Weight; leading: number } }
function rowOf(pdf: Pdf, columns: readonly Column[], cells: readonly string[], size: number, weight: Weight): Row {
  const lines = columns.map((column, at) =>
    linesOf(cells[at] ?? '', column.width - 2 * inset, (text) => pdf.widthOf(text, size, weight)),
  )
  const most = Math.max(...lines.map((each) => each.length))
  return { lines, height: most * mm(size * rowLeading) + 2.4, style: { size, weight, leading: rowLeading } }
}
function drawRow(place: Place, columns: readonly Column[], { lines, height, style }: Row): void {
  const step = mm(style.size * rowLeading)
  let x = place.left
  for (const [at, { width, align = 'left' }] of columns.entries()) {
    place.sheet.rectangle({ x, y: place.y, width, height }, { line: '#9aa3ad', lineWidth: 0.2 })
    for (const [n, line] of (lines[at] ?? []).entries()) {
      const cell = { x: x + inset, y: place.y + 1.2 + n * step, width: width - 2 * inset }
      place.sheet.text(line, cell, { ...style, align })
    }
    x += width
  }
  place.y += height
}
function table(
  place: Place,
  columns: readonly Column[],
  head: readonly string[],
  rows: readonly (readonly string[])[],
  size: number,
): void {
  const first = rowOf(place.pdf, columns, head, size, 'bold')
  place.room(first.height * 2)
  drawRow(place, columns, first)
  for (const cells of rows) {
    const [row, before] = [rowOf(place.pdf, columns, cells, size, 'regular'), place.sheet]
    place.room(row.height)
    if (place.sheet !== before) drawRow(place, columns, first)
    drawRow(place, columns, row)
  }
  place.y += 3
}
