import { expect, test } from 'vitest'
import { parseGeoJson } from './geojson.ts'
import type { ProblemCode } from './problems.ts'

type Ring = [number, number][]

/** A square with its lower left corner there, counter-clockwise, in thousandths of a degree from a place in the desert. */
function square(x: number, y: number, size = 10): Ring {
  const at = (dx: number, dy: number): [number, number] => [97 + (x + dx) / 1000, 38 + (y + dy) / 1000]
  return [at(0, 0), at(size, 0), at(size, size), at(0, size), at(0, 0)]
}

function feature(coordinates: unknown, properties: object = {}, type = 'Polygon'): object {
  return { type: 'Feature', properties, geometry: { type, coordinates } }
}

function read(...features: unknown[]) {
  return parseGeoJson(JSON.stringify({ type: 'FeatureCollection', features }))
}

const codesOf = (...features: unknown[]) => read(...features).problems.map(({ code }) => code)

test('good polygons come out as they went in', () => {
  const properties = { name: '渊泉社区', households: 312 }
  const { features, problems } = read(
    feature([square(0, 0)], properties),
    feature([[square(20, 0)], [square(40, 0)]], {}, 'MultiPolygon'),
  )
  expect(problems).toEqual([])
  expect(features[0]).toEqual({
    index: 0,
    name: '渊泉社区',
    properties,
    geometry: { type: 'Polygon', coordinates: [square(0, 0)] },
  })
  expect(features[1]?.geometry).toEqual({ type: 'MultiPolygon', coordinates: [[square(20, 0)], [square(40, 0)]] })
})

test('a byte order mark, a single feature and a bare polygon are read too', () => {
  const one = feature([square(0, 0)], { 名称: '一号网格' })
  expect(parseGeoJson(`\uFEFF${JSON.stringify(one)}`).features[0]?.name).toBe('一号网格')
  expect(parseGeoJson(JSON.stringify({ type: 'Polygon', coordinates: [square(0, 0)] })).features).toHaveLength(1)
})

test('the second polygon of a bad file is still read, and the bad one named', () => {
  const { features, problems } = read(
    feature(square(0, 0), { name: '坏的' }),
    null,
    feature([square(20, 0)], { name: '好的' }),
  )
  expect(features.map(({ index, name }) => [index, name])).toEqual([[2, '好的']])
  expect(problems).toEqual([
    { feature: 0, name: '坏的', code: 'badCoordinates', severity: 'rejected', detail: {} },
    { feature: 1, code: 'notPolygon', severity: 'rejected', detail: { type: 'null' } },
  ])
})

test.each<[string, ProblemCode]>([
  ['{"type":"FeatureCollection",', 'notJson'],
  ['', 'notJson'],
  ['[]', 'notFeatures'],
  ['null', 'notFeatures'],
  ['{"type":"FeatureCollection"}', 'notFeatures'],
  ['{"type":"Topology","objects":{}}', 'notFeatures'],
  ['{"type":"FeatureCollection","features":[]}', 'noFeatures'],
])('the file %s is %s', (text, code) => {
  const { features, problems } = parseGeoJson(text)
  expect(features).toEqual([])
  expect(problems.map((one) => [one.feature, one.code, one.severity])).toEqual([[undefined, code, 'rejected']])
})

const [a, b, c, d] = square(0, 0) as [[number, number], [number, number], [number, number], [number, number]]
const far = (x: number, y: number): [number, number] => [97 + x / 1000, 38 + y / 1000]

test.each<[string, unknown, ProblemCode]>([
  ['a line', feature([a, b], {}, 'LineString'), 'notPolygon'],
  ['words for numbers', feature([[['x', 'y']]]), 'badCoordinates'],
  ['no rings', feature([]), 'badCoordinates'],
  ['an empty ring', feature([[]]), 'badCoordinates'],
  ['not closed', feature([[a, b, c, d]]), 'unclosedRing'],
  ['two corners', feature([[a, b, a]]), 'tooFewPoints'],
  ['one corner again and again', feature([[a, a, a, a]]), 'tooFewPoints'],
  ['there and back', feature([[a, b, far(5, 0), a]]), 'noArea'],
  ['a bow tie', feature([[a, c, b, d, a]]), 'selfIntersection'],
  ['a lopsided bow tie', feature([[a, b, far(0, 7), c, a]]), 'selfIntersection'],
  ['a spike', feature([[a, far(20, 0), b, c, d, a]]), 'selfIntersection'],
  ['a corner on its own side', feature([[a, b, c, far(5, 0), d, a]]), 'selfIntersection'],
  ['twice through one corner', feature([[a, far(5, 5), b, c, far(5, 5), d, a]]), 'selfIntersection'],
  ['a hole across the border', feature([square(0, 0), square(5, 5).reverse()]), 'ringsCross'],
  ['a hole elsewhere', feature([square(0, 0), square(50, 50).reverse()]), 'holeOutside'],
  ['parts that overlap', feature([[square(0, 0)], [square(5, 5)]], {}, 'MultiPolygon'), 'ringsCross'],
  ['a part inside another', feature([[square(0, 0)], [square(2, 2, 3)]], {}, 'MultiPolygon'), 'partsNested'],
  ['latitude first', feature([square(0, 0).map(([lon, lat]) => [lat, lon])]), 'swapped'],
  [
    'latitude first, far in the west',
    feature([
      [
        [39, 75],
        [40, 75],
        [40, 76],
        [39, 75],
      ],
    ]),
    'swapped',
  ],
  [
    'beyond the pole',
    feature([
      [
        [97, 89],
        [98, 89],
        [98, 91],
        [97, 89],
      ],
    ]),
    'outsideWorld',
  ],
  [
    'metres',
    feature([
      [
        [500000, 4200000],
        [500100, 4200000],
        [500100, 4200100],
        [500000, 4200000],
      ],
    ]),
    'metres',
  ],
])('%s is rejected', (_, bad, code) => {
  const { features, problems } = read(bad)
  expect(features).toEqual([])
  expect(problems.map((one) => [one.code, one.severity])).toEqual([[code, 'rejected']])
})

test('a crossing says where', () => {
  const { detail } = read(feature([[a, c, b, d, a]])).problems[0] ?? {}
  expect(detail).toEqual({ lon: 97.005, lat: 38.005 })
})

test('rings that run the wrong way are turned round and said so', () => {
  const { features, problems } = read(feature([square(0, 0).reverse(), square(2, 2, 3)]))
  expect(features[0]?.geometry.coordinates).toEqual([square(0, 0), square(2, 2, 3).reverse()])
  expect(problems.map(({ code, severity, detail }) => [code, severity, detail.ring])).toEqual([
    ['wrongWinding', 'repaired', 0],
    ['wrongWinding', 'repaired', 1],
  ])
})

test('corners given twice and heights are left out', () => {
  const { features, problems } = read(feature([[[...a, 1180], a, b, c, c, d, a]]))
  expect(features[0]?.geometry.coordinates).toEqual([square(0, 0)])
  expect(problems).toMatchObject([{ code: 'repeatedPoints', severity: 'repaired', detail: { count: 2 } }])
})

test('a part inside the hole of another is allowed, and a hole may touch the border in a corner', () => {
  expect(
    codesOf(feature([[square(0, 0, 30), square(5, 5, 20).reverse()], [square(10, 10, 5)]], {}, 'MultiPolygon')),
  ).toEqual([])
  expect(codesOf(feature([square(0, 0), [a, far(2, 4), far(4, 2), a]]))).toEqual([])
})

test('the same ground twice is rejected, the same name twice noted', () => {
  const turned = [c, d, a, b, c]
  const { features, problems } = read(
    feature([square(0, 0)], { name: '东村' }),
    feature([square(20, 0)], { name: '东村' }),
    feature([turned], { name: '西村' }),
  )
  expect(features.map(({ index }) => index)).toEqual([0, 1])
  expect(problems).toEqual([
    { feature: 1, name: '东村', code: 'duplicateName', severity: 'noted', detail: { other: 0 } },
    { feature: 2, name: '西村', code: 'duplicateShape', severity: 'rejected', detail: { other: 0 } },
  ])
})

test('a foreign coordinate system is noted', () => {
  const file = (name: string) => ({
    type: 'FeatureCollection',
    crs: { type: 'name', properties: { name } },
    features: [feature([square(0, 0)])],
  })
  const codes = (name: string) => parseGeoJson(JSON.stringify(file(name))).problems.map(({ code }) => code)
  expect(codes('urn:ogc:def:crs:OGC:1.3:CRS84')).toEqual([])
  expect(codes('urn:ogc:def:crs:EPSG::4490')).toEqual([])
  expect(codes('urn:ogc:def:crs:EPSG::3857')).toEqual(['foreignCrs'])
})
