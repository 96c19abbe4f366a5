import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultLimits, defaultQuotas } from './limits.ts'
import { addLimit, dueState, extend, inWords, type Limit, readLimit, remaining, resume } from './rules.ts'
import { addDays, dayOf, isWorkingDay, nationalCalendar } from './rules-days.ts'

const china = nationalCalendar
/** Shanghai time to an instant, and the end of a day. */
const at = (local: string) => new Date(`${local}+08:00`).toISOString()
const end = (day: string) => at(`${day}T23:59:59.999`)
const after = (start: string, limit: Limit) => addLimit(at(start), limit, china)

test.each([
  // 2024: Spring Festival 10–17 February, made up on Sunday 4 and Sunday 18
  ['2024-02-02T09:00', 1, '2024-02-04'],
  ['2024-02-08T09:00', 1, '2024-02-09'],
  ['2024-02-09T23:59', 1, '2024-02-18'],
  ['2024-02-09T09:00', 2, '2024-02-19'],
  ['2024-09-28T09:00', 1, '2024-09-29'], // a Saturday; the Sunday is made up for National Day
  ['2024-09-30T09:00', 5, '2024-10-12'], // 8–11 October and Saturday the 12th
  // 2025: 28 January – 4 February, made up on Sunday 26 January and Saturday 8 February
  ['2025-01-24T17:59', 1, '2025-01-26'],
  ['2025-01-27T09:00', 3, '2025-02-07'],
  ['2025-01-27T09:00', 4, '2025-02-08'],
  ['2025-09-30T09:00', 3, '2025-10-11'],
  // 2026: 15–23 February, made up on Saturday 14 and Saturday 28
  ['2026-02-13T09:00', 1, '2026-02-14'],
  ['2026-02-14T09:00', 1, '2026-02-24'],
  ['2026-02-24T09:00', 4, '2026-02-28'],
  ['2026-09-30T09:00', 3, '2026-10-10'],
  // accepted on a free day: the first working day is day one
  ['2026-11-21T09:00', 1, '2026-11-23'],
  ['2026-11-20T00:30', 1, '2026-11-23'],
])('%s plus %i working days is the end of %s', (start, workingDays, day) => {
  expect(after(start, { workingDays })).toBe(end(day))
})

test.each([
  ['2026-11-16T09:00', { days: 1 }, '2026-11-17'],
  ['2026-11-20T09:00', { days: 1 }, '2026-11-23'], // ends on a Saturday, moves to Monday
  ['2026-02-12T09:00', { days: 3 }, '2026-02-24'], // ends on the first day of Spring Festival
  ['2026-02-12T09:00', { days: 2 }, '2026-02-14'], // a Saturday, but a make-up day
  ['2025-09-24T09:00', { days: 7 }, '2025-10-09'],
  ['2026-08-31T09:00', { months: 1 }, '2026-09-30'],
  ['2026-07-01T09:00', { months: 3 }, '2026-10-08'], // 1 October
  ['2023-01-31T09:00', { months: 1 }, '2023-02-28'],
] as const)('%s plus %j is the end of %s', (start, limit, day) => {
  expect(after(start, limit)).toBe(end(day))
})

test('hours, minutes and seconds run through nights and holidays', () => {
  expect(after('2026-10-01T23:00', { hours: 2 })).toBe(at('2026-10-02T01:00'))
  expect(after('2026-02-14T18:00', { hours: 24 })).toBe(at('2026-02-15T18:00'))
  expect(after('2026-02-14T18:00', { minutes: 1.5 })).toBe(at('2026-02-14T18:01:30'))
  expect(after('2026-02-14T18:00', { seconds: 15 })).toBe(at('2026-02-14T18:00:15'))
})

test.each([
  { workingDays: 0 },
  { workingDays: 1.5 },
  { days: -1 },
  { hours: Number.NaN },
  { months: Infinity },
  {},
  { days: 1, hours: 1 },
])('%j is no limit', (limit) => {
  expect(() => after('2026-11-16T09:00', limit as Limit)).toThrow(RangeError)
})

const moment = fc
  .date({ min: new Date('2023-12-01'), max: new Date('2026-10-31'), noInvalidDate: true })
  .map((date) => date.toISOString())
const count = fc.integer({ min: 1, max: 30 })
const dayLimit = fc.oneof(
  count.map((workingDays) => ({ workingDays })),
  count.map((days) => ({ days })),
  fc.integer({ min: 1, max: 6 }).map((months) => ({ months })),
)
const anyLimit = fc.oneof(
  dayLimit,
  count.map((hours) => ({ hours })),
  count.map((minutes) => ({ minutes })),
)

test('a later start never ends earlier, and more never ends earlier', () => {
  fc.assert(
    fc.property(moment, moment, anyLimit, (a, b, limit) => {
      const [first, last] = a < b ? [a, b] : [b, a]
      expect(addLimit(first, limit, china) <= addLimit(last, limit, china)).toBe(true)
    }),
  )
  fc.assert(
    fc.property(moment, count, count, (start, a, b) => {
      for (const unit of ['workingDays', 'days', 'months', 'hours'] as const) {
        const of = (amount: number) => addLimit(start, { [unit]: amount } as Limit, china)
        expect(of(Math.min(a, b)) <= of(Math.max(a, b))).toBe(true)
      }
    }),
  )
})

test('a limit in days ends at the end of a working day after the start', () => {
  fc.assert(
    fc.property(moment, dayLimit, (start, limit) => {
      const deadline = addLimit(start, limit, china)
      const day = dayOf(deadline, china)
      expect(isWorkingDay(day, china)).toBe(true)
      expect(deadline).toBe(end(day))
      expect(day > dayOf(start, china)).toBe(true)
    }),
  )
})

test('working days and hours may be added in parts', () => {
  fc.assert(
    fc.property(moment, count, count, (start, a, b) => {
      for (const unit of ['workingDays', 'hours'] as const) {
        const of = (from: string, amount: number) => addLimit(from, { [unit]: amount } as Limit, china)
        expect(of(of(start, a), b)).toBe(of(start, a + b))
        expect(extend(of(start, a), { [unit]: b } as Limit, china)).toBe(of(start, a + b))
      }
    }),
  )
})

test('the nth working day is found by counting days one by one', () => {
  fc.assert(
    fc.property(moment, count, (start, workingDays) => {
      let day = dayOf(start, china)
      for (let left = workingDays; left > 0; ) {
        day = addDays(day, 1)
        if (isWorkingDay(day, china)) left--
      }
      expect(addLimit(start, { workingDays }, china)).toBe(end(day))
    }),
  )
})

test('a pause gives back what was left', () => {
  const due = after('2026-09-21T09:00', { workingDays: 5 }) // Monday to Tuesday week, Friday is Mid-Autumn
  expect(due).toBe(end('2026-09-29'))
  const left = remaining(due, at('2026-09-23T10:00'), { workingDays: 5 }, china)
  expect(left).toEqual({ workingDays: 3 }) // Thursday, Monday, Tuesday
  expect(resume(left, at('2026-09-30T16:00'), china)).toBe(end('2026-10-10'))
  expect(resume(left, at('2026-10-03T16:00'), china)).toBe(end('2026-10-10'))
  const hours = remaining(at('2026-09-23T12:00'), at('2026-09-23T11:00'), { hours: 2 }, china)
  expect(resume(hours, at('2026-09-24T08:00'), china)).toBe(at('2026-09-24T09:00'))
  const days = remaining(end('2026-11-20'), at('2026-11-18T08:00'), { days: 7 }, china)
  expect(days).toEqual({ days: 2 })
  expect(resume(days, at('2026-11-19T08:00'), china)).toBe(end('2026-11-23'))
})

test('a pause on the last day, and one after it', () => {
  const due = end('2026-11-20')
  const last = remaining(due, at('2026-11-20T17:00'), { workingDays: 3 }, china)
  expect(resume(last, at('2026-11-25T09:00'), china)).toBe(end('2026-11-25'))
  const late = remaining(due, at('2026-11-21T00:00'), { workingDays: 3 }, china)
  expect(late).toEqual({ passed: due })
  expect(resume(late, at('2026-11-25T09:00'), china)).toBe(due)
})

test('a pause of no length changes nothing, and a longer one never brings the deadline nearer', () => {
  fc.assert(
    fc.property(
      moment,
      anyLimit,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(20 * 86_400_000),
      (start, limit, share, pause) => {
        const deadline = addLimit(start, limit, china)
        const pausedAt = new Date(Date.parse(start) + share * (Date.parse(deadline) - Date.parse(start))).toISOString()
        const left = remaining(deadline, pausedAt, limit, china)
        expect(resume(left, pausedAt, china)).toBe(deadline)
        expect(resume(left, new Date(Date.parse(pausedAt) + pause).toISOString(), china) >= deadline).toBe(true)
      },
    ),
  )
})

test('time left in parts', () => {
  const due = end('2026-11-24') // a Tuesday
  expect(inWords(due, at('2026-11-20T20:30'), china)).toEqual({
    overdue: false,
    days: 4,
    hours: 3,
    minutes: 29,
    workingDays: 2,
  })
  expect(inWords(due, at('2026-11-24T23:00'), china)).toEqual({
    overdue: false,
    days: 0,
    hours: 0,
    minutes: 59,
    workingDays: 0,
  })
  expect(inWords(due, at('2026-11-30T01:00'), china)).toEqual({
    overdue: true,
    days: 5,
    hours: 1,
    minutes: 0,
    workingDays: 4,
  })
})

test('near deadlines: the last working day of long ones, the last quarter of short ones', () => {
  const start = at('2026-11-16T09:00') // a Monday
  const week = after('2026-11-16T09:00', { workingDays: 5 })
  const state = (now: string) => dueState(start, week, at(now), china)
  expect(['2026-11-19T23:59', '2026-11-20T00:00', '2026-11-23T23:59', '2026-11-24T00:00'].map(state)).toEqual([
    'normal',
    'due_soon',
    'due_soon',
    'overdue',
  ])
  const short = after('2026-11-16T09:00', { hours: 2 })
  const shortState = (now: string) => dueState(start, short, at(now), china)
  expect(['2026-11-16T10:29', '2026-11-16T10:30', '2026-11-16T11:00', '2026-11-16T11:01'].map(shortState)).toEqual([
    'normal',
    'due_soon',
    'due_soon',
    'overdue',
  ])
  const early = { workingDays: 3, share: 0.5 }
  expect(dueState(start, week, at('2026-11-18T09:00'), china, early)).toBe('due_soon')
})

test('the defaults are limits that can be computed, each under its own code', () => {
  const codes = [...defaultLimits, ...defaultQuotas].map(({ code }) => code)
  expect(new Set(codes).size).toBe(codes.length)
  for (const { limit } of defaultLimits) expect(() => readLimit(limit)).not.toThrow()
  for (const { atLeast, upTo } of defaultQuotas) expect(upTo === undefined || upTo > atLeast).toBe(true)
  const of = (code: string) => defaultLimits.find((one) => one.code === code)?.limit
  expect(of('card.accept.yellow')).toEqual({ workingDays: 1 })
  expect(of('petition.decide')).toEqual({ days: 60 })
  expect(of('tip.verify')).toEqual({ months: 3 })
})
