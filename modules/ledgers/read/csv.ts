import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { parse } from 'csv-parse'
import { type Delimiter, delimiters, type Encoding, type Layout } from '../rules-map.ts'
import { LedgerFault, type Problem } from '../rules-problems.ts'
import { limits, type RawRow, type Source } from './source.ts'

/** Text with separators: which encoding and which separator shows in the file, not in its name. */

async function headOf(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function decodes(path: string, encoding: Encoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    let line = 0
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      decoder.decode(chunk, { stream: true })
      const end = Math.max(chunk.lastIndexOf(10), chunk.lastIndexOf(13))
      line = end < 0 ? line + chunk.length : chunk.length - end - 1
      // No table: the parser refuses it there and says in which row; the rest need not be read for that.
      if (line > limits.recordLength * 4) return true
    }
    decoder.decode()
    return true
  } catch {
    return false
  }
}

/** Strict readings of the whole file, the likeliest first: a wrong byte in the last row counts as well. */
async function encodingOf(path: string, head: Buffer): Promise<{ encoding: Encoding; problems: Problem[] }> {
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', problems: [] }
  if (await decodes(path, 'utf-8')) return { encoding: 'utf-8', problems: [] }
  const whole = await decodes(path, 'gb18030')
  const bom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
  const encoding = bom ? 'utf-8' : 'gb18030'
  const code = whole && !bom ? 'encodingGuessed' : 'encodingBroken'
  return { encoding, problems: [{ row: 0, column: -1, code, data: { encoding: encoding.toUpperCase() } }] }
}

/** The sign that cuts the first lines into the most equal parts; what stands between quotes does not count. */
function delimiterOf(text: string): Delimiter {
  const lines = text
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 30)
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => line.split(delimiter).length - 1)
    const common = [...counts].sort((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0
    const score = common * counts.filter((count) => count === common).length
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

function decoded(encoding: Encoding): Transform {
  const decoder = new TextDecoder(encoding)
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, Buffer.from(decoder.decode(chunk, { stream: true }))),
    flush: (done) => done(null, Buffer.from(decoder.decode())),
  })
}

type Parsed = { record: string[]; info: { lines: number } }

async function* rowsOf(path: string, encoding: Encoding, delimiter: Delimiter): AsyncGenerator<RawRow[]> {
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relaxColumnCount: true,
    relaxQuotes: true,
    skipEmptyLines: false,
    maxRecordSize: limits.recordLength,
    recordDelimiter: ['\r\n', '\n', '\r'],
  })
  const input = createReadStream(path, { highWaterMark: 1 << 14 }) // the parser hands on all rows of a piece at once
  const stream = encoding === 'utf-8' ? input.pipe(parser) : input.pipe(decoded(encoding)).pipe(parser)
  input.on('error', (error) => parser.destroy(error))
  let batch: RawRow[] = []
  let length = 0
  let count = 0
  let line = 1
  try {
    for await (const { record, info } of stream as AsyncIterable<Parsed>) {
      if (record.length > limits.columns) throw new LedgerFault('tooManyColumns', { most: limits.columns, row: line })
      if (++count > limits.rows) throw new LedgerFault('tooBig', { rows: limits.rows })
      batch.push({ n: line, cells: record })
      for (const cell of record) length += cell.length
      line = info.lines + 1
      if (batch.length >= 500 || length > limits.batchLength) {
        yield batch
        batch = []
        length = 0
      }
    }
  } catch (error) {
    if (batch.length > 0) yield batch
    throw faultOf(error, line)
  } finally {
    input.destroy()
    parser.destroy()
  }
  if (batch.length > 0) yield batch
}
function faultOf(error: unknown, row: number): unknown {
  const { code } = error as { code?: string }
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE') return new LedgerFault('quoteOpen', { row })
  return code?.startsWith('CSV_') ? new LedgerFault('sheetBroken', { row }) : error
}

export async function openCsv(path: string, layout: Layout): Promise<Source> {
  const head = await headOf(path, 65_536)
  const found = layout.encoding ? { encoding: layout.encoding, problems: [] } : await encodingOf(path, head)
  const sample = new TextDecoder(found.encoding).decode(head)
  if (/^\s*<(!doctype|html|table|\?xml)/i.test(sample)) throw new LedgerFault('notALedger')
  const delimiter = layout.delimiter ?? delimiterOf(sample)
  return {
    format: 'csv',
    encoding: found.encoding,
    delimiter,
    sheets: [],
    sheet: null,
    date1904: false,
    merges: [],
    rows: () => rowsOf(path, found.encoding, delimiter),
    problems: found.problems,
    close: async () => {},
  }
}
