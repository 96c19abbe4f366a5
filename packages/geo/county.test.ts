import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fictionalCounty } from './county.ts'
import type { AreaFeature } from './county-area.ts'
import { parseGeoJson } from './geojson.ts'
import { contains, prepare } from './inside.ts'
import { locator } from './locate.ts'
import { areaM2, bbox } from './measure.ts'
import { gaps, overlaps } from './overlay.ts'

const county = fictionalCounty(1)
const edgesOf = (areas: readonly AreaFeature[]) => areas.map(({ geometry }) => prepare(geometry))
const outline = prepare(county.county.geometry)
const [west, south, east, north] = bbox(county.county.geometry)
const somewhere = fc.record({
  lon: fc.double({ min: west, max: east, noNaN: true }),
  lat: fc.double({ min: south, max: north, noNaN: true }),
})

test('nine townships, ninety-five communities, some 260 grids, each in its parent', () => {
  expect(county.townships).toHaveLength(9)
  expect(county.communities).toHaveLength(95)
  expect(county.grids).toHaveLength(260)
  const all = [county.county, ...county.townships, ...county.communities, ...county.grids, ...county.specialGrids]
  const codes = new Set(all.map(({ properties }) => properties.code))
  expect(codes.size).toBe(all.length)
  const digits = { county: 6, township: 9, community: 12, grid: 15 }
  for (const { properties } of all.slice(1)) {
    expect(properties.code).toHaveLength(digits[properties.level])
    expect(properties.code.startsWith(properties.parent)).toBe(true)
    expect(codes.has(properties.parent)).toBe(true)
  }
  const names = [...county.townships, ...county.communities].map(({ properties }) => properties.name)
  expect(new Set(names).size).toBe(names.length)
  expect(new Set(county.townships.map(({ properties }) => properties.kind))).toEqual(
    new Set(['street', 'town', 'township']),
  )
})

test('the same seed gives the same county, another one another', () => {
  expect(fictionalCounty(1)).toEqual(county)
  expect(fictionalCounty(2).county.geometry).not.toEqual(county.county.geometry)
})

test('every point of the county is in exactly one township, community and grid', () => {
  const tilings = [county.townships, county.communities, county.grids].map(edgesOf)
  fc.assert(
    fc.property(somewhere, ({ lon, lat }) => {
      const holders = tilings.map((edges) => edges.filter((one) => contains(one, lon, lat)).length)
      const expected = contains(outline, lon, lat) ? 1 : 0
      expect(holders).toEqual([expected, expected, expected])
    }),
    { numRuns: 2000 },
  )
})

test('every corner and the middle of every side is in exactly one grid, save on the rim', () => {
  const locate = locator(county.grids)
  const edges = edgesOf(county.grids)
  for (const { geometry } of county.grids) {
    const ring = geometry.coordinates[0] ?? []
    ring.slice(1).forEach(([x = 0, y = 0], at) => {
      const [fromX = 0, fromY = 0] = ring[at] ?? []
      for (const [lon, lat] of [
        [x, y],
        [(x + fromX) / 2, (y + fromY) / 2],
      ] as const) {
        expect(edges.filter((one) => contains(one, lon, lat)).length).toBeLessThanOrEqual(1)
        expect(locate({ lon, lat })).toBeDefined()
      }
    })
  }
})

test.each([1, 7, 2026])('seed %i: valid polygons without overlaps or gaps, and areas that add up', (seed) => {
  const made = fictionalCounty(seed)
  for (const areas of [made.townships, made.communities, made.grids, made.specialGrids, [made.county]]) {
    const { features, problems } = parseGeoJson(JSON.stringify({ type: 'FeatureCollection', features: areas }))
    expect(problems).toEqual([])
    expect(features).toHaveLength(areas.length)
  }
  expect(overlaps(made.grids, 0.1)).toEqual([])
  expect(gaps(made.grids, made.county.geometry, 0.1)).toEqual([])
  for (const community of made.communities) {
    const inside = made.grids.filter(({ properties }) => properties.parent === community.properties.code)
    const sum = inside.reduce((total, { geometry }) => total + areaM2(geometry), 0)
    expect(sum / areaM2(community.geometry)).toBeCloseTo(1, 6)
  }
})

test('special grids lie in one community, apart from each other', () => {
  expect(new Set(county.specialGrids.map(({ properties }) => properties.kind))).toEqual(
    new Set(['school', 'market', 'hospital']),
  )
  expect(overlaps(county.specialGrids)).toEqual([])
  for (const { geometry, properties } of county.specialGrids) {
    const community = county.communities.find((one) => one.properties.code === properties.parent) as AreaFeature
    const edges = prepare(community.geometry)
    for (const [lon = 0, lat = 0] of geometry.coordinates[0] ?? []) expect(contains(edges, lon, lat)).toBe(true)
  }
})

test('other sizes, down to the smallest', () => {
  const city = fictionalCounty(3, { townships: 16, communities: 263, grids: 692 })
  expect([city.townships.length, city.communities.length, city.grids.length]).toEqual([16, 263, 692])
  const tiny = fictionalCounty(3, { townships: 3, communities: 3, grids: 3 })
  expect(tiny.grids.map(({ properties }) => properties.code.slice(12))).toEqual(['000', '000', '000'])
  expect(() => fictionalCounty(3, { townships: 9, communities: 8, grids: 20 })).toThrow(RangeError)
})
