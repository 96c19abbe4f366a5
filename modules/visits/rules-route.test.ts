import { distance } from '@doorstep/geo/measure.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { route } from './rules-route.ts'

type Stop = { point: { lat: number; lon: number } | null }
const point = fc.record({
  lat: fc.double({ min: 39, max: 41, noNaN: true }),
  lon: fc.double({ min: 99, max: 101, noNaN: true }),
})
const length = (order: readonly Stop[], start: { lat: number; lon: number }): number =>
  order.reduce(
    ({ here, sum }, { point: next }) => (next ? { here: next, sum: sum + distance(here, next) } : { here, sum }),
    { here: start, sum: 0 },
  ).sum

it('goes along a street in its order, whatever order it is given in', () => {
  const houses = [5, 1, 4, 2, 3].map((n) => ({ n, point: { lat: 40, lon: 100 + n / 1000 } }))
  expect(route(houses, { lat: 40, lon: 100 }).map(({ n }) => n)).toEqual([1, 2, 3, 4, 5])
})

it('keeps every stop, those without a point last, and is never longer than the order given', () => {
  fc.assert(
    fc.property(fc.array(fc.option(point), { maxLength: 25 }), point, (points, start) => {
      const stops = points.map((each, n) => ({ n, point: each }))
      const order = route(stops, start)
      expect(order.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual(stops.map(({ n }) => n))
      const placed = order.filter((stop) => stop.point !== null).length
      expect(order.slice(placed).every((stop) => stop.point === null)).toBe(true)
      const nearest = route(stops, start)
      expect(nearest).toEqual(order)
    }),
  )
})

it('undoes crossings', () => {
  const at = (lat: number, lon: number) => ({ point: { lat: 40 + lat / 1000, lon: 100 + lon / 1000 } })
  const corners = [at(0, 0), at(9, 10), at(0, 10), at(9, 0)]
  const start = corners[0]?.point as { lat: number; lon: number }
  expect(length(route(corners, start), start)).toBeLessThan(length(corners, start))
})
