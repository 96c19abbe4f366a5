import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { csvLine, xmlText } from './cells.ts'

/** Rows as a file, written as they come: a register of a million rows takes no more memory than one of ten. */
export type Cell = string | number
export type Rows = AsyncIterable<readonly (readonly Cell[])[]>
export type Format = 'csv' | 'xlsx'
export const typeOf = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const satisfies Record<Format, string>

async function* csvParts(head: readonly string[], rows: Rows): AsyncGenerator<string> {
  yield `\ufeff${csvLine(head)}` // without the mark, spreadsheets take Chinese for something else
  for await (const some of rows) yield some.map((cells) => csvLine(cells.map(String))).join('')
}

const letters = (column: number): string =>
  (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))
/** A number is one to count with; everything else, ids and codes above all, is text. */
const cell = (value: Cell, place: string): string =>
  typeof value === 'number' ? `<c r="${place}"><v>${value}</v></c>` : textCell(value, place)
const textCell = (text: string, place: string): string =>
  text === '' ? '' : `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`
const line = (cells: readonly Cell[], n: number): string =>
  `<row r="${n}">${cells.map((text, at) => cell(text, `${letters(at)}${n}`)).join('')}</row>`

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
async function* sheetParts(head: readonly string[], rows: Rows): AsyncGenerator<string> {
  yield `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><sheetData>${line(head, 1)}`
  let n = 1
  for await (const some of rows) {
    yield some.map((cells) => line(cells, ++n)).join('')
  }
  yield '</sheetData></worksheet>'
}
const others: readonly (readonly [string, string])[] = [
  [
    '[Content_Types].xml',
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
  ],
  [
    '_rels/.rels',
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  ],
]

export async function writeTable(path: string, format: Format, head: readonly string[], rows: Rows): Promise<void> {
  const out = createWriteStream(path, { mode: 0o600 })
  if (format === 'csv') return pipeline(Readable.from(csvParts(head, rows)), out)
  const zip = new ZipFile()
  const sheet = Readable.from(sheetParts(head, rows))
  const failed = new Promise<never>((_, reject) => sheet.once('error', reject))
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml')
  for (const [name, text] of others) zip.addBuffer(Buffer.from(declaration + text), name)
  zip.end()
  await Promise.race([pipeline(zip.outputStream as Readable, out), failed])
}

/** Writes to a place of its own and hands it out as a stream; the file is gone when the stream is. */
export async function tableFile(format: Format, head: readonly string[], rows: Rows) {
  const path = join(tmpdir(), `doorstep-export-${randomUUID()}`)
  try {
    await writeTable(path, format, head, rows)
    const { size } = await stat(path)
    const body = createReadStream(path)
    // Open first, then unlink: whether it is read to the end or not, nothing stays.
    await new Promise((resolve, reject) => body.once('open', resolve).once('error', reject))
    return { body, bytes: size }
  } finally {
    await rm(path, { force: true })
  }
}
