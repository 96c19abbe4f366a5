import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  addWorkingDays,
  type Calendar,
  dayDetail,
  dayOf,
  daysBetween,
  endOfDay,
  isKnown,
  isKnownYear,
  isWorkingDay,
  nationalCalendar,
  nextWorkingDay,
  workingDaysBetween,
} from './rules-days.ts'

const china = nationalCalendar

/** Every day from the first to the last one, both included. */
function span(first: string, last: string): string[] {
  return Array.from({ length: daysBetween(first, last) + 1 }, (_, at) => addDays(first, at))
}

// As announced by the State Council for each year, typed in by hand here so that the
// library is checked against the announcements and not against itself.
const announced = [
  {
    year: 2024,
    off: [
      ['2024-02-10', '2024-02-17'],
      ['2024-04-04', '2024-04-06'],
      ['2024-05-01', '2024-05-05'],
      ['2024-06-10', '2024-06-10'],
      ['2024-09-15', '2024-09-17'],
      ['2024-10-01', '2024-10-07'],
    ],
    on: [
      '2024-02-04',
      '2024-02-18',
      '2024-04-07',
      '2024-04-28',
      '2024-05-11',
      '2024-09-14',
      '2024-09-29',
      '2024-10-12',
    ],
  },
  {
    year: 2025,
    off: [
      ['2025-01-01', '2025-01-01'],
      ['2025-01-28', '2025-02-04'],
      ['2025-04-04', '2025-04-06'],
      ['2025-05-01', '2025-05-05'],
      ['2025-05-31', '2025-06-02'],
      ['2025-10-01', '2025-10-08'],
    ],
    on: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  {
    year: 2026,
    off: [
      ['2026-01-01', '2026-01-03'],
      ['2026-02-15', '2026-02-23'],
      ['2026-04-04', '2026-04-06'],
      ['2026-05-01', '2026-05-05'],
      ['2026-06-19', '2026-06-21'],
      ['2026-09-25', '2026-09-27'],
      ['2026-10-01', '2026-10-07'],
    ],
    on: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
] as const

test.each(announced)('the holidays and make-up days of $year', ({ year, off, on }) => {
  const free = off.flatMap(([first, last]) => span(first, last))
  expect(free.filter((day) => isWorkingDay(day, china))).toEqual([])
  expect(on.filter((day) => !isWorkingDay(day, china))).toEqual([])
  // and every other day is as its weekday says
  const ordinary = span(`${year}-01-01`, `${year}-12-31`).filter(
    (day) => !free.includes(day) && !on.some((one) => one === day),
  )
  const newYear = `${year}-01-01`
  const odd = ordinary.filter(
    (day) => day !== newYear && isWorkingDay(day, china) !== [1, 2, 3, 4, 5].includes(new Date(day).getUTCDay()),
  )
  expect(odd).toEqual([])
  expect(isWorkingDay(newYear, china)).toBe(false)
})

test('a day says who decided it', () => {
  expect(dayDetail('2026-02-14', china)).toEqual({
    day: '2026-02-14',
    working: true,
    kind: 'workday',
    decidedBy: 'nation',
    name: { zh: '春节', en: 'Spring Festival' },
    known: true,
  })
  expect(dayDetail('2026-10-01', china)).toMatchObject({ working: false, kind: 'holiday', name: { zh: '国庆节' } })
  expect(dayDetail('2026-11-20', china)).toEqual({ day: '2026-11-20', working: true, kind: 'ordinary', known: true })
  expect(dayDetail('2026-11-21', china)).toEqual({ day: '2026-11-21', working: false, kind: 'weekend', known: true })
})

test("the county's own days go before the nation's", () => {
  const county: Calendar = {
    ...china,
    overrides: [
      { date: '2026-03-20', kind: 'holiday', name: '开斋节' },
      { date: '2026-10-02', kind: 'workday', name: '抗旱值守' },
    ],
  }
  expect(dayDetail('2026-03-20', county)).toMatchObject({ working: false, decidedBy: 'county', name: { zh: '开斋节' } })
  expect(isWorkingDay('2026-10-02', county)).toBe(true)
  expect(isWorkingDay('2026-03-20', china)).toBe(true)
})

test('a year that nobody announced has ordinary weekends and says so', () => {
  expect([2003, 2004, 2026, 2099].map((year) => isKnownYear(year, china))).toEqual([false, true, true, false])
  expect(dayDetail('2099-10-01', china)).toEqual({ day: '2099-10-01', working: true, kind: 'ordinary', known: false })
  expect(isWorkingDay('2099-10-03', china)).toBe(false)
  expect(isKnown('2026-12-20', '2026-12-31', china)).toBe(true)
  expect(isKnown('2026-12-20', '2099-01-05', china)).toBe(false)
  const entered: Calendar = {
    ...china,
    enteredYears: [2099],
    overrides: [{ date: '2099-10-01', kind: 'holiday', name: '国庆节' }],
  }
  expect(dayDetail('2099-10-01', entered)).toMatchObject({ working: false, known: true })
})

test('counting days', () => {
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
  expect(addMonths('2025-01-31', 1)).toBe('2025-02-28')
  expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
  expect(addMonths('2025-11-30', 3)).toBe('2026-02-28')
  expect(addMonths('2025-12-31', 36)).toBe('2028-12-31')
  expect(nextWorkingDay('2026-02-14', china)).toBe('2026-02-14')
  expect(nextWorkingDay('2026-02-15', china)).toBe('2026-02-24')
  expect(addWorkingDays('2026-02-13', 2, china)).toBe('2026-02-24')
  expect(workingDaysBetween('2026-02-13', '2026-02-24', china)).toBe(2)
  expect(workingDaysBetween('2026-02-24', '2026-02-13', china)).toBe(0)
})

test('a county in which nobody ever works is refused, not searched for ever', () => {
  const overrides = span('2030-01-01', '2031-12-31').map((date) => ({ date, kind: 'holiday', name: 'x' }) as const)
  expect(() => nextWorkingDay('2030-01-01', { ...china, overrides })).toThrow(RangeError)
})

test("days are those of the county's zone", () => {
  expect(dayOf('2026-11-20T15:59:59.999Z', china)).toBe('2026-11-20')
  expect(dayOf('2026-11-20T16:00:00.000Z', china)).toBe('2026-11-21')
  expect(dayOf('2026-11-21T00:30:00+08:00', china)).toBe('2026-11-21')
  expect(endOfDay('2026-11-20', china)).toBe('2026-11-20T15:59:59.999Z')
  expect(endOfDay('2026-11-20', { ...china, zone: 'Asia/Urumqi' })).toBe('2026-11-20T17:59:59.999Z')
  expect(endOfDay('2026-03-29', { ...china, zone: 'Europe/Berlin' })).toBe('2026-03-29T21:59:59.999Z')
  expect(endOfDay('2026-11-01', { ...china, zone: 'America/New_York' })).toBe('2026-11-02T04:59:59.999Z')
})

test.each(['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'])('a server in %s gives the same answers', (TZ) => {
  const script = `
    import { isWorkingDay, nationalCalendar, isKnownYear, endOfDay, dayOf } from '${new URL('rules-days.ts', import.meta.url)}'
    const days = ['2026-02-14', '2026-02-15', '2026-10-01', '2026-10-08', '2026-10-10', '2026-11-21']
    console.log(JSON.stringify([days.map((day) => isWorkingDay(day, nationalCalendar)), isKnownYear(2026, nationalCalendar),
      endOfDay('2026-01-01', nationalCalendar), dayOf('2026-01-01T17:00:00Z', nationalCalendar)]))`
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, TZ },
    encoding: 'utf8',
  })
  expect(run.stderr).toBe('')
  expect(JSON.parse(run.stdout)).toEqual([
    [true, false, false, true, true, false],
    true,
    '2026-01-01T15:59:59.999Z',
    '2026-01-02',
  ])
})
