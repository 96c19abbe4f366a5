import fc from 'fast-check'
import { expect, it } from 'vitest'
import { defaultLimits } from '../calendar/limits.ts'
import { addLimit } from '../calendar/rules.ts'
import { addDays, type Calendar, dayOf, isKnownYear, isWorkingDay, nationalCalendar } from '../calendar/rules-days.ts'
import { defaults } from '../levels/defaults.ts'
import { pass, policeFirstInTime, policeFrom, policeSecondInTime } from './rules-gates.ts'
import { confirmInTime } from './rules-gates-agreement.ts'

/** The time limits of the law over the holidays and make-up days of three years, with the limits a county starts with. */

const china = nationalCalendar
const at = (local: string) => new Date(`${local}+08:00`).toISOString()
const limitOf = (code: string) => {
  const found = defaultLimits.find((each) => each.code === code)
  if (!found) throw new Error(`no limit ${code}`)
  return found.limit
}
const until = (code: string, start: string, calendar: Calendar = china) => addLimit(start, limitOf(code), calendar)
const lastDay = (code: string, start: string) => dayOf(until(code, at(start)), china)

it('the three years are those whose holidays the calendar knows', () => {
  expect([2024, 2025, 2026].map((year) => isKnownYear(year, china))).toEqual([true, true, true])
})

it.each([
  // 2024: Spring Festival 10–17 February; Sunday 4 and Sunday 18 February are worked. Labour Day 1–5 May; 28 April, 11 May worked.
  ['2024-02-02', '2024-02-06'],
  ['2024-02-08', '2024-02-19'],
  ['2024-04-29', '2024-05-07'],
  ['2024-09-27', '2024-10-08'], // Friday; Sunday the 29th is worked, Monday, then 1–7 October off
  ['2024-12-30', '2025-01-03'], // over New Year's Day
  // 2025: Spring Festival 28 January – 4 February; Sunday 26 January and Saturday 8 February are worked.
  ['2025-01-23', '2025-01-27'],
  ['2025-01-26', '2025-02-06'],
  ['2025-04-25', '2025-04-29'], // Sunday the 27th is worked
  ['2025-09-29', '2025-10-10'],
  // 2026: Spring Festival 15–23 February; Saturday 14 and Saturday 28 February are worked.
  ['2026-02-12', '2026-02-24'],
  ['2026-02-25', '2026-02-28'],
  ['2026-04-30', '2026-05-08'], // 1–5 May off
  ['2026-09-30', '2026-10-10'], // 1–7 October off, Saturday the 10th is worked
])(
  '公安机关治安调解工作规范: accepted on %s, the first police mediation until %s (3 working days)',
  (accepted, last) => {
    expect(lastDay('policeMediation.first', `${accepted}T09:00`)).toBe(last)
    const end = until('policeMediation.first', at(`${accepted}T09:00`))
    expect(() => pass(policeFirstInTime, { at: at(`${last}T23:59`), until: end })).not.toThrow()
    expect(() => pass(policeFirstInTime, { at: at(`${addDays(last, 1)}T00:00`), until: end })).toThrow(
      'policeFirstLate',
    )
  },
)

it('公安机关治安调解工作规范: where injury or price is reported, the days run from the report', () => {
  const acceptedAt = at('2026-03-02T09:00')
  const reportAt = at('2026-03-20T16:00')
  expect(policeFrom({ acceptedAt, reportAt: null })).toBe(acceptedAt)
  expect(policeFrom({ acceptedAt, reportAt })).toBe(reportAt)
  expect(lastDay('policeMediation.first', '2026-03-20T16:00')).toBe('2026-03-25')
})

it.each([
  ['2024-02-06', '2024-02-21'], // 7, 8, 9, then 18 (Sunday, worked), 19, 20, 21
  ['2024-04-26', '2024-05-09'], // 28 (Sunday, worked), 29, 30, then 6, 7, 8, 9
  ['2024-09-30', '2024-10-15'], // 8–11, Saturday the 12th is worked, 14, 15
  ['2025-01-24', '2025-02-10'], // 26 (Sunday, worked), 27, then 5, 6, 7, 8 (Saturday, worked), 10
  ['2025-09-26', '2025-10-13'], // 28 (Sunday, worked), 29, 30, then 9, 10, 11 (Saturday, worked), 13
  ['2026-02-13', '2026-03-02'], // 14 (Saturday, worked), 24–27, 28 (Saturday, worked), 2 March
  ['2026-09-18', '2026-09-29'], // 20 (Sunday, worked), 21–24, 25–27 off, 28, 29
])('公安机关办理行政案件程序规定: first held on %s, the second until %s (7 working days)', (first, last) => {
  const end = until('policeMediation.second', at(`${first}T15:00`))
  expect(dayOf(end, china)).toBe(last)
  expect(() => pass(policeSecondInTime, { at: at(`${last}T18:00`), until: end })).not.toThrow()
  expect(() => pass(policeSecondInTime, { at: at(`${addDays(last, 1)}T08:00`), until: end })).toThrow(
    'policeSecondLate',
  )
})

it.each([
  ['2024-03-01', '2024-04-01'], // 31 March is a Sunday
  ['2024-01-12', '2024-02-18'], // ends on 11 February, in Spring Festival; Sunday the 18th is worked
  ['2024-09-03', '2024-10-08'],
  ['2025-01-02', '2025-02-05'], // ends on 1 February, in Spring Festival
  ['2025-04-01', '2025-05-06'], // ends on 1 May
  ['2025-09-11', '2025-10-11'], // ends on a Saturday that is worked
  ['2026-01-15', '2026-02-14'], // ends on a Saturday that is worked
  ['2026-01-20', '2026-02-24'],
  ['2026-06-10', '2026-07-10'],
])('人民调解法 33: in force on %s, confirmation is applied for until %s (30 days)', (effective, last) => {
  expect(lastDay('confirmation.apply', `${effective}T20:00`)).toBe(last)
  expect(() => pass(confirmInTime, { on: last, until: last })).not.toThrow()
  expect(() => pass(confirmInTime, { on: addDays(last, 1), until: last })).toThrow('confirmationLate')
})

const moment = fc
  .date({ min: new Date('2024-01-01'), max: new Date('2026-11-30'), noInvalidDate: true })
  .map((date) => date.toISOString())
/** An oracle that counts days one by one and knows nothing of limits. */
function counted(start: string, working: number): string {
  let day = dayOf(start, china)
  for (let left = working; left > 0; ) {
    day = addDays(day, 1)
    if (isWorkingDay(day, china)) left--
  }
  return day
}

it('3 and 7 working days and 5 for an objection end on the day that counting gives, any day of three years', () => {
  fc.assert(
    fc.property(moment, (start) => {
      for (const [code, days] of [
        ['policeMediation.first', 3],
        ['policeMediation.second', 7],
        ['level.objection', 5],
      ] as const)
        expect(dayOf(until(code, start), china), code).toBe(counted(start, days))
    }),
    { numRuns: 1000 },
  )
})

it('人民调解法 33: never fewer than 30 days, on a working day, and no working day lies between the 30th and it', () => {
  fc.assert(
    fc.property(moment, (start) => {
      const thirtieth = addDays(dayOf(start, china), 30)
      const last = dayOf(until('confirmation.apply', start), china)
      expect(last >= thirtieth && isWorkingDay(last, china)).toBe(true)
      for (let day = thirtieth; day < last; day = addDays(day, 1)) expect(isWorkingDay(day, china), day).toBe(false)
    }),
    { numRuns: 1000 },
  )
})

it('a county that works through a holiday, or rests of its own, moves its deadlines with it', () => {
  const own: Calendar = { ...china, overrides: [{ date: '2026-03-03', kind: 'holiday', name: '本县节日' }] }
  expect(dayOf(until('policeMediation.first', at('2026-03-02T09:00'), own), own)).toBe('2026-03-06')
})

it('24 hours for a signature run through nights and holidays, and so do the 48 of a consultation', () => {
  for (const start of ['2024-02-09T18:00', '2025-10-01T23:30', '2026-02-14T12:00']) {
    expect(addLimit(at(start), { hours: defaults.signHours }, china)).toBe(
      at(`${addDays(start.slice(0, 10), 1)}T${start.slice(11)}`),
    )
    expect(addLimit(at(start), { hours: 48 }, china)).toBe(at(`${addDays(start.slice(0, 10), 2)}T${start.slice(11)}`))
  }
})
