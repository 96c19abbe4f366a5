import { randomUUID } from 'node:crypto'
import { type Who, world } from '@doorstep/testkit'
import { type Hostile, hostileServer, nothingIncoming, refused, stillWell } from '@doorstep/testkit/hostile.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

// Line 2: maps that are none. Each is answered with what is wrong and where; nothing of it comes in.

let h: Hostile
let admin: Who
let edition: string
beforeAll(async () => {
  h = await hostileServer()
  admin = await h.t.as('countyAdmin', world.county)
  edition = await areas()
})
afterAll(async () => {
  expect(await areas()).toBe(edition)
  nothingIncoming(h.t.filesDir)
  await stillWell(h)
  await h.close()
})

const areas = async () =>
  JSON.stringify(await h.t.sql('select code, name, version, geometry from areas.area order by county, code'))
const send = (body: string | Buffer, query = '?partly=true') =>
  h.t.app.inject({
    method: 'POST',
    url: `/api/areas/${world.county}/import${query}`,
    headers: { ...admin.headers, 'content-type': 'application/geo+json', 'idempotency-key': randomUUID() },
    payload: body,
  })
const square = [
  [100.006, 40.001],
  [100.007, 40.001],
  [100.007, 40.002],
  [100.006, 40.002],
  [100.006, 40.001],
]
const code = `${world.community}301`
const feature = (coordinates: unknown, properties: object = { code, name: '县医院' }, type = 'Polygon') => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
})
const collection = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features })
const [a, b, c, d] = square

test.each<[string, string | Buffer, string]>([
  ['a border that crosses itself', collection(feature([[a, c, b, d, a]])), 'selfIntersection'],
  ['a border that is not closed', collection(feature([[a, b, c, d]])), 'unclosedRing'],
  ['a border of two points', collection(feature([[a, b, a]])), 'tooFewPoints'],
  [
    'a place outside of the world',
    collection(
      feature([
        [
          [500, 40],
          [501, 40],
          [501, 41],
          [500, 40],
        ],
      ]),
    ),
    'outsideWorld',
  ],
  [
    'metres for degrees',
    collection(
      feature([
        [
          [3850000, 4400000],
          [3850100, 4400000],
          [3850100, 4400100],
          [3850000, 4400000],
        ],
      ]),
    ),
    'metres',
  ],
  [
    'latitude before longitude',
    collection(
      feature([
        [
          [40.001, 100.006],
          [40.002, 100.006],
          [40.002, 100.007],
          [40.001, 100.006],
        ],
      ]),
    ),
    'swapped',
  ],
  [
    'numbers beyond all numbers',
    `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[1e999,40],[100,40],[100,41],[1e999,40]]]}}]}`,
    'badCoordinates',
  ],
  ['NaN, which JSON does not know', '{"type":"FeatureCollection","features":[NaN]}', 'notJson'],
  [
    'words for numbers',
    collection(
      feature([
        [
          ['100', '40'],
          ['101', '40'],
          ['101', '41'],
          ['100', '40'],
        ],
      ]),
    ),
    'badCoordinates',
  ],
  [
    'nulls for numbers',
    collection(
      feature([
        [
          [null, null],
          [1, null],
          [2, 2],
          [null, null],
        ],
      ]),
    ),
    'badCoordinates',
  ],
  ['rings that are no rings', collection(feature({ length: 4 })), 'badCoordinates'],
  ['points instead of ground', collection(feature([100, 40], {}, 'Point')), 'notPolygon'],
  [
    'a collection of geometries',
    collection({ type: 'Feature', geometry: { type: 'GeometryCollection', geometries: [] } }),
    'notPolygon',
  ],
  ['features that are none', '{"type":"FeatureCollection","features":[null,1,"x",[],{}]}', 'notPolygon'],
  [
    'the same code twice',
    collection(feature([square]), feature([square.map(([x = 0, y = 0]) => [x, y + 0.002])])),
    'codeTwice',
  ],
  ['a code of another county', collection(feature([square], { code: `${world.foreignCommunity}301` })), 'codeOutside'],
  ['no features at all', '{"type":"FeatureCollection","features":[]}', 'noFeatures'],
  ['something else altogether', '{"type":"Topology","objects":{}}', 'notFeatures'],
  [
    'nesting without end',
    `{"type":"FeatureCollection","features":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
    'tooDeep',
  ],
  [
    'nesting in what is not read',
    `{"type":"FeatureCollection","features":[{"properties":{"x":${'{"x":'.repeat(50_000)}1${'}'.repeat(50_000)}}}]}`,
    'tooDeep',
  ],
  [
    'keys that would change what objects are',
    `{"type":"FeatureCollection","__proto__":{"admin":true},"features":[{"type":"Feature","properties":{"__proto__":{"code":"${code}"},"constructor":{"prototype":{"admin":true}}},"geometry":null}]}`,
    'notPolygon',
  ],
])('%s', async (_name, body, problem) => {
  const started = performance.now()
  const twice = problem === 'codeTwice'
  const reply = await send(body, twice ? '?trial=true' : undefined)
  expect(reply.statusCode, reply.body).toBe(200)
  const report = reply.json<{ written: boolean; fresh: number; problems: { code: string; severity: string }[] }>()
  if (!twice) expect(report).toMatchObject({ written: false, fresh: 0 })
  expect(
    report.problems.map((one) => one.code),
    reply.body.slice(0, 400),
  ).toContain(problem)
  expect(({} as { admin?: boolean }).admin).toBeUndefined()
  expect(performance.now() - started).toBeLessThan(8000)
})

test('another system of coordinates is named', async () => {
  const crs = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::3857' } }
  const reply = await send(JSON.stringify({ ...JSON.parse(collection(feature([square]))), crs }), '?trial=true')
  expect(reply.json().problems).toContainEqual(
    expect.objectContaining({ code: 'foreignCrs', detail: { name: crs.properties.name } }),
  )
})

test('bytes that are no text, nothing at all, and a page', async () => {
  for (const bytes of [Buffer.from([0xff, 0xfe, 0x00, 0x80]), Buffer.alloc(0), Buffer.from('\0\0\0')])
    refused(await send(bytes), [400, 415])
  expect((await send('<!doctype html><script>alert(1)</script>')).json().problems[0].code).toBe('notJson')
})

const stream = (pieces: Iterable<string>) =>
  h.stream(`/api/areas/${world.county}/import`, admin, 'application/geo+json', pieces)
function* points(count: number): Generator<string> {
  yield '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[['
  const piece = '[100.1,40.1],'.repeat(10_000)
  for (let at = 0; at < count; at += 10_000) yield piece
  yield '[100.1,40.1]]]}}]}'
}

test('millions of points: refused by name before anything is made of them, and the memory stays', async () => {
  const before = process.resourceUsage().maxRSS
  const started = performance.now()
  const { status, body } = await stream(points(3_500_000))
  expect(status, body).toBe(200)
  expect(JSON.parse(body)).toMatchObject({ written: false, problems: [{ code: 'tooLarge' }] })
  expect((process.resourceUsage().maxRSS - before) / 1000, 'megabytes more').toBeLessThan(350)
  expect(performance.now() - started).toBeLessThan(15_000)
})

test('more than fifty megabytes: refused as it comes', async () => {
  const { status, body } = await stream(points(5_000_000))
  expect([status, JSON.parse(body).code]).toEqual([413, 'request.tooLarge'])
})
