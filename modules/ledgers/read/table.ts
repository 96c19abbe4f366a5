import { open } from 'node:fs/promises'
import { forbiddenByHead } from '../rules-forbidden.ts'
import { type Head, headOf, isTotals } from '../rules-headers.ts'
import type { Facts, Layout } from '../rules-map.ts'
import { LedgerFault, type Problem } from '../rules-problems.ts'
import type { SourceRow } from '../rules-row.ts'
import { columnWatch } from './columns.ts'
import { openCsv } from './csv.ts'
import { filler } from './merged.ts'
import { limits, type RawRow, type Source } from './source.ts'
import { openXlsx } from './xlsx.ts'

/** A file of either sort as a table: its head found, forbidden columns left out, its columns known. */

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    return (await file.read(Buffer.alloc(8), 0, 8, 0)).buffer
  } finally {
    await file.close()
  }
}

async function openSource(path: string, layout: Layout): Promise<Source> {
  const buffer = await firstBytes(path)
  if (buffer.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') return openXlsx(path, layout)
  if (buffer.readUInt32BE(0) === 0xd0cf11e0) throw new LedgerFault('oldExcel')
  return openCsv(path, layout)
}

const headRows = 30
const batchRows = 500

/** @param take gets the rows of the table in their order, at most 500 at a time, without forbidden columns known by their head */
export async function readTable(
  path: string,
  layout: Layout,
  take: (rows: SourceRow[]) => Promise<void>,
): Promise<Facts> {
  const source = await openSource(path, layout)
  try {
    return await read(source, layout, take)
  } finally {
    await source.close()
  }
}

async function read(source: Source, layout: Layout, take: (rows: SourceRow[]) => Promise<void>): Promise<Facts> {
  const fill = filler(source.merges)
  const first: RawRow[] = []
  let table: ReturnType<typeof tableOf> | undefined
  let fault: LedgerFault | undefined
  try {
    for await (const rows of source.rows()) {
      for (const row of rows) {
        fill(row)
        if (table) await table.add(row)
        else if (first.push(row) >= headRows) {
          table = tableOf(first, layout, take)
          for (const early of first) await table.add(early)
        }
      }
    }
  } catch (error) {
    // What stood before the break is good; the report says where it breaks off.
    if (
      !(error instanceof LedgerFault) ||
      !(error.fault === 'quoteOpen' || error.fault === 'zipBroken' || error.fault === 'sheetBroken')
    )
      throw error
    fault = error
  }
  if (!table) {
    if (first.length === 0) throw fault ?? new LedgerFault('noRows')
    table = tableOf(first, layout, take)
    for (const early of first) await table.add(early)
  }
  const { head, firstRow, columns, rows, problems } = await table.end()
  if (fault && rows === 0) throw fault
  if (rows === 0) throw new LedgerFault('noRows')
  if (fault)
    problems.push({ row: Number(fault.data.row ?? 0), column: -1, code: 'fileCut', data: { fault: fault.fault } })
  if (fill.cells() > 0) problems.push({ row: 0, column: -1, code: 'mergedCells', data: { n: fill.cells() } })
  return {
    format: source.format,
    encoding: source.encoding,
    delimiter: source.delimiter,
    sheets: source.sheets,
    sheet: source.sheet,
    date1904: source.date1904,
    head: { first: firstRow, rows: head.rows },
    columns,
    rows,
    problems: [...source.problems, ...problems],
  }
}

function headProblems(head: Head, firstRow: number): Problem[] {
  const problems: Problem[] = []
  if (head.skipped > 0) problems.push({ row: 1, column: -1, code: 'titleRows', data: { n: head.skipped } })
  if (head.merged) problems.push({ row: firstRow, column: -1, code: 'headerMerged' })
  for (const column of head.repeated)
    problems.push({ row: firstRow, column, code: 'headerRepeated', data: { name: head.names[column] ?? '' } })
  return problems
}

function tableOf(first: readonly RawRow[], layout: Layout, take: (rows: SourceRow[]) => Promise<void>) {
  const wanted = layout.headerRow === undefined ? undefined : first.findIndex(({ n }) => n === layout.headerRow)
  const head = headOf(
    first.map(({ cells }) => cells),
    wanted === -1 ? undefined : wanted,
  )
  const firstRow = first[head.skipped]?.n ?? 1
  const problems = headProblems(head, firstRow)
  const dropped = new Set(head.names.flatMap((name, at) => (name && forbiddenByHead(name) ? [at] : [])))
  const watch = columnWatch(head.names)
  let batch: SourceRow[] = []
  let length = 0
  let place = 0
  let empty = 0
  let count = 0
  const width = head.names.length
  async function add(row: RawRow): Promise<void> {
    if (place++ < head.skipped + head.rows) return
    const { cells } = row
    if (cells.every((cell) => cell.trim() === '')) {
      empty++
      return
    }
    if (isTotals(cells)) {
      problems.push({ row: row.n, column: -1, code: 'totalsRow' })
      return
    }
    const kept: SourceRow = { n: row.n, cells: cells.map((cell, at) => (dropped.has(at) ? '' : cell)).slice(0, width) }
    const tooMany = cells.slice(width).some((cell) => cell.trim() !== '')
    const marks = [...(row.marks ?? []), ...(tooMany ? [[-1, 'cellsTooMany'] as const] : [])]
    watch.see(cells)
    batch.push(marks.length > 0 ? { ...kept, marks } : kept)
    count++
    for (const cell of kept.cells) length += cell.length
    if (batch.length >= batchRows || length > limits.batchLength) await flush()
  }
  async function flush(): Promise<void> {
    const rows = batch
    batch = []
    if (rows.length > 0) await take(rows)
  }
  return {
    add,
    async end() {
      await flush()
      if (empty > 0) problems.push({ row: 0, column: -1, code: 'emptyRows', data: { n: empty } })
      const columns = watch.columns()
      for (const { at, filled, name } of watch.nameless())
        problems.push({ row: firstRow, column: at, code: 'headerEmpty', data: { n: filled, name } })
      return { head, firstRow, columns, rows: count, problems }
    },
  }
}
