import fc from 'fast-check'
import type { Polygon } from 'geojson'
import { expect, test } from 'vitest'
import { contains, prepare } from './inside.ts'
import { areaM2, bbox, centroid, distance } from './measure.ts'
import { fromWgs84, toWgs84 } from './shift.ts'

function polygon(...rings: number[][][]): Polygon {
  return { type: 'Polygon', coordinates: rings }
}

const square = [
  [97, 38],
  [98, 38],
  [98, 39],
  [97, 39],
  [97, 38],
]
const hole = [
  [97.4, 38.4],
  [97.4, 38.6],
  [97.6, 38.6],
  [97.6, 38.4],
  [97.4, 38.4],
]

test('distances', () => {
  // a degree of a meridian is 2πR/360
  expect(distance({ lat: 38, lon: 97 }, { lat: 39, lon: 97 })).toBeCloseTo(111_195.08, 1)
  // Beijing to Shanghai, centre to centre
  expect(distance({ lat: 39.9042, lon: 116.4074 }, { lat: 31.2304, lon: 121.4737 }) / 1000).toBeCloseTo(1067, 0)
  expect(distance({ lat: 38, lon: 97 }, { lat: 38, lon: 97 })).toBe(0)
  expect(distance({ lat: 0, lon: 0 }, { lat: 0, lon: 180 }) / 1000).toBeCloseTo(20_015, 0)
})

test('areas', () => {
  // R² · Δλ · (sin 39° − sin 38°)
  const whole = 6_371_008.8 ** 2 * (Math.PI / 180) * (Math.sin((39 * Math.PI) / 180) - Math.sin((38 * Math.PI) / 180))
  expect(areaM2(polygon(square)) / whole).toBeCloseTo(1, 12)
  expect(areaM2(polygon(square, hole))).toBeCloseTo(areaM2(polygon(square)) - areaM2(polygon(hole)), 0)
  expect(areaM2({ type: 'MultiPolygon', coordinates: [[square], [hole]] })).toBeGreaterThan(whole)
  // ten metres by ten metres are still a hundred
  const side = 10 / 111_195.08
  const wide = side / Math.cos((38 * Math.PI) / 180)
  const plot = [
    [97, 38],
    [97 + wide, 38],
    [97 + wide, 38 + side],
    [97, 38 + side],
    [97, 38],
  ]
  expect(areaM2(polygon(plot))).toBeCloseTo(100, 2)
})

test('boxes', () => {
  expect(bbox(polygon(square, hole))).toEqual([97, 38, 98, 39])
  expect(bbox({ type: 'MultiPolygon', coordinates: [[hole], [square]] })).toEqual([97, 38, 98, 39])
})

test('the middle lies inside whatever the shape', () => {
  expect(centroid(polygon(square))).toEqual({ lat: 38.5, lon: 97.5 })
  const inside = (shape: Polygon) => {
    const { lat, lon } = centroid(shape)
    return contains(prepare(shape), lon, lat)
  }
  const horseshoe = [
    [0, 0],
    [9, 0],
    [9, 9],
    [8, 9],
    [8, 1],
    [1, 1],
    [1, 9],
    [0, 9],
    [0, 0],
  ]
  expect(inside(polygon(horseshoe))).toBe(true)
  expect(inside(polygon(square, hole))).toBe(true)
  const star = fc
    .array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 5, maxLength: 30 })
    .map((reaches) => {
      const ring = reaches.map((reach, at) => {
        const angle = (at * 2 * Math.PI) / reaches.length
        return [97 + reach * Math.cos(angle), 38 + reach * Math.sin(angle)]
      })
      return polygon([...ring, ring[0] as number[]])
    })
  fc.assert(fc.property(star, (shape) => inside(shape)))
})

test('of several parts the largest one has the middle', () => {
  const { lat, lon } = centroid({
    type: 'MultiPolygon',
    coordinates: [
      [hole],
      [
        [
          [10, 10],
          [20, 10],
          [20, 20],
          [10, 20],
          [10, 10],
        ],
      ],
    ],
  })
  expect([lat, lon]).toEqual([15, 15])
})

test('shifted coordinates there and back', () => {
  // Tiananmen: about 550 m to the east-south-east in GCJ-02
  const beijing = { lat: 39.9087, lon: 116.3975 }
  const shift = distance(beijing, fromWgs84(beijing, 'gcj02'))
  expect(shift).toBeGreaterThan(450)
  expect(shift).toBeLessThan(650)
  const inChina = fc.record({
    lat: fc.double({ min: 20, max: 50, noNaN: true }),
    lon: fc.double({ min: 80, max: 130, noNaN: true }),
  })
  fc.assert(
    fc.property(inChina, fc.constantFrom('gcj02' as const, 'bd09' as const), (point, system) => {
      expect(distance(point, toWgs84(fromWgs84(point, system), system))).toBeLessThan(0.5)
    }),
  )
})
