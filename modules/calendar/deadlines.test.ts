import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defaultLimits } from './limits.ts'

let t: TestApp
let admin: Who
beforeAll(async () => {
  t = await testApp()
  admin = await t.as('countyAdmin', world.county)
})
afterAll(() => t.close())

const limits = async () => (await t.get(t.visitor, '/api/calendar/limits')).json()
const limit = async (code: string) => (await limits()).items.find((one: { code: string }) => one.code === code)
const deadline = async (query: string) => (await t.get(t.visitor, `/api/calendar/deadline?${query}`)).json()

test('the list has every limit, with its mark and source', async () => {
  const { items, quotas } = await limits()
  expect(items).toHaveLength(defaultLimits.length)
  expect(items[0]).toEqual({
    code: 'matter.accept',
    value: { unit: 'workingDays', amount: 1 },
    initial: { unit: 'workingDays', amount: 1 },
    own: false,
    reason: null,
    changedAt: null,
    mark: 'C',
    source: defaultLimits[0]?.source,
    times: 1,
    before: false,
  })
  expect(quotas.length).toBeGreaterThan(5)
})

test('the county sets a limit, deadlines follow, and the first value comes back', async () => {
  const start = encodeURIComponent('2024-09-30T09:00:00+08:00')
  const before = await deadline(`start=${start}&code=matter.accept`)
  expect(before).toMatchObject({ day: '2024-10-08', deadline: '2024-10-08T15:59:59.999Z', known: true })
  expect(before.skipped).toHaveLength(7)
  const url = '/api/calendar/limits/matter.accept'
  const set = await t.send(admin, 'PUT', url, { unit: 'hours', amount: 2, reason: '承诺两小时受理' })
  expect(set.json()).toMatchObject({ own: true, value: { unit: 'hours', amount: 2 }, reason: '承诺两小时受理' })
  expect(await deadline(`start=${start}&code=matter.accept`)).toMatchObject({ deadline: '2024-09-30T03:00:00.000Z' })
  await t.send(admin, 'PUT', url, { unit: 'hours', amount: 0.5, reason: '半小时' })
  expect((await limit('matter.accept')).value).toEqual({ unit: 'hours', amount: 0.5 })
  expect((await t.send(admin, 'DELETE', url)).json()).toMatchObject({ own: false, reason: null })
  expect(await deadline(`start=${start}&code=matter.accept`)).toMatchObject({ day: '2024-10-08' })
})

test('any span can be asked for', async () => {
  const start = encodeURIComponent('2024-01-31T09:00:00+08:00')
  expect(await deadline(`start=${start}&unit=months&amount=1`)).toMatchObject({ day: '2024-02-29' })
  expect(await deadline(`start=${start}&unit=workingDays&amount=0`)).toMatchObject({ code: 'calendar.notALimit' })
  expect(await deadline(`start=${start}`)).toMatchObject({ code: 'calendar.notALimit' })
  expect(await deadline(`start=${start}&code=matter.nothing`)).toMatchObject({ code: 'calendar.noSuchLimit' })
})

test('what cannot be a limit is refused, and so is whoever may not set one', async () => {
  const set = (body: object, who = admin, code = 'matter.general') =>
    t.send(who, 'PUT', `/api/calendar/limits/${code}`, { reason: '试', ...body })
  expect((await set({ unit: 'workingDays', amount: 1.5 })).json().code).toBe('calendar.notALimit')
  expect((await set({ unit: 'days', amount: 0 })).json().code).toBe('calendar.notALimit')
  expect((await set({ unit: 'workingDays', amount: 90_000 })).json().code).toBe('calendar.notALimit')
  expect((await set({ unit: 'days', amount: 5 }, admin, 'matter.nothing')).json().code).toBe('calendar.noSuchLimit')
  expect((await set({ unit: 'weeks', amount: 1 })).json().code).toBe('request.invalid')
  const chief = await t.as('chief', world.township)
  expect((await set({ unit: 'days', amount: 5 }, chief)).json().code).toBe('access.denied')
  expect((await limit('matter.general')).own).toBe(false)
})
