import { expect, test } from 'vitest'
import { monthAfter, weeksOf } from './month.ts'

test('weeks begin on Monday and hold every day of the month once', () => {
  const weeks = weeksOf('2026-11')
  expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-11-01'])
  expect(weeks.at(-1)).toEqual(['2026-11-30', null, null, null, null, null, null])
  expect(weeksOf('2026-02').flat().filter(Boolean)).toHaveLength(28)
  expect(weeksOf('2028-02').flat().filter(Boolean)).toHaveLength(29)
})
test('months go over the year', () => {
  expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1)]).toEqual(['2027-01', '2025-12'])
})
