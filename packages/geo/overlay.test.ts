import fc from 'fast-check'
import type { Polygon } from 'geojson'
import { expect, test } from 'vitest'
import { fictionalCounty } from './county.ts'
import { locator } from './locate.ts'
import { areaM2 } from './measure.ts'
import { gaps, overlaps } from './overlay.ts'

interface Plot {
  name: string
  geometry: Polygon
}

/** A rectangle in thousandths of a degree from a place in the desert. */
function plot(name: string, x: number, y: number, width: number, height: number): Plot {
  const at = (dx: number, dy: number) => [97 + (x + dx) / 1000, 38 + (y + dy) / 1000]
  const ring = [at(0, 0), at(width, 0), at(width, height), at(0, height), at(0, 0)]
  return { name, geometry: { type: 'Polygon', coordinates: [ring] } }
}

const left = plot('left', 0, 0, 10, 10)
const right = plot('right', 10, 0, 10, 10)

test('neighbours do not overlap and leave no gap', () => {
  const both = plot('both', 0, 0, 20, 10)
  expect(overlaps([left, right])).toEqual([])
  expect(gaps([left, right])).toEqual([])
  expect(gaps([left, right], both.geometry)).toEqual([])
})

test('each pair that shares ground is named with its area', () => {
  const across = plot('across', 8, 2, 4, 4)
  const found = overlaps([left, right, across])
  expect(found.map(({ a, b }) => [a.name, b.name])).toEqual([
    ['left', 'across'],
    ['right', 'across'],
  ])
  const expected = areaM2(plot('', 8, 2, 2, 4).geometry)
  expect(found.map(({ areaM2 }) => areaM2 / expected)).toEqual([expect.closeTo(1, 6), expect.closeTo(1, 6)])
})

test('one inside another overlaps; below the tolerance nothing does', () => {
  expect(overlaps([left, plot('inner', 3, 3, 2, 2)])).toHaveLength(1)
  expect(overlaps([left, plot('sliver', 9.99999, 0, 10, 0.001)])).toEqual([])
  expect(overlaps([left, plot('sliver', 9.99999, 0, 10, 0.001)], 0)).toHaveLength(1)
  expect(overlaps([])).toEqual([])
  expect(overlaps([left])).toEqual([])
})

test('a gap between features and one towards the border are found with their neighbours', () => {
  const parts = [
    plot('south', 0, 0, 30, 10),
    plot('west', 0, 10, 10, 10),
    plot('east', 20, 10, 10, 10),
    plot('north', 0, 20, 30, 10),
  ]
  const inner = gaps(parts)
  expect(inner).toHaveLength(1)
  expect(inner[0]?.beside.map(({ name }) => name)).toEqual(['south', 'west', 'east', 'north'])
  expect((inner[0]?.areaM2 ?? 0) / areaM2(plot('', 10, 10, 10, 10).geometry)).toBeCloseTo(1, 6)
  const outer = plot('outer', 0, 0, 35, 30)
  const all = gaps(parts, outer.geometry)
  expect(all).toHaveLength(2)
  expect(all[0]?.beside.map(({ name }) => name)).toEqual(['south', 'east', 'north'])
  expect(gaps([], outer.geometry)).toEqual([])
})

test('a grid taken out of the county is the only gap, and one moved overlaps its neighbours', () => {
  const { grids, county } = fictionalCounty(4)
  const [missing, ...others] = grids
  const found = gaps(others, county.geometry)
  expect(found).toHaveLength(1)
  expect((found[0]?.areaM2 ?? 0) / areaM2((missing as (typeof grids)[0]).geometry)).toBeCloseTo(1, 6)
  const moved = grids.map((grid, at) => {
    if (at !== 100) return grid
    const coordinates = grid.geometry.coordinates.map((ring) => ring.map(([lon = 0, lat = 0]) => [lon + 0.002, lat]))
    return { ...grid, geometry: { type: 'Polygon' as const, coordinates } }
  })
  const code = grids[100]?.properties.code
  const pairs = overlaps(moved)
  expect(pairs.length).toBeGreaterThan(0)
  for (const { a, b } of pairs) expect([a.properties.code, b.properties.code]).toContain(code)
})

test('the locator finds what looking at everything finds', () => {
  const plots = Array.from({ length: 100 }, (_, at) => plot(`${at}`, (at % 10) * 10, Math.floor(at / 10) * 10, 10, 10))
  const locate = locator(plots)
  fc.assert(
    fc.property(fc.integer({ min: -20, max: 220 }), fc.integer({ min: -20, max: 220 }), (halfX, halfY) => {
      const [x, y] = [halfX / 2, halfY / 2]
      const found = locate({ lon: 97 + x / 1000, lat: 38 + y / 1000 })
      const inGround = x >= 0 && x <= 100 && y >= 0 && y <= 100
      expect(found !== undefined).toBe(inGround)
      if (!found) return
      const at = Number(found.name)
      expect(Math.abs((at % 10) * 10 + 5 - x)).toBeLessThanOrEqual(5.0001)
      expect(Math.abs(Math.floor(at / 10) * 10 + 5 - y)).toBeLessThanOrEqual(5.0001)
    }),
    { numRuns: 500 },
  )
})

test('where features overlap the first in the list is found; nothing among nothing', () => {
  expect(locator([left, plot('inner', 3, 3, 2, 2)])({ lon: 97.004, lat: 38.004 })?.name).toBe('left')
  expect(locator([plot('inner', 3, 3, 2, 2), left])({ lon: 97.004, lat: 38.004 })?.name).toBe('inner')
  expect(locator([])({ lon: 97, lat: 38 })).toBeUndefined()
})

test('holes and second parts count', () => {
  const coordinates = [
    [...plot('', 0, 0, 10, 10).geometry.coordinates, ...plot('', 3, 3, 4, 4).geometry.coordinates],
    plot('', 20, 0, 10, 10).geometry.coordinates,
  ]
  const locate = locator([{ geometry: { type: 'MultiPolygon' as const, coordinates } }])
  expect(locate({ lon: 97.005, lat: 38.005 })).toBeUndefined()
  expect(locate({ lon: 97.001, lat: 38.005 })).toBeDefined()
  expect(locate({ lon: 97.025, lat: 38.005 })).toBeDefined()
})
