import { type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Matter } from './rules.ts'
import { type Kit, kit, lay } from './test-matters.ts'

let k: Kit
let officer: Who
let chief: Who
const laid: Matter[] = []
const hour = 3_600_000
const now = '2026-03-10T02:00:00.000Z'
const at = (hours: number): string => new Date(Date.parse(now) + hours * hour).toISOString()
const add = async (state: Parameters<typeof lay>[1], given: Partial<Matter> = {}) => {
  const matter = await lay(k.t, state, { reportedAt: at(-200 + laid.length), ...given })
  laid.push(matter)
  return matter
}
beforeAll(async () => {
  k = await kit()
  k.t.clock.set(now)
  officer = await k.t.as('officer')
  chief = await k.t.as('chief', world.township)
  for (let n = 0; n < 12; n++) {
    const dueAt = at(n * 5 - 21)
    await add('inProgress', {
      dueAt,
      handleDue: dueAt,
      assignee: n % 2 === 0 ? officer.account : null,
      point: world.point,
    })
  }
  for (let n = 0; n < 5; n++) await add('waitingPerson', { kind: 'hazard' })
  for (let n = 0; n < 4; n++) await add('submitted', { area: world.neighbourGrid, kind: 'help' })
  for (let n = 0; n < 3; n++) await add('archived', { description: '广场舞音响噪音太大，商量后改了时间。' })
  await add('resolved', { rating: 4 })
  await add('submitted', { area: `${world.otherTownshipCommunity}001` })
})
afterAll(() => k.t.close())

type Row = { id: string; dueAt: string | null; state: string; paused: boolean; areaName: string; kind: string }
type Page = { items: Row[]; next: string | null }
const page = async (who: Who, query = ''): Promise<Page> => (await k.t.get(who, `/api/matters${query}`)).json()
async function walked(who: Who, query: string): Promise<Row[]> {
  const all: Row[] = []
  let next: string | null = null
  do {
    const got: Page = await page(who, `?limit=3&${query}${next ? `&after=${next}` : ''}`)
    all.push(...got.items)
    next = got.next
  } while (next)
  return all
}
const ids = (rows: { id: string }[]) => rows.map(({ id }) => id).sort()
const laidIn = (which: (matter: Matter) => boolean) => ids(laid.filter(which))
const inTownship = (matter: Matter) => matter.area.startsWith(world.township)

describe('the queue', () => {
  test('late ones first, stopped clocks last, each once, walked by key', async () => {
    const rows = await walked(officer, '')
    expect(ids(rows)).toEqual(laidIn((m) => m.area === world.grid && !['archived', 'resolved'].includes(m.state)))
    const dues = rows.map(({ dueAt }) => dueAt ?? '9999')
    expect(dues).toEqual([...dues].sort())
    expect(rows.slice(-5).every(({ paused }) => paused)).toBe(true)
    expect(rows[0]?.areaName).toBe('杨树里社区居委会 · 杨树里社区第一网格')
  })
  test('walked while rows come and go, nothing that stays is skipped or told twice', async () => {
    const first = await page(officer, '?limit=4')
    const extra = await add('inProgress', { dueAt: at(-1000), handleDue: at(-1000) })
    const second = await page(officer, `?limit=4&after=${first.next}`)
    expect(ids(first.items).filter((id) => ids(second.items).includes(id))).toEqual([])
    expect(ids(second.items)).not.toContain(extra.id)
  })
  test('newest first over everything, also walked', async () => {
    const rows = await walked(chief, 'view=all&sort=newest')
    expect(ids(rows)).toEqual(laidIn(inTownship))
    const times = rows.map(({ id }) => laid.find((m) => m.id === id)?.reportedAt ?? '')
    expect(times).toEqual([...times].sort().reverse())
  })
  test.each([
    ['view=mine', (m: Matter) => m.assignee !== null && m.state === 'inProgress'],
    ['view=unaccepted', (m: Matter) => inTownship(m) && m.state === 'submitted'],
    ['view=overdue', (m: Matter) => inTownship(m) && m.dueAt !== null && m.dueAt < now],
    [
      'view=dueSoon',
      (m: Matter) => inTownship(m) && m.dueAt !== null && m.dueAt >= now && m.dueAt < '2026-03-11T16:00',
    ],
    ['view=closed', (m: Matter) => inTownship(m) && (m.state === 'archived' || m.state === 'resolved')],
    ['kind=hazard', (m: Matter) => m.kind === 'hazard'],
    ['state=archived', (m: Matter) => m.state === 'archived'],
    ['state=waitingPerson', (m: Matter) => m.state === 'waitingPerson'],
    [`area=${world.neighbourCommunity}`, (m: Matter) => m.area === world.neighbourGrid],
    [`area=${world.grid}`, (m: Matter) => m.area === world.grid && !['archived', 'resolved'].includes(m.state)],
    [`area=${world.neighbourTownship}`, () => false],
  ])('%s', async (query, belongs) => {
    const who = query === 'view=mine' ? officer : chief
    expect(ids(await walked(who, query))).toEqual(laidIn(belongs))
  })
  test('a cursor that is not ours is refused', async () => {
    for (const key of [
      ['x', 'y'],
      [null, "'; --"],
      ['0000-01-01T00:00:00.000Z', laid[0]?.id.slice(7)],
    ]) {
      const after = Buffer.from(JSON.stringify(key)).toString('base64url')
      expect((await k.t.get(officer, `/api/matters?after=${after}`)).json().code).toBe('request.invalid')
    }
  })
})

describe('search', () => {
  const found = async (q: string, who = chief) => ids((await page(who, `?view=all&q=${encodeURIComponent(q)}`)).items)
  test('by a Chinese word of two characters, by several words, by the code', async () => {
    const noisy = laidIn((m) => m.state === 'archived')
    expect(await found('噪音')).toEqual(noisy)
    expect(await found('音响 时间')).toEqual(noisy)
    expect(await found('音响 没有')).toEqual([])
    expect(await found('舞')).toEqual(noisy)
    expect(await found(laid[0]?.code.slice(-5).toLowerCase() ?? '')).toEqual([laid[0]?.id])
    const { id } = await k.report(k.t.visitor, { description: 'Broken WINDOW 100%_done' })
    const { code } = await k.get(officer, id)
    expect(await found(String(code).toLowerCase())).toEqual([id])
    expect(await found('window')).toEqual([id])
    expect(await found('100%_d')).toEqual([id])
    expect(await found('%%')).toEqual([])
  })
  test('never beyond the reach', async () => {
    expect(await found('噪音', await k.t.as('chief', world.neighbourTownship))).toEqual([])
  })
})

describe('board, map and figures', () => {
  test('the board counts each state and shows its first cards', async () => {
    const { columns } = (await k.t.get(chief, '/api/matters/board')).json()
    const of = (state: string) => columns.find((column: { state: string }) => column.state === state)
    const working = laid.filter((m) => m.state === 'inProgress')
    expect(of('inProgress')).toMatchObject({
      count: working.length,
      overdue: working.filter((m) => (m.dueAt ?? '9') < now).length,
    })
    expect(of('inProgress').first.map((row: Row) => row.dueAt)).toEqual(
      working
        .map((m) => m.dueAt)
        .sort()
        .slice(0, 5),
    )
    expect(of('waitingPerson')).toMatchObject({ count: 5, overdue: 0 })
    expect(of('resolved').count).toBe(1)
    expect(of('archived')).toBeUndefined()
  })
  test('the map has the points of open ones', async () => {
    const { points, more } = (await k.t.get(chief, '/api/matters/map')).json()
    expect(more).toBe(false)
    expect(points.filter((p: { kind: string }) => p.kind === 'dispute').length).toBeGreaterThanOrEqual(12)
    expect(points[0]).toMatchObject({ point: world.point, state: 'inProgress', overdue: true })
  })
  test('figures of a span: each counted on its own day', async () => {
    const url = `/api/matters/statistics?from=2026-03-01&to=2026-03-10&area=${world.township}`
    const figures = (await k.t.get(chief, url)).json()
    const reported = laid.filter(
      (m) => inTownship(m) && m.reportedAt >= '2026-02-28T16:00' && m.reportedAt < '2026-03-10T16:00',
    )
    expect(figures).toMatchObject({ closed: 4, closedInTime: 4, rated: 1, ratingSum: 4 })
    expect(figures.overdue).toBe(laid.filter((m) => inTownship(m) && m.dueAt !== null && m.dueAt < now).length)
    expect(figures.days).toHaveLength(10)
    const sum = figures.days.reduce((total: number, day: { reported: number }) => total + day.reported, 0)
    expect(sum).toBe(figures.reported)
    expect(figures.reported).toBeGreaterThanOrEqual(reported.length)
    const backwards = await k.t.get(chief, '/api/matters/statistics?from=2026-03-10&to=2026-03-01')
    expect(backwards.json().code).toBe('request.invalid')
  })
})
