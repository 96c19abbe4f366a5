import { expect, test } from 'vitest'
import { limitReached, limits } from './space.ts'

const roomy = { used: 1_000_000, quota: 2_000_000_000 }
test('the last record fits, one more does not', () => {
  expect(limitReached({ records: limits.records - 1, bytes: 0 }, 500, roomy)).toBeUndefined()
  expect(limitReached({ records: limits.records, bytes: 0 }, 500, roomy)).toBe('records')
})
test('photos count by their size', () => {
  expect(limitReached({ records: 3, bytes: limits.bytes - 500 }, 500, roomy)).toBeUndefined()
  expect(limitReached({ records: 3, bytes: limits.bytes - 500 }, 501, roomy)).toBe('bytes')
})
test('a full device is told before the browser refuses; an unknown quota is tried', () => {
  expect(limitReached({ records: 0, bytes: 0 }, 500, { used: 90_000_000, quota: 100_000_000 })).toBe('device')
  expect(limitReached({ records: 0, bytes: 0 }, 500, { used: 0, quota: 0 })).toBeUndefined()
})
