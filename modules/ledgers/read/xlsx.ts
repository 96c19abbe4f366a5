import { fromSerial, textOf } from '../rules-dates.ts'
import type { Layout } from '../rules-map.ts'
import { LedgerFault, type Problem, type ProblemCode } from '../rules-problems.ts'
import { limits, type Range, type RawRow, type Source } from './source.ts'
import { type Strings, sharedStrings } from './strings.ts'
import { readWorkbook, type Workbook } from './workbook.ts'
import { xmlReader } from './xml.ts'
import { openZip, type Parts } from './zip.ts'

/** A sheet of a workbook, row by row. Its own words about its size are compared with what is there, and not used. */

const columnOf = (reference: string): number => {
  let column = 0
  for (const sign of reference) {
    const letter = sign.charCodeAt(0) & ~32
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
  }
  return column - 1
}
const rowOf = (reference: string): number => Number(/\d+$/.exec(reference)?.[0] ?? 0)
const rangeOf = (text: string): Range => {
  const [from = '', to = from] = text.split(':')
  return { top: rowOf(from), left: columnOf(from), bottom: rowOf(to), right: columnOf(to) }
}

/** Merged cells stand behind the rows in a sheet; they are looked for first, as plain text and without its rows' cost. */
async function mergesOf(parts: Parts, part: string): Promise<Range[]> {
  const found: Range[] = []
  let rest = ''
  for await (const chunk of parts.read(part)) {
    const text = rest + chunk.toString('latin1')
    if (text.includes('mergeCell '))
      for (const [, reference = ''] of text.matchAll(/<(?:\w+:)?mergeCell [^>]*?ref="([A-Z0-9:]{2,30})"[^>]*>/g))
        if (found.length < 20_000) found.push(rangeOf(reference))
    // What was found already must not be found again: only an unfinished element is kept.
    const last = text.lastIndexOf('<')
    rest = last >= 0 && text.indexOf('>', last) < 0 && text.length - last < 200 ? text.slice(last) : ''
  }
  return found
}

type Cell = { column: number; type: string; style: number; value: string; formula: boolean }
type Pending = { n: number; cells: Cell[] }
type Seen = { dimension: string; lastRow: number; lastColumn: number }

function sheetReader(rows: Pending[], seen: Seen) {
  let row: Pending = { n: 0, cells: [] }
  let cell: Cell | undefined
  let collecting = false
  let phonetic = false
  return {
    open(name: string, at: Readonly<Record<string, string>>) {
      if (name === 'c' && row) {
        const column = at.r ? columnOf(at.r) : (row.cells.at(-1)?.column ?? -1) + 1
        if (column >= limits.columns && at.r === undefined)
          throw new LedgerFault('tooManyColumns', { most: limits.columns, row: row.n })
        cell = { column, type: at.t ?? 'n', style: Number(at.s ?? 0), value: '', formula: false }
        if (row.cells.push(cell) > limits.columns * 4)
          throw new LedgerFault('tooManyColumns', { most: limits.columns, row: row.n })
      } else if (name === 'v' || (name === 't' && !phonetic)) collecting = true
      else if (name === 'rPh') phonetic = true
      else if (name === 'f' && cell) cell.formula = true
      else if (name === 'row') row = { n: at.r ? Number(at.r) : row.n + 1, cells: [] }
      else if (name === 'dimension') seen.dimension = at.ref ?? ''
    },
    text(text: string) {
      if (collecting && cell && cell.value.length < limits.cellLength) cell.value += text
    },
    close(name: string) {
      if (name === 'v' || name === 't') collecting = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'c') cell = undefined
      else if (name === 'row') rows.push(row)
    },
  }
}

type Book = { workbook: Workbook; strings: Strings | undefined; source: { problems: Problem[] } }

function shownOf(
  { type, style, value, formula }: Cell,
  { workbook, strings }: Book,
): { text: string; mark?: ProblemCode } {
  if (value === '') return formula ? { text: '', mark: 'formulaEmpty' } : { text: '' }
  switch (type) {
    case 's': {
      const text = strings?.get(Number(value))
      return text === undefined ? { text: '', mark: 'stringMissing' } : { text }
    }
    case 'e':
      return { text: '', mark: 'cellError' }
    case 'b':
      return { text: value === '1' ? 'true' : 'false' }
    case 'n': {
      const number = Number(value)
      if (Number.isNaN(number)) return { text: value }
      if (workbook.isDate(style)) return { text: dateText(number, workbook.date1904) }
      return plainNumber(number, value)
    }
    default:
      return { text: value }
  }
}
/** Spreadsheets keep fifteen digits: of a longer number the last ones are made up. */
function plainNumber(number: number, value: string): { text: string; mark?: ProblemCode } {
  if (Number.isInteger(number) && Math.abs(number) >= 1e15)
    return { text: number.toExponential(), mark: 'numberRounded' }
  return {
    text: Number.isInteger(number)
      ? String(number)
      : /e/i.test(value)
        ? String(number)
        : String(Number(number.toPrecision(15))),
  }
}
function dateText(number: number, is1904: boolean): string {
  const local = fromSerial(number, is1904)
  if (!local) return String(number)
  if (number >= 0 && number < 1) return textOf({ ...local, timed: true }).slice(11)
  return textOf(local)
}

function resolve({ n, cells }: Pending, book: Book): RawRow {
  const texts: string[] = []
  const marks: RawRow['marks'] = []
  for (const cell of cells) {
    if (cell.column < 0 || cell.column >= limits.columns) {
      if (cell.value !== '') throw new LedgerFault('tooManyColumns', { most: limits.columns, row: n })
      continue
    }
    const { text, mark } = shownOf(cell, book)
    while (texts.length < cell.column) texts.push('')
    texts[cell.column] = text
    if (mark) marks.push([cell.column, mark])
    if (
      mark === 'stringMissing' &&
      !book.strings &&
      !book.source.problems.some(({ code }) => code === 'sharedStringsMissing')
    )
      book.source.problems.push({ row: 0, column: -1, code: 'sharedStringsMissing' })
  }
  return marks.length > 0 ? { n, cells: texts, marks } : { n, cells: texts }
}

async function* rowsOf(parts: Parts, part: string, book: Book): AsyncGenerator<RawRow[]> {
  const waiting: Pending[] = []
  const seen: Seen = { dimension: '', lastRow: 0, lastColumn: 0 }
  const write = xmlReader(sheetReader(waiting, seen), part)
  const take = async (): Promise<RawRow[]> => {
    let furthest = -1
    for (const { n, cells } of waiting) {
      if (n > limits.rows) throw new LedgerFault('tooBig', { rows: limits.rows })
      for (const { type, value, column } of cells) {
        if (type === 's') furthest = Math.max(furthest, Number(value))
        if (value !== '') {
          seen.lastRow = Math.max(seen.lastRow, n)
          seen.lastColumn = Math.max(seen.lastColumn, column)
        }
      }
    }
    if (furthest >= 0) await book.strings?.reach(furthest)
    return waiting.splice(0).map((row) => resolve(row, book))
  }
  for await (const chunk of parts.read(part)) {
    write(chunk)
    if (waiting.length > 0) yield await take()
  }
  write(null)
  if (waiting.length > 0) yield await take()
  if (seen.dimension) {
    const said = rangeOf(seen.dimension)
    if (said.bottom !== seen.lastRow || said.right !== seen.lastColumn)
      if (said.bottom < seen.lastRow || said.right < seen.lastColumn || said.bottom > seen.lastRow + 1000)
        book.source.problems.push({
          row: 0,
          column: -1,
          code: 'dimensionWrong',
          data: { said: seen.dimension, rows: seen.lastRow },
        })
  }
}

export async function openXlsx(path: string, layout: Layout): Promise<Source> {
  const parts = await openZip(path)
  try {
    const workbook = await readWorkbook(parts)
    const sheet = layout.sheet ? workbook.sheets.find(({ name }) => name === layout.sheet) : workbook.sheets[0]
    if (!sheet) throw new LedgerFault('noSheet', { sheet: layout.sheet ?? '' })
    const strings = workbook.strings === undefined ? undefined : sharedStrings(parts, workbook.strings)
    const source: Source = {
      format: 'xlsx',
      encoding: null,
      delimiter: null,
      sheets: workbook.sheets.map(({ name }) => name),
      sheet: sheet.name,
      date1904: workbook.date1904,
      merges: await mergesOf(parts, sheet.part),
      rows: () => rowsOf(parts, sheet.part, { workbook, strings, source }),
      problems: workbook.problems,
      async close() {
        strings?.close()
        parts.close()
      },
    }
    return source
  } catch (error) {
    parts.close()
    throw error
  }
}
