import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '@doorstep/contract'
import { transaction } from '@doorstep/kernel'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { readPdf } from '@doorstep/testkit/pdf.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readTable } from '../ledgers/read/table.ts'
import { openZip } from '../ledgers/read/zip.ts'
import { begin, type Dispute } from './rules.ts'
import type { Count, Form } from './rules-form.ts'
import { families, scales, states, tiers } from './states.ts'
import * as store from './store.ts'

/** The monthly form against figures that were counted by hand-written SQL, and what is taken along of it. */

let t: TestApp
let chief: Who
let admin: Who
const areas = [world.grid, world.neighbourGrid, `${world.otherTownshipCommunity}001`]

/** A small generator that says the same every time. */
function dice(seed: number) {
  let state = seed
  return (sides: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * sides)
  }
}
/** Six hundred files over fourteen months, many at the edges of a month in the county's time. */
async function layFiles(): Promise<void> {
  const roll = dice(20_261_116)
  const pick = <T>(from: readonly T[]): T => from[roll(from.length)] as T
  const edges = [
    '2026-09-30T15:59:59.999Z',
    '2026-09-30T16:00:00.000Z',
    '2026-10-31T15:59:59.999Z',
    '2025-12-31T16:00:00.000Z',
    '2025-12-31T15:59:59.999Z',
  ]
  const moment = () =>
    roll(6) === 0 ? pick(edges) : new Date(Date.parse('2025-10-01T00:00:00Z') + roll(420 * 1440) * 60_000).toISOString()
  await transaction(t.parts.database.owner, null, async (db) => {
    for (let n = 0; n < 600; n++) {
      const openedAt = moment()
      const id = newId(world.county, Date.parse(openedAt))
      const origin = {
        id,
        code: `20260101-${n.toString(36).toUpperCase().padStart(5, '0')}`,
        area: pick(areas),
        place: null,
        assignee: null,
        deadline: null,
      }
      const found: Dispute = begin({ ...origin, reportedAt: openedAt }, { by: null, at: openedAt })
      const settled = roll(3) > 0
      const dispute: Dispute = {
        ...found,
        ...(roll(10) === 0
          ? {}
          : {
              state: pick(states),
              family: pick(families),
              tier: pick(tiers),
              people: roll(8) === 0 ? null : pick([1, 49, 50, 99, 100, 500, 501, 3000]),
            }),
        ...(settled
          ? { settledAt: moment(), outcome: pick(['oral', 'written', 'refused', 'failed', 'withdrawn'] as const) }
          : {}),
      }
      await store.add({ db, county: Number(world.county) }, dispute)
    }
  })
}
beforeAll(async () => {
  t = await testApp()
  ;[chief, admin] = await Promise.all([t.as('chief', world.township), t.as('countyAdmin', world.county)])
  await layFiles()
})
afterAll(() => t.close())

/** Counts one cell as a clerk would with the table before them. */
async function oracle(area: string, from: string, to: string, where: string): Promise<Count> {
  const [row] = await t.sql<Count>(
    `select
      (select count(*)::int from disputes.dispute where county = $1 and area like $2 and (opened_at at time zone 'Asia/Shanghai')::date >= $3 and (opened_at at time zone 'Asia/Shanghai')::date < $4 and ${where}) as found,
      (select count(*)::int from disputes.dispute where county = $1 and area like $2 and (settled_at at time zone 'Asia/Shanghai')::date >= $3 and (settled_at at time zone 'Asia/Shanghai')::date < $4 and ${where}) as handled,
      (select count(*)::int from disputes.dispute where county = $1 and area like $2 and (settled_at at time zone 'Asia/Shanghai')::date >= $3 and (settled_at at time zone 'Asia/Shanghai')::date < $4 and outcome in ('oral', 'written') and ${where}) as settled`,
    [Number(world.county), `${area}%`, from, to],
  )
  return row as Count
}
const bands = {
  under50: 'people_count < 50',
  under100: 'people_count >= 50 and people_count < 100',
  under500: 'people_count >= 100 and people_count <= 500',
  over500: 'people_count > 500',
  unsorted: 'people_count is null',
  total: 'true',
}
const named = (column: string, value: string) =>
  value === 'total' ? 'true' : value === 'unsorted' ? `${column} is null` : `${column} = '${value}'`

it.each([
  ['the county', world.county, '2026-10', '2026-10-01', '2026-11-01', '2026-01-01'],
  ['a township', world.township, '2026-09', '2026-09-01', '2026-10-01', '2026-01-01'],
  ['a township, in December', world.township, '2025-12', '2025-12-01', '2026-01-01', '2025-01-01'],
])('%s: every cell is what SQL counts', async (_where, area, month, from, to, january) => {
  const who = area === world.county ? admin : chief
  const form = (await t.get(who, `/api/disputes/form?month=${month}`)).json<Form>()
  expect(form.families.map(({ family }) => family)).toEqual([...families, 'unsorted', 'total'])
  for (const row of form.families)
    for (const tier of [...tiers, 'unsorted', 'total'] as const) {
      const where = `${named('family', row.family)} and ${named('tier', tier)}`
      expect(row.month[tier], `${where} in the month`).toEqual(await oracle(area, from, to, where))
      expect(row.year[tier], `${where} in the year`).toEqual(await oracle(area, january, to, where))
    }
  expect(form.scales.map(({ scale }) => scale)).toEqual([...scales, 'unsorted', 'total'])
  for (const { scale, month: inMonth, year } of form.scales) {
    expect(inMonth, `${scale} in the month`).toEqual(await oracle(area, from, to, bands[scale]))
    expect(year, `${scale} in the year`).toEqual(await oracle(area, january, to, bands[scale]))
  }
  expect(form.families.at(-1)?.month.total.found).toBeGreaterThan(5)
})

it('is narrowed to an area, and never shows another', async () => {
  const of = async (who: Who, query: string) =>
    (await t.get(who, `/api/disputes/form?month=2026-10&${query}`)).json<Form>()
  const total = (form: Form) => form.families.at(-1)?.year.total.found
  expect(total(await of(admin, `area=${world.community}`))).toBe(
    (await oracle(world.community, '2026-01-01', '2026-11-01', 'true')).found,
  )
  expect(total(await of(chief, `area=${world.otherTownshipCommunity}`))).toBe(0)
})

it('as a paper: embedded fonts, the same figures, text that can be taken out', async () => {
  const form = (await t.get(chief, '/api/disputes/form?month=2026-10')).json<Form>()
  const paper = await t.get(chief, '/api/disputes/form/file?month=2026-10&format=pdf')
  const { fonts, texts } = await readPdf(paper.rawPayload)
  expect(fonts.every(({ embedded }) => embedded)).toBe(true)
  const words = texts.join(' ')
  for (const each of ['2026年10月矛盾纠纷排查化解月报表', '劳资债务', '家庭邻里', '婚恋情感', '500人以上', '合计'])
    expect(words).toContain(each)
  const total = form.families.at(-1)?.month.total as Count
  expect(words).toContain(`${total.found} ${total.handled} ${total.settled}`)
})

const saved = async (url: string, work: (path: string, folder: string) => Promise<void>) => {
  const reply = await t.get(admin, url)
  expect(reply.statusCode).toBe(200)
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-form-'))
  const path = join(folder, 'table.xlsx')
  writeFileSync(path, reply.rawPayload)
  await work(path, folder).finally(() => rmSync(folder, { recursive: true }))
}
/** The types of cells as they stand in the file: `inlineStr` is text, none is a number. */
async function typesIn(path: string): Promise<string[]> {
  const zip = await openZip(path)
  const sheet = (await zip.text('xl/worksheets/sheet1.xml')) ?? ''
  zip.close()
  return [...sheet.matchAll(/<c r="[A-Z]+\d+"( t="(\w+)")?>/g)].map((found) => found[2] ?? 'number')
}
const rowsOf = async (path: string) => {
  const rows: (readonly string[])[] = []
  const facts = await readTable(path, {}, async (some) => void rows.push(...some.map(({ cells }) => cells)))
  return { head: facts.columns.map(({ name }) => name), rows }
}

it('as a workbook: figures are numbers, everything else is text', async () => {
  const form = (await t.get(admin, '/api/disputes/form?month=2026-10')).json<Form>()
  await saved('/api/disputes/form/file?month=2026-10', async (path) => {
    const { rows } = await rowsOf(path)
    const [labour] = form.families
    const village = labour?.month.village
    expect(rows[0]?.slice(0, 4)).toEqual([
      '劳资债务',
      String(village?.found),
      String(village?.handled),
      String(village?.settled),
    ])
    expect((await typesIn(path)).filter((type) => type === 'number').length).toBe(6 * 15 + 6 * 6)
  })
})

it('the ledger as a workbook: ids and codes are text, nothing of persons; it opens in other programs', async () => {
  await saved('/api/disputes/export?view=all&format=xlsx', async (path, folder) => {
    const { head, rows } = await rowsOf(path)
    expect(head).toContain('标识')
    expect(head.join()).not.toMatch(/姓名|电话|当事人/)
    expect(rows).toHaveLength(600)
    expect(new Set(await typesIn(path))).toEqual(new Set(['inlineStr']))
    const ids = rows.map((row) => row[head.indexOf('标识')])
    expect(ids.every((id) => /^\d{6}-[0-9a-f-]{36}$/.test(id ?? ''))).toBe(true)
    expect(rows.every((row) => /^\d{15}$/.test(row[head.indexOf('区划代码')] ?? ''))).toBe(true)
    if (spawnSync('soffice', ['--version']).status !== 0) return
    execFileSync('soffice', [
      '--headless',
      '--convert-to',
      'csv:Text - txt - csv (StarCalc):44,34,76',
      '--outdir',
      folder,
      path,
    ])
    expect(readFileSync(join(folder, 'table.csv'), 'utf8')).toContain(ids[0] as string)
  })
})

it('the export follows the filters of the ledger, is asked for by leaders only, and is written down', async () => {
  const csv = (await t.get(chief, '/api/disputes/export?view=all&family=marriageLove&columns=code,family')).body
  const lines = csv.trim().split('\r\n').slice(1)
  const [{ count } = { count: 0 }] = await t.sql<{ count: number }>(
    `select count(*)::int from disputes.dispute where area like $1 and family = 'marriageLove'`,
    [`${world.township}%`],
  )
  expect(lines).toHaveLength(count)
  expect(lines.every((line) => line.endsWith('婚恋情感'))).toBe(true)
  expect((await t.get(await t.as('officer'), '/api/disputes/export')).statusCode).toBe(403)
  const [line] = await t.sql<{ detail: object }>(
    `select detail from kernel.audit where operation = 'ledgers.exported' and subject = 'disputes' and account = $1`,
    [chief.account],
  )
  expect(line?.detail).toMatchObject({ rows: count, columns: ['code', 'family'] })
})
