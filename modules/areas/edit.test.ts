import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

let t: TestApp
let admin: Who
beforeAll(async () => {
  t = await testApp()
  admin = await t.as('countyAdmin', world.county)
})
afterAll(() => t.close())

const reason = '网格优化调整'
const box = (west: number, east: number, south = 40, north = 40.01) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
})
const locate = async (lat: number, lon: number) =>
  (await t.get(t.visitor, `/api/areas/locate?lat=${lat}&lon=${lon}`)).json().area

test('add gives the next free number of the kind, and the grid is found at once', async () => {
  const add = (body: object) => t.post(admin, `/api/areas/${world.community}/parts`, body)
  const basic = await add({ name: '杨树里社区第三网格' })
  expect(basic.json()).toMatchObject({ code: `${world.community}003`, kind: 'basic', centre: null })
  const school = await add({ name: '第一小学', kind: 'school', geometry: box(100.001, 100.002, 40.001, 40.002) })
  expect(school.json()).toMatchObject({ code: `${world.community}101`, kind: 'school' })
  expect(await locate(40.0015, 100.0015)).toBe(`${world.community}101`)
  expect((await add({ name: '再来一个', code: `${world.community}101` })).json().code).toBe('areas.codeUsed')
  expect((await add({ name: '错位', code: `${world.neighbourCommunity}009` })).json().code).toBe('areas.noSuchPart')
  expect((await t.post(admin, `/api/areas/${world.grid}/parts`, { name: '网格以下' })).json().code).toBe(
    'areas.noSuchPart',
  )
  const bow = {
    type: 'Polygon',
    coordinates: [
      [
        [100, 40],
        [101, 41],
        [101, 40],
        [100, 41],
        [100, 40],
      ],
    ],
  }
  const crossed = await add({ name: '打结', geometry: bow })
  expect(crossed.json()).toMatchObject({
    status: 400,
    code: 'areas.badShape',
    data: { problems: [{ code: 'selfIntersection' }] },
  })
})

test('rename keeps the old name in the history and is found under the new one', async () => {
  const renamed = await t.send(admin, 'PUT', `/api/areas/${world.community}/name`, { name: '白杨社区居委会', reason })
  expect(renamed.json()).toMatchObject({ name: '白杨社区居委会', version: 2 })
  const found = await t.get(t.visitor, '/api/areas/search?q=bysq')
  expect(found.json().items[0]).toMatchObject({ code: world.community })
  const history = (who: Who) => t.get(who, `/api/areas/${world.community}/history`)
  expect((await history(admin)).json().revisions).toMatchObject([{ version: 1, name: '杨树里社区居委会', reason }])
  expect((await history(t.visitor)).json().revisions).toMatchObject([{ name: '杨树里社区居委会', reason: null }])
})

test('redraw moves the border for the next question', async () => {
  expect(await locate(40.005, 100.004)).toBe(world.grid)
  const url = (grid: string) => `/api/areas/${grid}/shape`
  await t.send(admin, 'PUT', url(world.grid), { geometry: box(100, 100.003), reason })
  await t.send(admin, 'PUT', url(`${world.community}002`), { geometry: box(100.003, 100.01), reason })
  expect(await locate(40.005, 100.004)).toBe(`${world.community}002`)
})

test('close ends an area from a day on, and only when nothing inside is in use', async () => {
  const close = (code: string, from: string) => t.post(admin, `/api/areas/${code}/close`, { from, reason })
  expect((await close(world.otherTownshipCommunity, '2026-01-01')).json().code).toBe('areas.hasParts')
  const grid = `${world.otherTownshipCommunity}002`
  expect((await close(grid, '2019-01-01')).json().code).toBe('areas.changeRefused')
  expect((await close(grid, '2026-01-01')).json()).toMatchObject({ validTo: '2026-01-01', supersededBy: [] })
  expect((await close(grid, '2026-02-01')).json().code).toBe('areas.ended')
  expect(await locate(40.005, 100.027)).toBe(world.otherTownshipCommunity)
})

test('an end that lies ahead changes nothing until the day comes', async () => {
  const grid = `${world.neighbourCommunity}002`
  const ahead = new Date(t.clock.now() + 40 * 86_400_000).toISOString().slice(0, 10)
  await t.post(admin, `/api/areas/${grid}/close`, { from: ahead, reason })
  expect(await locate(40.005, 100.017)).toBe(grid)
  t.clock.advance(41 * 86_400_000)
  expect(await locate(40.005, 100.017)).toBe(world.neighbourCommunity)
  t.clock.advance(-41 * 86_400_000)
})

test('nobody edits outside of their county, and staff below the county not at all', async () => {
  const body = { name: '改名', reason }
  const foreign = await t.send(admin, 'PUT', `/api/areas/${world.foreignGrid}/name`, body)
  expect(foreign.json()).toMatchObject({ status: 403, code: 'access.outside' })
  expect((await t.send(admin, 'PUT', '/api/areas/62/name', body)).statusCode).toBe(403)
  const chief = await t.as('chief', world.township)
  expect((await t.send(chief, 'PUT', `/api/areas/${world.grid}/name`, body)).json().code).toBe('access.denied')
  expect((await t.send(t.visitor, 'PUT', `/api/areas/${world.grid}/name`, body)).statusCode).toBe(401)
})

test('every edit is told to those who follow the county, and logged', async () => {
  const before = await t.sql('select 1 from kernel.outbox where type = $1', ['areas.changed'])
  await t.post(admin, `/api/areas/${world.community}/parts`, { name: '临时网格' })
  expect(await t.sql('select 1 from kernel.outbox where type = $1', ['areas.changed'])).toHaveLength(before.length + 1)
  const [entry] = await t.sql('select account, subject from kernel.audit where operation = $1 order by at desc', [
    'areas.add',
  ])
  expect(entry).toEqual({ account: admin.account, subject: world.community })
})
