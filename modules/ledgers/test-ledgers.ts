import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { world } from '@doorstep/testkit'
import { ZipFile } from 'yazl'
import type { LedgerMap } from './rules-map.ts'

/** Ledgers of a county that never was, the same for the same number: for tests and for the bench. */

export const heads = [
  '序号',
  '事件编号',
  '事件类型',
  '简要情况',
  '所属社区',
  '详细地址',
  '经度',
  '纬度',
  '登记时间',
  '受理时间',
  '办结时间',
  '办理状态',
  '办结方式',
  '处理结果',
  '来源',
  '当事人姓名',
  '联系电话',
  '民族',
] as const
export const ledgerMap: LedgerMap = {
  source: '九加X系统',
  columns: {
    number: '事件编号',
    kind: '事件类型',
    description: '简要情况',
    area: '所属社区',
    place: '详细地址',
    lon: '经度',
    lat: '纬度',
    reportedAt: '登记时间',
    acceptedAt: '受理时间',
    resolvedAt: '办结时间',
    state: '办理状态',
    grade: '办结方式',
    result: '处理结果',
    channel: '来源',
    name: '当事人姓名',
    phone: '联系电话',
  },
  kinds: { 邻里纠纷: 'dispute', 安全隐患: 'hazard', 求助: 'help', 咨询: 'consult' },
  states: { 已办结: 'resolved', 办理中: 'inProgress' },
  grades: { 实质化解: 'solved', 政策解答: 'explained' },
  channels: { 来电: 'phone', 走访: 'onTheSpot' },
}

/** Small and quick (mulberry32): the same seed gives the same ledger on every machine. */
function dice(seed: number) {
  let a = seed >>> 0
  const next = (): number => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    int: (n: number) => Math.floor(next() * n),
    one: <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T,
  }
}
const places = ['三号楼二单元', '农贸市场东门', '渠口小学北墙外', '水塔路十字', '幸福小区地下车库', '老粮站家属院']
const causes = [
  '楼上漏水泡了天花板',
  '车位被占吵了起来',
  '楼道堆放杂物堵住出口',
  '路灯不亮晚上看不见',
  '装修噪音影响休息',
  '邻居养狗深夜狂吠',
]
const ends = ['双方达成口头协议', '已通知物业当天整改', '说明政策后当事人理解', '上门查看后恢复原状']
/** With the western end of each, which is 0.01° wide. */
const areas = [
  ['杨树里社区', 100],
  ['水塔社区', 100.01],
  ['红柳村', 100.02],
  ['渠口街道杨树里社区', 100],
  ['杨树里社区居委会', 100],
] as const
const faults = ['kind', 'area', 'date', 'order', 'empty'] as const
const brokenEvery = 20

const pad = (n: number): string => String(n).padStart(2, '0')
const dayAt = (days: number): string => new Date(Date.UTC(2016, 0, 1) + days * 86_400_000).toISOString().slice(0, 10)

/** Every twentieth row is broken where `broken` is set, each in one of five ways. */
export function* ledgerRows(count: number, options: { seed?: number; broken?: boolean } = {}): Generator<string[]> {
  const { int, one, next } = dice(options.seed ?? 20_261_121)
  for (let n = 1; n <= count; n++) {
    const from = int(3600)
    const time = `${pad(int(24))}:${pad(int(60))}:00`
    const [area, west] = one(areas)
    const row = [
      String(n),
      `JW${dayAt(from).replaceAll('-', '')}${String(n).padStart(6, '0')}`,
      one(['邻里纠纷', '安全隐患', '求助', '咨询']),
      `${one(places)}${one(causes)}，当事人称已经第${1 + int(9)}次反映，${next() < 0.3 ? '希望尽快处理。' : `涉及${2 + int(6)}户。`}`,
      area,
      `${one(places)}${1 + int(200)}号`,
      (west + 0.0005 + next() * 0.009).toFixed(6),
      (40.0005 + next() * 0.009).toFixed(6),
      `${dayAt(from)} ${time}`,
      dayAt(from + 1),
      dayAt(from + 2 + int(9)),
      '已办结',
      one(['实质化解', '政策解答']),
      one(ends),
      one(['来电', '走访']),
      `${one(['王', '李', '张', '马', '赵'])}${one(['建国', '秀英', '小明', '玉兰'])}`,
      `13${int(10)}${String(int(1e8)).padStart(8, '0')}`,
      one(['汉族', '回族', '哈萨克族']),
    ]
    if (options.broken && n % brokenEvery === 0)
      spoil(row, faults[(n / brokenEvery) % faults.length] as (typeof faults)[number])
    yield row
  }
}
function spoil(row: string[], how: (typeof faults)[number]): void {
  if (how === 'kind') row[2] = '其他事项'
  else if (how === 'area') row[4] = '不存在的社区'
  else if (how === 'date') row[8] = '去年冬天'
  else if (how === 'order') row[10] = '2010-01-01'
  else row[3] = ''
}

const csvCell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const csvOf = (rows: Iterable<readonly string[]>): Iterable<string> =>
  (function* () {
    for (const row of rows) yield `${row.map(csvCell).join(',')}\r\n`
  })()
export const csvText = (rows: Iterable<readonly string[]>): string => [...csvOf(rows)].join('')

export async function writeCsv(path: string, rows: Iterable<readonly string[]>): Promise<void> {
  await pipeline(Readable.from(csvOf(rows)), createWriteStream(path))
}

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const letters = (at: number): string =>
  (at >= 26 ? letters(Math.floor(at / 26) - 1) : '') + String.fromCharCode(65 + (at % 26))
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
export type Cell = string | number | { v: string | number; t?: string; s?: number; f?: string }
export type BookOptions = {
  dimension?: string
  merges?: string[]
  date1904?: boolean
  without?: readonly ('sharedStrings' | 'styles' | 'workbook' | 'rels' | 'types')[]
  /** Parts that replace or join the made ones. */
  parts?: Readonly<Record<string, string | Buffer>>
  inline?: boolean
}
/** Format 1 is a date, format 2 a date with time. */
const styles = `<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`

/** A workbook as spreadsheets write it, with shared texts, and wrong where it is asked to be. */
export async function writeXlsx(
  path: string,
  rows: Iterable<readonly Cell[]>,
  options: BookOptions = {},
): Promise<void> {
  const shared = new Map<string, number>()
  const place = (text: string): number => {
    const known = shared.get(text) ?? shared.size
    shared.set(text, known)
    return known
  }
  const cellOf = (cell: Cell, at: string): string => {
    if (cell === '') return ''
    if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`
    if (typeof cell === 'string')
      return options.inline
        ? `<c r="${at}" t="inlineStr"><is><t>${xml(cell)}</t></is></c>`
        : `<c r="${at}" t="s"><v>${place(cell)}</v></c>`
    const { v, t, s, f } = cell
    return `<c r="${at}"${t ? ` t="${t}"` : ''}${s === undefined ? '' : ` s="${s}"`}>${f ? `<f>${xml(f)}</f>` : ''}${v === '' ? '' : `<v>${xml(String(v))}</v>`}</c>`
  }
  function* sheet(): Generator<string> {
    yield `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${main}"><dimension ref="${options.dimension ?? 'A1'}"/><sheetData>`
    let n = 0
    for (const row of rows) {
      n++
      yield `<row r="${n}">${row.map((cell, at) => cellOf(cell, `${letters(at)}${n}`)).join('')}</row>`
    }
    const merges = (options.merges ?? []).map((ref) => `<mergeCell ref="${ref}"/>`).join('')
    yield `</sheetData>${merges ? `<mergeCells>${merges}</mergeCells>` : ''}</worksheet>`
  }
  function* strings(): Generator<string> {
    yield `<?xml version="1.0" encoding="UTF-8"?><sst xmlns="${main}">`
    for (const text of shared.keys()) yield `<si><t xml:space="preserve">${xml(text)}</t></si>`
    yield '</sst>'
  }
  const zip = new ZipFile()
  const written = pipeline(zip.outputStream as Readable, createWriteStream(path))
  const lacks = (part: NonNullable<BookOptions['without']>[number]) => options.without?.includes(part) || undefined
  const ours = { ...options.parts }
  const add = (name: string, text: string) => {
    if (!Object.hasOwn(ours, name)) ours[name] = text
  }
  if (!lacks('types'))
    add(
      '[Content_Types].xml',
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    )
  if (!lacks('workbook'))
    add(
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="r"><workbookPr date1904="${options.date1904 ? 1 : 0}"/><sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    )
  if (!lacks('rels'))
    add(
      'xl/_rels/workbook.xml.rels',
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="sharedStrings.xml"/></Relationships>',
    )
  if (!lacks('styles')) add('xl/styles.xml', styles)
  for (const [name, content] of Object.entries(ours)) zip.addBuffer(Buffer.from(content), name)
  if (!Object.hasOwn(ours, 'xl/worksheets/sheet1.xml')) {
    // The texts are known when the sheet has been written.
    const body = Readable.from(sheet())
    await new Promise<void>((resolve, reject) => {
      body.once('end', resolve).once('error', reject)
      zip.addReadStream(body, 'xl/worksheets/sheet1.xml')
    })
  }
  if (!lacks('sharedStrings')) zip.addReadStream(Readable.from(strings()), 'xl/sharedStrings.xml')
  zip.end()
  await written
}

/** Text in GB 18030, by way of the decoder: enough for what ledgers hold. */
export function toGb18030(text: string): Buffer {
  const table = new Map<string, Buffer>()
  const decoder = new TextDecoder('gb18030')
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) {
      if (low === 0x7f) continue
      const bytes = Buffer.from([high, low])
      const sign = decoder.decode(bytes)
      if (sign.length === 1 && !table.has(sign)) table.set(sign, bytes)
    }
  return Buffer.concat(
    [...text].map((sign) => (sign.charCodeAt(0) < 128 ? Buffer.from(sign) : (table.get(sign) ?? Buffer.from('?')))),
  )
}
export const county = Number(world.county)
