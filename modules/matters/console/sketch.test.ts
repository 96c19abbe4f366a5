import type { MapArea } from '@doorstep/ui-map/area-map.ts'
import { expect, test } from 'vitest'
import { sketchOf } from './sketch.ts'

const box = (west: number, south: number, east: number, north: number): MapArea => ({
  type: 'Feature',
  properties: { code: '620999001001', name: '西街社区' },
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
})

test('north is up, and a point in the middle is drawn in the middle', () => {
  const sketch = sketchOf([box(100, 0, 100.02, 0.01)], { lat: 0.005, lon: 100.01 }, 200, 200)
  expect(sketch).toMatchObject({ width: 200, height: 100, mark: { x: 100, y: 50 } })
  expect(sketch?.areas[0]?.path).toBe('M0 100L200 100L200 0L0 0L0 100Z')
})

test('a tall place is fitted into the height and centred', () => {
  const sketch = sketchOf([box(100, 0, 100.01, 0.02)], null, 200, 100)
  expect(sketch).toMatchObject({ height: 100, mark: null })
  expect(sketch?.areas[0]?.path).toBe('M75 100L125 100L125 0L75 0L75 100Z')
})

test('a metre east is drawn as long as a metre north, also far from the equator', () => {
  const sketch = sketchOf([box(100, 59.99, 100.02, 60.01)], null, 100, 1000)
  expect(sketch?.height).toBeCloseTo(200, -1)
})

test('nothing to draw', () => {
  expect(sketchOf([], null, 200, 100)).toBeNull()
})
