import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

let t: TestApp
let admin: Who
beforeAll(async () => {
  t = await testApp()
  admin = await t.as('countyAdmin', world.county)
})
afterAll(() => t.close())

type DayOf = { day: string; working: boolean; kind: string; decidedBy: string | null; name: { zh: string } | null }
const month = async (name: string, county: string = world.county): Promise<Map<string, DayOf>> => {
  const reply = await t.get(t.visitor, `/api/calendar/months/${name}?county=${county}`)
  return new Map((reply.json().items as DayOf[]).map((day) => [day.day, day]))
}

test('a month shows holidays, make-up days and weekends', async () => {
  const october = await month('2024-10')
  expect(october.size).toBe(31)
  expect(october.get('2024-10-01')).toMatchObject({ working: false, kind: 'holiday', decidedBy: 'nation' })
  expect(october.get('2024-10-12')).toMatchObject({ working: true, kind: 'workday', decidedBy: 'nation' })
  expect(october.get('2024-10-19')).toMatchObject({ working: false, kind: 'weekend', decidedBy: null, name: null })
  expect(october.get('2024-10-21')).toMatchObject({ working: true, kind: 'ordinary' })
  expect((await month('2024-02')).size).toBe(29)
})

test('the county sets a day of its own, and takes it back', async () => {
  const set = await t.send(admin, 'PUT', '/api/calendar/days/2026-08-05', { kind: 'holiday', name: '县庆日' })
  expect(set.json()).toMatchObject({ day: '2026-08-05', working: false, decidedBy: 'county', name: { zh: '县庆日' } })
  await t.send(admin, 'PUT', '/api/calendar/days/2026-08-05', { kind: 'holiday', name: '建县纪念日' })
  expect((await month('2026-08')).get('2026-08-05')).toMatchObject({ working: false, name: { zh: '建县纪念日' } })
  expect((await month('2026-08', world.foreignCounty)).get('2026-08-05')).toMatchObject({ working: true })
  const year = (await t.get(t.visitor, '/api/calendar/years/2026')).json()
  expect(year.items).toEqual([{ day: '2026-08-05', kind: 'holiday', name: '建县纪念日' }])
  const reset = await t.send(admin, 'DELETE', '/api/calendar/days/2026-08-05')
  expect(reset.json()).toMatchObject({ working: true, decidedBy: null })
})

test('a year that nobody has announced is not known until it is entered by hand', async () => {
  const known = async () => (await month('2045-05')).get('2045-05-02')
  expect(await known()).toMatchObject({ known: false })
  const entered = await t.send(admin, 'PUT', '/api/calendar/years/2045', { entered: true })
  expect(entered.json()).toEqual({ announced: false, entered: true })
  expect(await known()).toMatchObject({ known: true })
  await t.send(admin, 'PUT', '/api/calendar/years/2045', { entered: false })
  expect(await known()).toMatchObject({ known: false })
})

test('days that do not exist, and people who may not', async () => {
  const set = (who: Who, day: string, query = '') =>
    t.send(who, 'PUT', `/api/calendar/days/${day}${query}`, { kind: 'holiday', name: '假日' })
  expect((await set(admin, '2026-02-30')).json()).toMatchObject({ status: 400, code: 'calendar.noSuchDay' })
  expect((await set(admin, '2026-03-02', `?county=${world.foreignCounty}`)).json().code).toBe('access.outside')
  expect((await set(await t.as('chief', world.township), '2026-03-02')).json().code).toBe('access.denied')
  expect((await set(t.visitor, '2026-03-02')).statusCode).toBe(401)
})
