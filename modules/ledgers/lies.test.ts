import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { readTable } from './read/table.ts'
import type { Facts, Layout } from './rules-map.ts'
import type { SourceRow } from './rules-row.ts'
import { type BookOptions, type Cell, toGb18030, writeXlsx } from './test-ledgers.ts'

/** Files that lie about themselves, each found out by name. */

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-lies-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Read = { facts: Facts; rows: SourceRow[]; codes: string[] }
let n = 0
async function readPath(path: string, layout: Layout = {}): Promise<Read> {
  const rows: SourceRow[] = []
  const facts = await readTable(path, layout, async (some) => void rows.push(...some))
  return { facts, rows, codes: facts.problems.map(({ code }) => code) }
}
async function csv(bytes: string | Buffer, layout?: Layout): Promise<Read> {
  const path = join(folder, `${n++}.csv`)
  await writeFile(path, bytes)
  return readPath(path, layout)
}
async function xlsx(rows: readonly (readonly Cell[])[], options?: BookOptions): Promise<Read> {
  const path = join(folder, `${n++}.xlsx`)
  await writeXlsx(path, rows, options)
  return readPath(path)
}
const cells = ({ rows }: Read): string[][] => rows.map((row) => [...row.cells])
const text = '编号,类型,简要情况\r\n1,纠纷,"楼上漏水,\n一直不修"\r\n2,求助,灯坏了\r\n'

test('UTF-8 with and without its mark, GB 18030, UTF-16, four separators: the same table', async () => {
  const wanted = [
    ['1', '纠纷', '楼上漏水,\n一直不修'],
    ['2', '求助', '灯坏了'],
  ]
  expect(cells(await csv(text))).toEqual(wanted)
  expect(cells(await csv(`\ufeff${text}`))).toEqual(wanted)
  expect(cells(await csv(Buffer.from(`\ufeff${text}`, 'utf16le')))).toEqual(wanted)
  const chinese = await csv(toGb18030(text))
  expect(cells(chinese)).toEqual(wanted)
  expect(chinese.codes).toEqual(['encodingGuessed'])
  for (const sign of [';', '\t', '|']) expect(cells(await csv(text.replaceAll(/(?<!水),/g, sign)))).toEqual(wanted)
  expect((await csv(text)).rows.map((row) => row.n)).toEqual([2, 4])
})

test('a quotation mark that is never closed: what stood before is read, the report says where it breaks off', async () => {
  const { facts, rows } = await csv(`编号,类型,内容\n1,纠纷,好\n2,纠纷,好\n3,纠纷,"没有完\n4,纠纷,好\n`)
  expect(rows.map((row) => row.cells[0])).toEqual(['1', '2'])
  expect(facts.problems).toContainEqual({ row: 4, column: -1, code: 'fileCut', data: { fault: 'quoteOpen' } })
})

test('titles, a head of two levels, repeated heads, empty rows and a row of totals', async () => {
  const { facts, rows, codes } = await csv(
    '安和县矛盾纠纷台账,,,,\n编号,当事人,,类型,类型\n,姓名,电话,,\n1,王某,138,纠纷,邻里\n,,,,\n2,李某,139,求助,其他\n合计,2,,,\n',
  )
  expect(facts.columns.map(({ name }) => name)).toEqual(['编号', '当事人 / 姓名', '当事人 / 电话', '类型', '类型 (2)'])
  expect(codes).toEqual(['titleRows', 'headerMerged', 'headerRepeated', 'totalsRow', 'emptyRows'])
  expect(rows.map((row) => row.n)).toEqual([4, 6])
})

test('forbidden columns by their head and by what stands in them; nothing of them is kept', async () => {
  const lines = Array.from(
    { length: 12 },
    (_, at) =>
      `${at},纠纷,漏水,汉族,62092219900307${1000 + at},${at % 2 ? '群众' : '中共党员'},${at % 2 ? '高血压' : '健康'}`,
  )
  const { facts, rows } = await csv(`编号,类型,内容,民族,备注一,备注二,备注三\n${lines.join('\n')}`)
  const found = Object.fromEntries(
    facts.columns.flatMap(({ name, forbidden }) => (forbidden ? [[name, forbidden]] : [])),
  )
  expect(found).toEqual({
    民族: { sort: 'ethnic', by: 'head' },
    备注二: { sort: 'politics', by: 'content' },
    备注三: { sort: 'health', by: 'content' },
  })
  expect(rows.every((row) => row.cells[3] === '')).toBe(true)
  expect(JSON.stringify(facts)).not.toMatch(/汉族|党员|高血压/)
})

const sheet: Cell[][] = [
  ['编号', '类型', '内容', '登记时间'],
  ['A1', '纠纷', '漏水', { v: 44259, s: 1 }],
  ['A2', '求助', '灯坏了', { v: 44260.75, s: 2 }],
]
test('a workbook with a wrong dimension, dates as serial numbers of both systems', async () => {
  const read = await xlsx(sheet, { dimension: 'A1:B2' })
  expect(read.codes).toEqual(['dimensionWrong'])
  expect(cells(read)).toEqual([
    ['A1', '纠纷', '漏水', '2021-03-04'],
    ['A2', '求助', '灯坏了', '2021-03-05 18:00:00'],
  ])
  const later = await xlsx(sheet, { date1904: true, dimension: 'A1:D3' })
  expect(later.codes).toEqual(['date1904'])
  expect(cells(later)[0]?.[3]).toBe('2025-03-05')
})

test('missing parts: styles, the list of contents, relations, the workbook, the shared texts', async () => {
  const whole = cells(await xlsx(sheet, { dimension: 'A1:D3' }))
  const bare = await xlsx(sheet, { without: ['styles', 'types', 'rels'], dimension: 'A1:D3' })
  expect(bare.codes).toEqual(['stylesMissing'])
  expect(cells(bare)).toEqual(whole.map((row, at) => [...row.slice(0, 3), ['44259', '44260.75'][at]]))
  expect((await xlsx(sheet, { without: ['workbook'], dimension: 'A1:D3' })).codes).toEqual(['workbookMissing'])
  const path = join(folder, 'no-strings.xlsx')
  await writeXlsx(path, sheet, { without: ['sharedStrings'] })
  await expect(readPath(path)).resolves.toMatchObject({ codes: expect.arrayContaining(['sharedStringsMissing']) })
})

test('merged cells give their text to all they cover; errors and formulas without a value are marked', async () => {
  const read = await xlsx(
    [
      ['编号', '所属社区', '类型', '内容'],
      ['1', '杨树里社区', '纠纷', '漏水'],
      ['2', '', '纠纷', { v: '#REF!', t: 'e' }],
      ['3', '', '纠纷', { v: '', f: 'A1&B1' }],
    ],
    { merges: ['B2:B4'], dimension: 'A1:D4' },
  )
  expect(read.codes).toEqual(['mergedCells'])
  expect(cells(read).map((row) => row[1])).toEqual(['杨树里社区', '杨树里社区', '杨树里社区'])
  expect(read.rows.map(({ marks }) => marks)).toEqual([undefined, [[3, 'cellError']], [[3, 'formulaEmpty']]])
})

test('long numbers keep what they have, and say what they lost', async () => {
  const read = await xlsx([
    ['编号', '联系电话', '内容'],
    [20210304000123, 13800138000, '好'],
    [{ v: '2.0210304000123E+15' }, { v: '1.38001380E10' }, '好'],
  ])
  expect(cells(read)).toEqual([
    ['20210304000123', '13800138000', '好'],
    ['2.0210304000123e+15', '13800138000', '好'],
  ])
  expect(read.rows[1]?.marks).toEqual([[0, 'numberRounded']])
})

test('what is no ledger is refused with its reason', async () => {
  const refused = async (bytes: Buffer | string) =>
    csv(bytes).then(
      () => 'read',
      (error: { fault?: string }) => error.fault,
    )
  expect(await refused(Buffer.from('d0cf11e0a1b11ae1000000', 'hex'))).toBe('oldExcel')
  expect(await refused('<html><table><tr><td>编号</td></tr></table></html>')).toBe('notALedger')
  expect(await refused('PK\u0003\u0004 and then nothing')).toBe('zipBroken')
  expect(await refused('编号,类型,内容\n')).toBe('noRows')
  expect(await refused(`${'列,'.repeat(400)}\n${'1,'.repeat(400)}\n`)).toBe('tooManyColumns')
})

/** A zip whose sheet unfolds to far more than it weighs. */
async function bomb(path: string, megabytes: number, name = 'xl/worksheets/sheet1.xml'): Promise<void> {
  const zip = new ZipFile()
  const written = pipeline(zip.outputStream as Readable, createWriteStream(path))
  const piece = Buffer.alloc(1_000_000, ' ')
  zip.addReadStream(
    Readable.from(
      (function* () {
        yield Buffer.from('<worksheet><sheetData>')
        for (let at = 0; at < megabytes; at++) yield piece
      })(),
    ),
    name,
  )
  zip.end()
  await written
}
test('a bomb is put out before it fills the memory', async () => {
  const path = join(folder, 'bomb.xlsx')
  await bomb(path, 400)
  const before = process.memoryUsage().rss
  await expect(readPath(path)).rejects.toMatchObject({ fault: expect.stringMatching(/tooBig|sheetBroken/) })
  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
})

test('entities do not unfold, paths do not lead out, thousands of parts are too many', async () => {
  const entity =
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
  const path = join(folder, 'entity.xlsx')
  await writeXlsx(path, [], { parts: { 'xl/worksheets/sheet1.xml': entity } })
  await expect(readPath(path)).rejects.toMatchObject({ fault: 'sheetBroken' })
  const many = join(folder, 'many.xlsx')
  await writeXlsx(many, sheet, { parts: Object.fromEntries(Array.from({ length: 2100 }, (_, at) => [`x/${at}`, ''])) })
  await expect(readPath(many)).rejects.toMatchObject({ fault: 'tooBig' })
  const out = join(folder, 'out.xlsx')
  await writeXlsx(out, sheet, { parts: { 'xl/aa/passwd': 'x' } })
  const { readFile } = await import('node:fs/promises')
  const bytes = await readFile(out)
  await writeFile(out, Buffer.from(bytes.toString('latin1').replaceAll('xl/aa/passwd', '../../passwd'), 'latin1'))
  await expect(readPath(out)).rejects.toMatchObject({ fault: 'zipBroken' })
})
