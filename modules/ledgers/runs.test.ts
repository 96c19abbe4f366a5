import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newId } from '@doorstep/contract'
import { type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, bench, parsed, upload } from './test-import.ts'
import { county, csvText, heads, ledgerMap, ledgerRows, toGb18030, writeXlsx } from './test-ledgers.ts'

/** The wizard's way, through HTTP and the background. */

let b: Bench
let admin: Who
beforeAll(async () => {
  b = await bench()
  admin = await b.t.as('countyAdmin', world.county)
})
afterAll(() => b.close())

const table = (rows: number, broken = true): string[][] => [[...heads], ...ledgerRows(rows, { broken })]
const get = async (url: string) => (await b.t.get(admin, `/api/ledgers${url}`)).json()
const start = (id: string, dry: boolean, map: object = ledgerMap) =>
  b.t.post(admin, `/api/ledgers/runs/${id}/start`, { map, dry })

test('upload → read → check → bring in → report and rejected rows', async () => {
  const bytes = toGb18030(csvText(table(2200)))
  const { id, reply } = await upload(b.t, admin, bytes, '矛盾台账.csv')
  expect(reply.json()).toMatchObject({ state: 'received', fileName: '矛盾台账.csv' })
  await b.t.jobs.drain()
  const read = await get(`/runs/${id}`)
  expect(read).toMatchObject({ state: 'read', rows: 2200, found: { encoding: 'gb18030', headerRow: 1 } })
  expect(read.found.columns.find(({ name }: { name: string }) => name === '民族')).toMatchObject({
    forbidden: { sort: 'ethnic', by: 'head' },
    samples: [],
    values: null,
  })
  expect(read.found.suggestion.columns).toMatchObject({
    number: '事件编号',
    kind: '事件类型',
    area: '所属社区',
    phone: '联系电话',
  })
  expect(read.found.suggestion.states).toEqual({ 已办结: 'resolved' })

  expect((await start(id, true)).statusCode).toBe(200)
  await b.t.jobs.drain()
  expect(await get(`/runs/${id}`)).toMatchObject({ state: 'done', dry: true, counts: { created: 2090, rejected: 110 } })
  expect(await b.t.sql('select 1 from matters.matter')).toEqual([])

  expect((await start(id, false)).statusCode).toBe(200)
  await b.t.jobs.drain()
  const done = await get(`/runs/${id}`)
  expect(done).toMatchObject({ state: 'done', dry: false, position: 2201, counts: { created: 2090, rejected: 110 } })
  expect(await b.t.sql('select count(*) as n from matters.matter')).toEqual([{ n: 2090 }])
  const page = await get(`/runs/${id}/problems?severity=rejected&limit=2`)
  expect(page.items[0]).toMatchObject({ row: 21, column: 'E', head: '所属社区', code: 'areaUnknown' })
  expect(page.next).toBeTruthy()
  const rejects = await b.t.get(admin, `/api/ledgers/runs/${id}/rejects`)
  expect(rejects.headers['content-disposition']).toContain(encodeURIComponent('矛盾台账'))
  expect(parsed(rejects.body)).toHaveLength(111)
  expect(
    parsed((await b.t.get(admin, `/api/ledgers/runs/${id}/report`)).body).filter(([row]) => row === '21'),
  ).toHaveLength(1)
  // Brought in once: the run cannot be started again, its file and its good rows are gone.
  expect((await start(id, false)).json().code).toBe('ledgers.notReady')
  expect(await b.t.parts.files.open(id)).toBeUndefined()
  expect(
    await b.t.sql(`select count(*) as n from ledgers.batch where run = '${id.slice(7)}' and last_row < 2000`),
  ).not.toEqual([{ n: 0 }])

  const again = await upload(b.t, admin, bytes, '矛盾台账.csv')
  await b.t.jobs.drain()
  await start(again.id, false)
  await b.t.jobs.drain()
  expect(await get(`/runs/${again.id}`)).toMatchObject({
    counts: { created: 0, updated: 0, unchanged: 2090, rejected: 110 },
  })
  const audit = await b.t.sql<{ account: string | null; detail: object }>(
    `select account, detail from kernel.audit where operation = 'ledgers.imported' order by at`,
  )
  expect(audit).toHaveLength(2)
  expect(audit[0]?.detail).toMatchObject({ by: admin.account, created: 2090 })
})

test('a server that dies between two pieces goes on where it was', async () => {
  const rows = table(2300, false).map((row, at) =>
    at === 0 ? row : row.map((cell, column) => (column === 1 ? `CUT-${at}` : cell)),
  )
  const { id } = await upload(b.t, admin, Buffer.from(csvText(rows)), 'cut.csv')
  await b.t.jobs.drain()
  await start(id, false)
  // The relay hands out one piece; then everything that was under way is forgotten, and the event is delivered again.
  const { workOn } = await import('./service-work.ts')
  const { runOnce, systemActor, systemGrant } = await import('@doorstep/kernel')
  await runOnce(b.t.parts, { actor: systemActor(county), grant: systemGrant(county), county }, (ctx) => workOn(ctx, id))
  expect(await get(`/runs/${id}`)).toMatchObject({ state: 'working', position: 1001, counts: { created: 1000 } })
  await b.t.jobs.drain()
  expect(await get(`/runs/${id}`)).toMatchObject({ state: 'done', counts: { created: 2300, rejected: 0 } })
})

test('a file that is none: the run says so, and what to do is up to the person', async () => {
  const { id } = await upload(b.t, admin, Buffer.from('编号,类型\n'), 'empty.csv')
  await b.t.jobs.drain()
  expect(await get(`/runs/${id}`)).toMatchObject({ state: 'failed', fault: { code: 'noRows' } })
  const exe = await upload(b.t, admin, Buffer.from('MZ\u0000\u0000'.repeat(30), 'latin1'), 'tool.csv')
  expect(exe.reply.json().code).toBe('request.unsupported')
})

test('another sheet, another head: the file is read again', async () => {
  const path = join(b.folder, 'odd.xlsx')
  await writeXlsx(path, [
    ['说明', '请勿修改'],
    ['甲', '乙'],
    ['编号', '类型'],
    ['1', '求助'],
  ])
  const { id } = await upload(
    b.t,
    admin,
    await readFile(path),
    'odd.xlsx',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  )
  await b.t.jobs.drain()
  expect((await b.t.post(admin, `/api/ledgers/runs/${id}/read`, { headerRow: 2 })).statusCode).toBe(200)
  await b.t.jobs.drain()
  expect(await get(`/runs/${id}`)).toMatchObject({ rows: 2, found: { headerRow: 2, sheets: ['台账'] } })
  expect((await start(id, true, { source: 'x', columns: { number: '甲' } })).json().code).toBe('ledgers.mapWrong')
  expect((await b.t.post(admin, `/api/ledgers/runs/${id}/cancel`)).json()).toMatchObject({ state: 'cancelled' })
})

test('mappings are kept by name, once each', async () => {
  const id = newId(county)
  const save = (of: string, name: string) =>
    b.t.send(admin, 'PUT', `/api/ledgers/mappings/${of}`, { name, map: ledgerMap })
  expect((await save(id, '九加X')).json()).toMatchObject({ name: '九加X', map: { source: ledgerMap.source } })
  expect((await save(newId(county), '九加X')).json().code).toBe('ledgers.nameTaken')
  expect((await save(id, '九加X 系统')).statusCode).toBe(200)
  expect((await get('/mappings')).items.map(({ name }: { name: string }) => name)).toEqual(['九加X 系统'])
  expect((await b.t.send(admin, 'DELETE', `/api/ledgers/mappings/${id}`)).statusCode).toBe(200)
  expect((await get('/mappings')).items).toEqual([])
})

test('values that were spoilt by a spreadsheet are mended or left out, by name', async () => {
  const spoilt = (changes: Record<number, string>, number: string) => {
    const [first] = [...ledgerRows(1)] as [string[]]
    return first.map((cell, at) => ({ ...changes, 1: number })[at] ?? cell)
  }
  const rows = [
    [...heads],
    spoilt({ 16: '1.38E+10' }, 'V1'),
    spoilt({ 6: '100', 7: '40' }, 'V2'),
    spoilt({ 6: '0', 7: '0' }, 'V3'),
    spoilt({ 6: '40.002', 7: '100.002', 4: '杨树里社区' }, 'V4'),
    spoilt({ 3: '张某（身份证11010519491231002X）与邻居争吵' }, 'V5'),
    spoilt({}, '2.02E+11'),
    spoilt({ 14: '托梦' }, 'V7'),
    spoilt({ 10: '2035-01-01' }, 'V8'),
  ]
  const { report, counts } = await b.csv(rows)
  expect(counts).toMatchObject({ created: 7, rejected: 1 })
  const found = Object.fromEntries(report.filter(([row]) => Number(row) > 1).map(([row, , , , code]) => [row, code]))
  expect(found).toEqual({
    2: 'phoneRounded',
    3: 'pointRounded',
    4: 'pointZero',
    5: 'pointSwapped',
    6: 'idNumberRemoved',
    7: 'numberRounded',
    8: 'channelUnknown',
    9: 'dateFuture',
  })
  const leaks = await b.t.sql(`select 1 from matters.matter where description like '%11010519491231002X%'`)
  expect(leaks).toEqual([])
})

test('the command line says in words what is wrong with a mapping', async () => {
  await writeFile(join(b.folder, 'map.json'), '{"source": "x"}')
  const { Command } = await import('commander')
  const { ledgersCommands } = await import('./cli.ts')
  const program = new Command().exitOverride()
  ledgersCommands(program, async () => b.t.parts)
  const run = program.parseAsync(['import', 'matters', 'none.csv', '--map', join(b.folder, 'map.json')], {
    from: 'user',
  })
  await expect(run).rejects.toThrow(/mapping .* is wrong[\s\S]*columns/)
})
