import { bbox } from '@doorstep/geo/measure.ts'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

let t: TestApp
let admin: Who
beforeAll(async () => {
  t = await testApp()
  admin = await t.as('countyAdmin', world.county)
})
afterAll(() => t.close())
beforeEach(async () => {
  await t.sql(`delete from areas.revision`)
  await t.sql(`delete from areas.area where valid_from > '2020-01-01'`)
  await t.sql(`update areas.area set valid_to = null, superseded_by = '{}', version = 1`)
})

const { township, community: a, neighbourCommunity: b } = world
const change = (at: string, ends: string[], begins: object[], more: object = {}) =>
  t.post(admin, `/api/areas/${at}/changes`, { from: '2026-01-01', ends, begins, reason: '社区合并', ...more })
const get = async (code: string) => (await t.get(t.visitor, `/api/areas/${code}`)).json()
const locate = async (lon: number) =>
  (await t.get(t.visitor, `/api/areas/locate?lat=40.005&lon=${lon}`)).json().area as string
const box = (west: number, east: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, 40],
      [east, 40],
      [east, 40.01],
      [west, 40.01],
      [west, 40],
    ],
  ],
})

test('two communities merge into a new one: grids go along, ground is joined, old codes point on', async () => {
  const heir = `${township}003`
  const trial = await change(township, [a, b], [{ code: heir, name: '水杨社区居委会' }], { trial: true })
  expect(trial.json()).toMatchObject({ kind: 'merge', problems: [], written: false })
  expect((await get(a)).inForce).toBe(true)
  const done = (await change(township, [a, b], [{ code: heir, name: '水杨社区居委会' }])).json()
  expect(done).toMatchObject({ kind: 'merge', written: true })
  expect(done.moved).toContainEqual({ from: `${b}001`, to: [`${heir}003`] })
  expect(await get(a)).toMatchObject({ inForce: false, validTo: '2026-01-01', today: [heir] })
  expect(await get(`${b}001`)).toMatchObject({ inForce: false, today: [`${heir}003`] })
  expect(await get(heir)).toMatchObject({ name: '水杨社区居委会', inForce: true, parts: 4 })
  expect(await locate(100.012)).toBe(`${heir}003`)
  const shapes = (await t.get(t.visitor, `/api/areas/${heir}/shapes?level=community`)).json()
  expect(bbox(shapes.features[0].geometry)).toEqual([100, 40, 100.02, 40.01])
  const history = (await t.get(t.visitor, `/api/areas/${heir}/history`)).json()
  expect(history.before.map(({ code }: { code: string }) => code)).toEqual([a, b])
})

test('a community goes into one that exists, whose border grows', async () => {
  expect((await change(township, [b], [{ code: a }])).json()).toMatchObject({ kind: 'merge', written: true })
  expect(await get(b)).toMatchObject({ inForce: false, today: [a] })
  expect(await get(a)).toMatchObject({ name: '杨树里社区居委会', parts: 4, version: 2 })
  expect(await locate(100.017)).toBe(`${a}004`)
})

test('a community splits by the borders that were drawn, and its grids go where they lie', async () => {
  const [west, east] = [`${township}003`, `${township}004`]
  const done = await change(
    township,
    [a],
    [
      { code: west, name: '杨树西社区居委会', geometry: box(100, 100.005) },
      { code: east, name: '杨树东社区居委会', geometry: box(100.005, 100.01) },
    ],
  )
  expect(done.json()).toMatchObject({ kind: 'split', written: true })
  expect((await get(a)).today).toEqual([west, east])
  expect(await locate(100.002)).toBe(`${west}001`)
  expect(await locate(100.007)).toBe(`${east}002`)
  const blind = await change(township, [b], [{ code: `${township}005` }, { code: `${township}006` }])
  expect(blind.json()).toMatchObject({ status: 409, code: 'areas.changeRefused' })
  expect(blind.json().data.problems).toContainEqual({ code: 'areas.change.partUnplaced', area: `${b}001` })
})

test('a grid is recoded, and a whole township with everything in it', async () => {
  expect((await change(a, [world.grid], [{ code: `${a}009` }])).json()).toMatchObject({ kind: 'recode', written: true })
  expect(await locate(100.002)).toBe(`${a}009`)
  const later = { from: '2026-02-01' }
  const done = (await change(world.county, [township], [{ code: '620999002', name: '渠东街道' }], later)).json()
  expect(done).toMatchObject({ kind: 'recode', written: true, problems: [] })
  expect(await get(township)).toMatchObject({ inForce: false, today: ['620999002'] })
  expect((await get(world.grid)).today).toEqual(['620999002001009'])
  expect(await locate(100.012)).toBe('620999002002001')
})

test('what does not add up is refused, and nothing is written', async () => {
  const problems = async (...args: Parameters<typeof change>) => (await change(...args)).json().data?.problems
  expect(await problems(township, [a], [{ code: b.slice(0, 9) }])).toContainEqual({
    code: 'areas.change.levelsDiffer',
    area: township,
  })
  expect(await problems(township, [a], [{ code: '620999100001' }])).toContainEqual({
    code: 'areas.change.parentMissing',
    area: '620999100001',
  })
  expect(await problems(township, [`${township}055`], [{ code: `${township}056` }])).toContainEqual({
    code: 'areas.change.notInForce',
    area: `${township}055`,
  })
  expect(await t.sql(`select 1 from areas.area where valid_to is not null`)).toEqual([])
})
