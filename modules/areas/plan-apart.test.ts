import { expect, test } from 'vitest'
import { planApart } from './plan-apart.ts'

/** Zigzags that cross each other everywhere: every side has to be compared with every other. */
function thicket(features: number, corners: number): string {
  const feature = (at: number) => ({
    type: 'Feature',
    properties: { code: `620999001001${String(101 + at).slice(-3)}`, name: `g${at}` },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          ...Array.from({ length: corners }, (_, n) => [
            100 + (n % 2) * 0.9 + n * 1e-6 + at * 1e-4,
            40 + (n % 2) * 0.9 + n * 2e-6,
          ]),
          [100 + at * 1e-4, 40],
        ],
      ],
    },
  })
  return JSON.stringify({ type: 'FeatureCollection', features: Array.from({ length: features }, (_, n) => feature(n)) })
}

test('borders that would be compared for ever are given up in time, by name; others go on meanwhile', async () => {
  let ticks = 0
  const clock = setInterval(() => ticks++, 20)
  const started = performance.now()
  const plan = await planApart({ text: thicket(20, 8000), county: '620999', known: [] }, 1200)
  clearInterval(clock)
  expect(plan.problems).toEqual([{ code: 'tooIntricate', severity: 'rejected', detail: {} }])
  expect([plan.fresh, plan.changed]).toEqual([[], []])
  expect(performance.now() - started).toBeLessThan(4000)
  expect(ticks).toBeGreaterThan(20)
})
