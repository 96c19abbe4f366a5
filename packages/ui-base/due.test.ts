import { describe, expect, test } from 'vitest'
import { dueWords } from './due.ts'

// Friday 2026-03-13, 10:00 in the county.
const now = Date.parse('2026-03-13T02:00:00.000Z')

describe('a deadline in words', () => {
  test('counts calendar days in the zone of the county, not of the server', () => {
    // 00:30 on Saturday in the county is still Friday in UTC.
    expect(dueWords({ at: '2026-03-13T16:30:00.000Z' }, now)).toMatchObject({ key: 'tomorrow', tone: 'notice' })
    expect(dueWords({ at: '2026-03-13T15:30:00.000Z' }, now)).toMatchObject({ key: 'today' })
  })
  test('prefers the working days that the server counted', () => {
    expect(dueWords({ at: '2026-03-18T09:00:00.000Z', workingDaysLeft: 3 }, now)).toEqual({
      tone: 'neutral',
      key: 'workingDays',
      count: 3,
    })
    expect(dueWords({ at: '2026-03-16T09:00:00.000Z', workingDaysLeft: 1 }, now)).toMatchObject({ tone: 'notice' })
    expect(dueWords({ at: '2026-03-18T09:00:00.000Z' }, now)).toMatchObject({ key: 'days', count: 5 })
  })
  test('says overdue in days, and on the day itself at what time', () => {
    expect(dueWords({ at: '2026-03-10T09:00:00.000Z' }, now)).toEqual({ tone: 'problem', key: 'overdue', count: 3 })
    expect(dueWords({ at: '2026-03-13T01:00:00.000Z' }, now)).toMatchObject({ tone: 'problem', key: 'overdueToday' })
  })
  test('a paused clock is never late', () => {
    expect(dueWords({ at: '2026-03-01T09:00:00.000Z', paused: true }, now)).toMatchObject({ tone: 'neutral' })
  })
})
