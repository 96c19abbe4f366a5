import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, bench } from './test-import.ts'
import { county, heads, ledgerMap, ledgerRows } from './test-ledgers.ts'

let b: Bench
beforeAll(async () => {
  b = await bench()
})
afterAll(() => b.close())

const rows = 5000
const table = function* (count = rows, options: Parameters<typeof ledgerRows>[1] = {}) {
  yield [...heads]
  yield* ledgerRows(count, options)
}
const all = (sql: string) => b.t.sql<Record<string, unknown>>(sql)

test('a broken twentieth stays out, each with its reason; the rest comes in; a second import changes nothing', async () => {
  const started = performance.now()
  const first = await b.csv(table(rows, { broken: true }), { name: 'ten-years.csv' })
  const seconds = (performance.now() - started) / 1000
  expect(first.counts).toMatchObject({ created: rows * 0.95, rejected: rows * 0.05, updated: 0, unchanged: 0 })
  expect(first.codes).toMatchObject({
    kindUnknown: 50,
    areaUnknown: 50,
    dateUnreadable: 50,
    datesReversed: 50,
    descriptionMissing: 50,
  })
  const lines = first.report.filter(([, , , outcome]) => outcome === '未导入')
  expect(lines).toHaveLength(rows * 0.05)
  expect(lines[0]).toEqual(['21', 'E', '所属社区', '未导入', 'areaUnknown', '本县查不到“不存在的社区”'])
  expect(first.rejects).toHaveLength(rows * 0.05 + 1)
  expect(first.rejects[0]).not.toContain('民族')
  expect(first.rejects[1]?.at(-1)).toBe('所属社区: 本县查不到“不存在的社区”')
  expect(await all('select count(*) as n from matters.matter')).toEqual([{ n: rows * 0.95 }])

  const before = await all('select md5(string_agg(m::text, $$ $$ order by id)) as sum from matters.matter m')
  const steps = await all('select count(*) as n from matters.step')
  const again = await b.csv(table(rows, { broken: true }), { name: 'ten-years.csv' })
  expect(again.counts).toMatchObject({ created: 0, updated: 0, unchanged: rows * 0.95, rejected: rows * 0.05 })
  expect(await all('select md5(string_agg(m::text, $$ $$ order by id)) as sum from matters.matter m')).toEqual(before)
  expect(await all('select count(*) as n from matters.step')).toEqual(steps)
  console.log(`import: ${rows} rows in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows/s`)
})

test('the same ledger as a workbook is the same ledger', async () => {
  const again = await b.xlsx(table(rows, { broken: true }))
  expect(again.counts).toMatchObject({ created: 0, unchanged: rows * 0.95, rejected: rows * 0.05 })
})

test('the forbidden column is named and nowhere kept', async () => {
  const { report, run } = await b.csv(table(5), { dry: true })
  expect(report).toContainEqual([
    '',
    'R',
    '民族',
    '提示',
    'columnForbidden',
    '“民族”列属于民族（看表头），按规定不得收集，整列未导入',
  ])
  expect(run.state).toBe('done')
  const everything = await all(`select count(*) as n from matters.matter m where m::text like '%哈萨克%'`)
  expect(everything).toEqual([{ n: 0 }])
})

test('what came in has its history, lies in its grid, and nobody was told', async () => {
  const [row] =
    await all(`select m.*, (select json_agg(json_build_array(s.verb, s.from_state, s.to_state) order by s.at, s.id) from matters.step s where s.matter = m.id) as steps
    from matters.matter m where code like '2%' order by reported_at limit 1`)
  expect(row).toMatchObject({
    state: 'archived',
    open: false,
    reporter: null,
    due_at: null,
    grade: expect.stringMatching(/solved|explained/),
  })
  expect(String(row?.area)).toHaveLength(15)
  expect(String(row?.reporter_phone).length).toBeGreaterThan(40)
  expect(row?.resolved_at).toBeTruthy()
  expect(row?.steps).toEqual([
    ['register', null, 'submitted'],
    ['accept', 'submitted', 'accepted'],
    ['resolve', 'accepted', 'resolved'],
    ['imported', 'resolved', 'archived'],
  ])
  await b.t.jobs.drain()
  expect(await all('select count(*) as n from notices.notice')).toEqual([{ n: 0 }])
  expect(await all(`select count(*) as n from kernel.outbox where type like 'matters.%'`)).toEqual([{ n: 0 }])
})

test('one line in the audit log for each import, with its figures', async () => {
  const lines = await all(
    `select detail from kernel.audit where operation = 'ledgers.imported' and county = ${county} order by at`,
  )
  expect(lines[0]?.detail).toMatchObject({ source: ledgerMap.source, created: rows * 0.95, rejected: rows * 0.05 })
})

test('a row that changed in its source is taken over, unless somebody has worked on the matter here', async () => {
  const [head, first, second] = [...table(2, { seed: 5 })] as [string[], string[], string[]]
  first[1] = 'CH-1'
  second[1] = 'CH-2'
  await b.csv([head, first, second])
  const changed = (row: string[]) => row.map((cell, at) => (at === 13 ? '后来又调解了一次，双方和好' : cell))
  await b.t.sql(`update matters.matter set updated_at = now() + interval '1 minute' where id = (select m.id from matters.matter m
    join matters.step s on s.matter = m.id where s.verb = 'imported' and s.data->>'number' = 'CH-2')`)
  const again = await b.csv([head, changed(first), changed(second)])
  expect(again.counts).toMatchObject({ updated: 1, left: 1, created: 0 })
  expect(again.report).toContainEqual(['3', '', '', '有改动', 'touchedSince', '台账有改动，但这里已有人办理，未覆盖'])
  const results =
    await all(`select m.result, s.data->>'number' as number from matters.matter m join matters.step s on s.matter = m.id
    where s.verb = 'imported' and s.data->>'number' like 'CH-%' order by 2, s.at desc`)
  expect(results.map(({ result }) => String(result).startsWith('后来'))).toEqual([true, true, false])
  // What a person had erased, or what went when its time was over, is not filled again.
  await b.t.sql(
    `update matters.matter set erased_at = now() where id in (select matter from matters.step where verb = 'imported' and data->>'number' = 'CH-1')`,
  )
  const erased = await b.csv([head, first, changed(second)])
  expect(erased.counts).toMatchObject({ updated: 0, left: 2 })
  const third = await b.csv([head, changed(first), changed(second)])
  expect(third.counts).toMatchObject({ updated: 0, unchanged: 1, left: 1 })
})

test('the second of two rows with one number stays out, also across pieces and in a dry run', async () => {
  const rowsOfTwo = [...table(1500, { seed: 9 })].map((row, n) =>
    n === 0 ? row : row.map((cell, at) => (at === 1 ? `DUP-${n}` : cell)),
  )
  rowsOfTwo.push([...(rowsOfTwo[1] as string[])])
  for (const dry of [true, false]) {
    const { counts, report } = await b.csv(rowsOfTwo, { dry })
    expect(counts).toMatchObject({ created: 1500, rejected: 1 })
    expect(report.find(([, , , , code]) => code === 'rowRepeated')?.[0]).toBe('1502')
  }
})

test('what is still open begins a new run of the clock, with its handler or waiting to be accepted', async () => {
  const officer = await b.t.another('officer')
  const [{ name }] = (await all(`select name from people.account where id = '${officer.account}'`)) as [
    { name: string },
  ]
  const [head, one, two] = [...table(2, { seed: 77 })] as [string[], string[], string[]]
  const open = (row: string[], number: string) =>
    row.map((cell, at) => ({ 1: number, 4: '杨树里社区', 6: '', 7: '', 10: '', 11: '办理中', 12: '' })[at] ?? cell)
  const map = { ...ledgerMap, columns: { ...ledgerMap.columns, handler: '承办人' } }
  const result = await b.csv(
    [
      [...head, '承办人'],
      [...open(one, 'OP-1'), name],
      [...open(two, 'OP-2'), '查无此人'],
    ],
    { map },
  )
  expect(result.codes).toMatchObject({ handlerUnknown: 1 })
  const found =
    await all(`select m.state, m.assignee, m.due_at > now() as ahead from matters.matter m join matters.step s on s.matter = m.id
    where s.verb = 'imported' and s.data->>'number' like 'OP-%' order by s.data->>'number'`)
  expect(found).toEqual([
    { state: 'inProgress', assignee: officer.account, ahead: true },
    { state: 'submitted', assignee: null, ahead: true },
  ])
})
