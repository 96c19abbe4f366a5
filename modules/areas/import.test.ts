import { randomUUID } from 'node:crypto'
import { fictionalCounty } from '@doorstep/geo/county.ts'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planImport } from './rules-import.ts'

let t: TestApp
let admin: Who
beforeAll(async () => {
  t = await testApp()
  admin = await t.as('countyAdmin', world.county)
})
afterAll(() => t.close())

const send = (body: string | Buffer, query = '', who = admin, code: string = world.county) =>
  t.app.inject({
    method: 'POST',
    url: `/api/areas/${code}/import${query}`,
    headers: { ...who.headers, 'content-type': 'application/geo+json', 'idempotency-key': randomUUID() },
    payload: Buffer.from(body),
  })
const file = (...features: [object, number[]][]) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: features.map(([properties, [west = 0, south = 0, east = 0, north = 0]]) => ({
      type: 'Feature',
      properties,
      geometry: {
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
      },
    })),
  })

test('special grids lie over basic ones; without a code they are placed by where they are', async () => {
  const market = file([{ 名称: '早市', 类型: '市场', 备注: '不读' }, [100.011, 40.001, 100.012, 40.002]])
  const trial = await send(`\uFEFF${market}`, '?trial=true')
  expect(trial.json()).toMatchObject({ fresh: 1, rejected: 0, written: false })
  expect(trial.json().problems).toMatchObject([{ code: 'columnsDropped', detail: { columns: '备注' } }])
  expect((await send(market)).json()).toMatchObject({ fresh: 1, written: true })
  const located = await t.get(t.visitor, '/api/areas/locate?lat=40.0015&lon=100.0115')
  expect(located.json()).toMatchObject({
    area: `${world.neighbourCommunity}201`,
    name: '早市',
    basic: world.neighbourGrid,
  })
})

test('with partly the good features come in although others are bad', async () => {
  const mixed = file(
    [{ code: `${world.community}301`, name: '县医院' }, [100.006, 40.001, 100.007, 40.002]],
    [{ code: '110101001001001', name: '别处' }, [100.008, 40.001, 100.009, 40.002]],
  )
  const whole = await send(mixed)
  expect(whole.json()).toMatchObject({ fresh: 1, rejected: 1, written: false })
  expect(whole.json().problems).toMatchObject([{ feature: 1, name: '别处', code: 'codeOutside', severity: 'rejected' }])
  expect((await send(mixed, '?partly=true')).json()).toMatchObject({ fresh: 1, rejected: 1, written: true })
  expect((await t.get(t.visitor, `/api/areas/${world.community}301`)).json()).toMatchObject({
    name: '县医院',
    kind: 'hospital',
  })
})

test.each([
  ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70]), 415, 'request.unsupported'],
  ['bytes that are no text', Buffer.from([0xc3, 0x28, 0x00]), 415, 'request.unsupported'],
  ['nothing', Buffer.alloc(0), 400, 'request.invalid'],
])('an upload of %s is refused', async (_, body, status, code) => {
  expect((await send(body)).json()).toMatchObject({ status, code })
})

test('text that is no GeoJSON is reported, not failed', async () => {
  expect((await send('卡布奇诺')).json()).toMatchObject({
    features: 0,
    written: false,
    problems: [{ code: 'notJson' }],
  })
})

test('only for the whole county, by whoever keeps it', async () => {
  const one = file([{ code: world.grid }, [100, 40, 100.005, 40.01]])
  expect((await send(one, '', admin, world.township)).json().code).toBe('areas.noSuchPart')
  expect((await send(one, '', admin, world.foreignCounty)).json().code).toBe('access.outside')
  expect((await send(one, '', await t.as('officer'))).json().code).toBe('access.denied')
})

test('a county of 95 communities and 260 grids is planned without a false alarm', { timeout: 120_000 }, () => {
  const county = fictionalCounty(7)
  const features = [county.county, ...county.townships, ...county.communities, ...county.grids, ...county.specialGrids]
  const known = new Map(
    [county.county, ...county.townships, ...county.communities].map(({ properties: { code, name } }) => [
      code,
      { code, name, geometry: null, ended: false },
    ]),
  )
  const plan = planImport(JSON.stringify({ type: 'FeatureCollection', features }), county.county.properties.code, known)
  expect(plan.problems.filter(({ severity }) => severity === 'rejected')).toEqual([])
  expect(plan.fresh).toHaveLength(county.grids.length + county.specialGrids.length)
  expect(plan.changed).toHaveLength(known.size)
})
