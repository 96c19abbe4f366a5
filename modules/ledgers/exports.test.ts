import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lay } from '../matters/test-matters.ts'
import { readTable } from './read/table.ts'
import { type Bench, bench, parsed } from './test-import.ts'

let b: Bench
beforeAll(async () => {
  b = await bench()
  const { vault } = b.t.parts
  for (const description of ['=HYPERLINK("http://x")', '+1', '-2+3', '@SUM(A1)', '\t=1', '普通的事', '100%'])
    await lay(b.t, 'archived', {
      description,
      reporterName: vault.seal('王小明'),
      reporterPhone: vault.seal('13800138000'),
    })
  await lay(b.t, 'submitted', { area: `${world.otherTownshipCommunity}001`, description: '别处的事' })
})
afterAll(() => b.close())

const csvOf = async (who: Awaited<ReturnType<Bench['t']['as']>>, query: string) =>
  parsed((await b.t.get(who, `/api/ledgers/exports/matters?${query}`)).body)

test('what looks like a formula is text; names and numbers are masked; the reader’s own area only', async () => {
  const officer = await b.t.as('officer')
  const reply = await b.t.get(officer, '/api/ledgers/exports/matters?columns=code,description,name,phone')
  expect(reply.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(reply.body.startsWith('\ufeff编号,内容,姓名（已脱敏）,电话（已脱敏）\r\n')).toBe(true)
  const rows = parsed(reply.body).slice(1)
  expect(rows).toHaveLength(7)
  for (const row of rows) {
    expect(row[1]).not.toMatch(/^[\s]*[=+\-@\t]/)
    expect(row.slice(2)).toEqual(['王**', '138****8000'])
  }
  expect(reply.body).not.toContain('别处的事')
})
test('a workbook holds the same, every cell as text', async () => {
  const officer = await b.t.as('officer')
  const reply = await b.t.get(officer, '/api/ledgers/exports/matters?format=xlsx&columns=code,description,id')
  const path = join(b.folder, 'export.xlsx')
  await writeFile(path, reply.rawPayload)
  const rows: (readonly string[])[] = []
  const facts = await readTable(path, {}, async (some) => void rows.push(...some.map(({ cells }) => cells)))
  expect(facts.columns.map(({ name }) => name)).toEqual(['编号', '内容', '标识'])
  expect(rows.map((row) => row[1]?.trim()).sort()).toEqual(
    ['+1', '-2+3', '100%', '=1', '=HYPERLINK("http://x")', '@SUM(A1)', '普通的事'].sort(),
  )
  expect(reply.rawPayload.includes(Buffer.from('<f>'))).toBe(false)
})
test('filters of the list, columns in any order, an unknown one refused; every export is written down', async () => {
  const admin = await b.t.as('countyAdmin', world.county)
  expect(await csvOf(admin, 'columns=description&view=open')).toEqual([['内容'], ['别处的事']])
  expect(await csvOf(admin, `columns=description&area=${world.otherTownshipCommunity}`)).toEqual([
    ['内容'],
    ['别处的事'],
  ])
  const wrong = await b.t.get(admin, '/api/ledgers/exports/matters?columns=receiptHash')
  expect(wrong.statusCode).toBe(400)
  const [line] = await b.t.sql<{ detail: object }>(
    `select detail from kernel.audit where operation = 'ledgers.exported' and account = '${admin.account}' order by at limit 1`,
  )
  expect(line?.detail).toEqual({ rows: 1, columns: ['description'], format: 'csv' })
})
test('staff and boards, each for whom may read them; not for helpers and departments', async () => {
  const chief = await b.t.as('chief', world.township)
  const officer = await b.t.as('officer')
  const staff = await b.t.get(chief, '/api/ledgers/exports/staff?columns=id,posts')
  expect(staff.body).toContain(officer.account)
  expect(staff.body).toContain('民警 渠口街道 · 杨树里社区居委会')
  expect((await b.t.get(chief, '/api/ledgers/exports/boards')).statusCode).toBe(200)
  for (const role of ['auxiliary', 'volunteer', 'resident'] as const)
    expect((await b.t.get(await b.t.as(role), '/api/ledgers/exports/matters')).statusCode).toBe(403)
  const clerk = await b.t.as('departmentClerk', world.county, 'housing')
  expect((await b.t.get(clerk, '/api/ledgers/exports/matters')).statusCode).toBe(403)
})
