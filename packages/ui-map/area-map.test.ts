import { expect, test } from 'vitest'
import { areaFeatures, boundsOf, type MapArea, shadesOf } from './area-map.ts'

const square = (code: string, x: number, value?: number): MapArea => ({
  type: 'Feature',
  properties: { code, name: code, ...(value !== undefined && { value }) },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [x, 40],
        [x + 1, 40],
        [x + 1, 41],
        [x, 41],
        [x, 40],
      ],
    ],
  },
})

test('the map holds every area and every point', () => {
  const point = { id: 'p', lat: 39, lon: 103, title: 'p' }
  expect(boundsOf([square('a', 100)], [point])).toEqual([100, 39, 103, 41])
  expect(boundsOf([], [])).toBeNull()
})
test('shades go by rank: one huge value does not wash out the rest, none stays plain', () => {
  const shades = shadesOf([square('a', 100, 0), square('b', 101, 1), square('c', 102, 2), square('d', 103, 9000)])
  expect([...shades.values()]).toEqual([0, 2, 4, 5])
})
test('the chosen area says so', () => {
  const { features } = areaFeatures([square('a', 100), square('b', 101)], 'b')
  expect(features.map(({ properties }) => properties?.selected)).toEqual([false, true])
})
