import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { newId } from '@doorstep/contract'
import { lay } from '@doorstep/modules/matters/test-matters.ts'
import { type Who, world } from '@doorstep/testkit'
import { type Hostile, hostileServer, nothingIncoming, stillWell } from '@doorstep/testkit/hostile.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'

// Line 3: ledgers that would fill the memory, reach out of their file, or do something in the program that opens them.

let h: Hostile
let admin: Who
let folder: string
/** Megabytes that all these files together may add to what the process needs at most: most of it is the test's own server. */
const ceiling = 500
let peak: number
beforeAll(async () => {
  h = await hostileServer()
  admin = await h.t.as('countyAdmin', world.county)
  folder = await mkdtemp(join(tmpdir(), 'doorstep-bombs-'))
  peak = process.resourceUsage().maxRSS
})
afterAll(async () => {
  expect((process.resourceUsage().maxRSS - peak) / 1000, 'megabytes more at the peak').toBeLessThan(ceiling)
  expect(
    await h.t.sql('select 1 from ledgers.batch b join ledgers.run r on r.id = b.run and r.state = $1', ['failed']),
  ).toEqual([])
  nothingIncoming(h.t.filesDir)
  await stillWell(h)
  await rm(folder, { recursive: true, force: true })
  await h.close()
})

type Told = { status: number; code?: string; state?: string; fault?: string; codes: string[] }
/** Sends it as the console does, lets it be read, and says what the person is told. */
async function send(pieces: Iterable<string | Buffer> | AsyncIterable<Buffer>, name = 'ledger.csv'): Promise<Told> {
  const id = newId(world.county)
  const { status, body } = await h.stream(`/api/ledgers/runs/${id}/file?name=${name}`, admin, 'text/csv', pieces)
  if (status !== 200) return { status, code: JSON.parse(body).code, codes: [] }
  await h.t.jobs.drain()
  const run = (await h.t.get(admin, `/api/ledgers/runs/${id}`)).json()
  const problems = (await h.t.get(admin, `/api/ledgers/runs/${id}/problems?limit=200`)).json()
  expect(JSON.stringify([run, problems])).not.toMatch(/root:|\/tmp\/|node_modules/)
  return {
    status,
    state: run.state,
    fault: run.fault?.code,
    codes: (problems.items ?? []).map((one: { code: string }) => one.code),
  }
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>'
const workbook = `${declaration}<workbook><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`
const rels = `${declaration}<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="sharedStrings.xml"/></Relationships>`
const row = (n: number, cells: string[]) =>
  `<row r="${n}">${cells.map((text, at) => `<c r="${'ABCDEFG'[at]}${n}" t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`
const table = `${row(1, ['编号', '类型', '内容'])}${row(2, ['1', '纠纷', '漏水'])}`
const sheetOf = (inner: string) => `${declaration}<worksheet><sheetData>${inner}</sheetData></worksheet>`
type Part = string | Buffer | (() => Iterable<string>)
const sheet = 'xl/worksheets/sheet1.xml'

/** A workbook of these parts. Padding that cannot be packed makes a small bomb look like an honest, large file. */
async function book(parts: Record<string, Part>, padding = 0): Promise<string> {
  const path = join(folder, `${randomBytes(6).toString('hex')}.xlsx`)
  const zip = new ZipFile()
  const written = pipeline(zip.outputStream as Readable, createWriteStream(path))
  for (const [name, part] of Object.entries({
    'xl/workbook.xml': workbook,
    'xl/_rels/workbook.xml.rels': rels,
    ...parts,
  }))
    if (typeof part === 'function') zip.addReadStream(Readable.from((part as () => Iterable<string>)()), name)
    else zip.addBuffer(Buffer.from(part), name)
  if (padding > 0) zip.addBuffer(randomBytes(padding), 'xl/media/image1.png', { compress: false })
  zip.end()
  await written
  return path
}
const sendBook = async (parts: Record<string, Part>, padding?: number) =>
  send(createReadStream(await book(parts, padding)), 'ledger.xlsx')
function* repeated(before: string, piece: string, megabytes: number, after: string): Generator<string> {
  yield before
  const block = piece.repeat(Math.ceil(1_000_000 / piece.length))
  for (let at = 0; at < megabytes; at++) yield block
  yield after
}
const open = `${declaration}<worksheet><sheetData>${row(1, ['编号', '类型', '内容'])}`
const close = '</sheetData></worksheet>'

describe('workbooks that unfold without measure', () => {
  test.each<[string, Record<string, Part>, number, RegExp]>([
    ['a hundred megabytes of nothing', { [sheet]: () => repeated(open, ' ', 120, close) }, 0, /tooBig|sheetBroken/],
    [
      'cells without end in one row',
      { [sheet]: () => repeated(`${open}<row r="2">`, '<c r="A2"><v>1</v></c>', 40, `</row>${close}`) },
      2_000_000,
      /tooManyColumns/,
    ],
    ['elements inside of elements', { [sheet]: () => repeated(open, '<a>', 20, close) }, 1_000_000, /sheetBroken/],
    [
      'one cell of many texts',
      {
        [sheet]: () =>
          repeated(
            `${open}<row r="2"><c r="A2" t="inlineStr"><is>`,
            '<t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t>',
            30,
            `</is></c></row>${close}`,
          ),
      },
      1_000_000,
      /^$|sheetBroken|noRows/,
    ],
    [
      'one shared text of many runs',
      {
        [sheet]: sheetOf(`${row(1, ['编号', '类型', '内容'])}<row r="2"><c r="A2" t="s"><v>0</v></c></row>`),
        'xl/sharedStrings.xml': () =>
          repeated('<sst><si>', '<r><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></r>', 30, '</si></sst>'),
      },
      1_000_000,
      /^$|sheetBroken/,
    ],
    [
      'an attribute without end',
      { [sheet]: () => repeated(`${open}<row r="`, '1', 10, `">${close}`) },
      1_000_000,
      /sheetBroken/,
    ],
    [
      'a comment without end',
      { [sheet]: () => repeated(`${open}<!--`, 'x', 10, `-->${close}`) },
      1_000_000,
      /sheetBroken/,
    ],
    ['the same row again and again', { [sheet]: () => repeated(open, '<row r="1"/>', 5, close) }, 1_000_000, /noRows/],
    [
      'twenty thousand sheets',
      {
        'xl/workbook.xml': `<workbook><sheets>${'<sheet name="x" sheetId="1" r:id="rId1"/>'.repeat(20_000)}</sheets></workbook>`,
        [sheet]: sheetOf(table),
      },
      0,
      /tooBig/,
    ],
    [
      'entities that laugh a milliard times',
      {
        [sheet]: `<!DOCTYPE x [<!ENTITY a "lol">${'bcdefghij'
          .split('')
          .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghij'[at]};`.repeat(10)}">`)
          .join('')}]>${sheetOf(row(1, ['&j;']))}`,
      },
      0,
      /sheetBroken/,
    ],
    [
      'an entity from outside',
      { [sheet]: `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${sheetOf(row(1, ['&a;', 'x', 'y']))}` },
      0,
      /sheetBroken/,
    ],
    [
      'a column beyond all columns',
      { [sheet]: sheetOf(`${table}<row r="3"><c r="BDWGN3"><v>1</v></c></row>`) },
      0,
      /tooManyColumns/,
    ],
    [
      'a row beyond all rows',
      { [sheet]: sheetOf(`${table}<row r="999999999"><c r="A999999999"><v>1</v></c></row>`) },
      0,
      /tooBig/,
    ],
    ['a workbook in a workbook', { [sheet]: Buffer.from('504b030414000000', 'hex') }, 0, /sheetBroken|noRows/],
    [
      'an archive of archives',
      { [sheet]: '', 'a.zip': Buffer.from('504b0506000000000000000000000000000000000000', 'hex') },
      0,
      /noRows|sheetBroken/,
    ],
  ])('%s', { timeout: 60_000 }, async (_name, parts, padding, fault) => {
    const told = await sendBook(parts, padding)
    expect(told.status).toBe(200)
    expect(told.fault ?? '', JSON.stringify(told)).toMatch(fault)
    if (told.fault) expect(told.state).toBe('failed')
  })

  test('names that lead out, parts under lock and key, an archive that is cut', async () => {
    const bytes = await readFile(await book({ [sheet]: sheetOf(table), 'xl/aa/passwd': 'x' }))
    const out = Buffer.from(bytes.toString('latin1').replaceAll('xl/aa/passwd', '../../passwd'), 'latin1')
    expect((await send([out])).fault).toBe('zipBroken')
    const locked = Buffer.from(bytes)
    for (let at = locked.indexOf('PK\u0001\u0002'); at >= 0; at = locked.indexOf('PK\u0001\u0002', at + 4))
      locked.writeUInt16LE(locked.readUInt16LE(at + 8) | 1, at + 8)
    expect((await send([locked])).fault).toBe('zipBroken')
    expect((await send([bytes.subarray(0, bytes.length - 30)])).fault).toBe('zipBroken')
    expect((await send([Buffer.from('d0cf11e0a1b11ae1000000000000', 'hex')])).code).toBe('request.unsupported')
  })
})

describe('text that is no table', () => {
  const head = '编号,类型,内容\n1,纠纷,漏水\n'
  test.each<[string, () => Iterable<string>, RegExp]>([
    ['one line of 40 megabytes', () => repeated(head, 'xxxxxxxx', 40, ''), /quoteOpen|sheetBroken/],
    ['one quotation mark and 20 megabytes', () => repeated(`${head}"`, 'x,y\n', 20, ''), /quoteOpen/],
    ['nothing but quotation marks', () => repeated(head, '"', 5, ''), /quoteOpen|sheetBroken/],
    ['records of almost a megabyte', () => repeated(head, `2,纠纷,${'x'.repeat(900_000)}\n`, 12, ''), /^$/],
    ['a hundred thousand columns', () => [`${'列,'.repeat(100_000)}\n1\n`], /tooManyColumns/],
    ['twenty thousand empty lines', () => [head, '\n'.repeat(20_000)], /^$/],
  ])('%s', { timeout: 60_000 }, async (_name, pieces, fault) => {
    const told = await send(pieces())
    expect(told.status).toBe(200)
    const broken = told.codes.includes('fileCut') ? 'quoteOpen' : ''
    expect(told.fault ?? broken, JSON.stringify(told)).toMatch(fault)
  })

  test('NULs, a page, nothing, and more than is taken', async () => {
    expect((await send(['编号,类型\n1,\u0000\u0000\n'])).code).toBe('request.unsupported')
    expect((await send(['<html><table><tr><td>编号</td></tr></table>'])).fault).toBe('notALedger')
    expect((await send([''])).status).toBe(400)
    expect((await send(repeated('', 'x', 210, ''))).code).toBe('request.tooLarge')
  })
})

test('what goes out is no formula, in either format, whatever came in', async () => {
  const evil = [
    '=cmd|"/c calc"!A1',
    '+1+1',
    '-2+3',
    '@SUM(1)',
    '\t=1+1',
    '＝1+1',
    '%0A=1',
    '=HYPERLINK("http://evil","x")',
  ]
  for (const description of evil) await lay(h.t, 'submitted', { description, place: description })
  const csv = await h.t.get(admin, '/api/ledgers/exports/matters?format=csv')
  expect(csv.statusCode).toBe(200)
  for (const cell of csv.body.matchAll(/(?:^|,|\n)"?([^",\n]*)/g)) expect(cell[1]).not.toMatch(/^\s*[=+@＝%]|^-\D/)
  const xlsx = await h.t.get(admin, '/api/ledgers/exports/matters?format=xlsx')
  const path = join(folder, 'out.xlsx')
  await writeFile(path, xlsx.rawPayload)
  const { openZip } = await import('@doorstep/modules/ledgers/read/zip.ts')
  const parts = await openZip(path)
  const text = (await parts.text(sheet)) ?? ''
  parts.close()
  expect(text).toContain('HYPERLINK')
  expect(text).not.toMatch(/<f[ >]|<c [^>]*\bt="(?!inlineStr)/)
})
