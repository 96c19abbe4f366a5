/**
 * Deadlines: what a limit makes of a moment.
 *
 * - Limits in days and months follow the Civil Code (民法典): the day of the event is not counted (art. 201); a month ends
 *   on the same day of the later month, or on its last (202); a last day that is a holiday moves to the end of the first
 *   working day after it, and a day ends at 24:00 (203). The procedure rules of the police say the same of their own
 *   limits (公安机关办理行政案件程序规定, 期间). Offices that close earlier could say so under art. 203, but a police room has
 *   no closing time.
 * - Limits in working days count working days only, from the day after, as the licensing law does (行政许可法 art. 82).
 * - Limits in hours, minutes and seconds run on through nights and holidays: they are promises about help, not paper.
 *
 * Pausing (waiting for the person, with their knowledge) keeps what was left in the limit's own unit, and gives it back on
 * resuming. A deadline that had passed before the pause stays passed.
 */
import {
  addDays,
  addMonths,
  addWorkingDays,
  type Calendar,
  dayOf,
  daysBetween,
  endOfDay,
  type Instant,
  nextWorkingDay,
  workingDaysBetween,
} from './rules-days.ts'

export type Limit =
  | { workingDays: number }
  | { months: number }
  | { days: number }
  | { hours: number }
  | { minutes: number }
  | { seconds: number }

export type LimitUnit = 'workingDays' | 'months' | 'days' | 'hours' | 'minutes' | 'seconds'

const msOf = { hours: 3_600_000, minutes: 60_000, seconds: 1000 } as const

/** Day, month and working-day limits in whole numbers from 1; the others may be broken. Throws RangeError otherwise. */
export function addLimit(start: Instant, limit: Limit, calendar: Calendar): Instant {
  const { unit, amount } = readLimit(limit)
  if (unit === 'hours' || unit === 'minutes' || unit === 'seconds') {
    return new Date(Date.parse(start) + amount * msOf[unit]).toISOString()
  }
  const day = dayOf(start, calendar)
  if (unit === 'workingDays') return endOfDay(addWorkingDays(day, amount, calendar), calendar)
  const last = unit === 'months' ? addMonths(day, amount) : addDays(day, amount)
  return endOfDay(nextWorkingDay(last, calendar), calendar)
}

/** More time from the old deadline on, not from today: asking early costs nothing, asking late gains nothing. */
export function extend(deadline: Instant, limit: Limit, calendar: Calendar): Instant {
  return addLimit(deadline, limit, calendar)
}

export function readLimit(limit: Limit): { unit: LimitUnit; amount: number } {
  const entries = Object.entries(limit) as [LimitUnit, number][]
  const [entry] = entries
  if (entries.length !== 1 || !entry) throw new RangeError('a limit has exactly one unit')
  const [unit, amount] = entry
  const whole = unit === 'workingDays' || unit === 'days' || unit === 'months'
  if (!Number.isFinite(amount) || amount <= 0 || (whole && !Number.isInteger(amount))) {
    throw new RangeError(`not a limit: ${amount} ${unit}`)
  }
  return { unit, amount }
}

/** What was left when a clock was stopped. Kept with the matter until it goes on. */
export type Remaining = { workingDays: number } | { days: number } | { ms: number } | { passed: Instant }

/** @param limit the one the deadline came from; its unit decides how the rest is counted */
export function remaining(deadline: Instant, pausedAt: Instant, limit: Limit, calendar: Calendar): Remaining {
  const ms = Date.parse(deadline) - Date.parse(pausedAt)
  if (ms < 0) return { passed: deadline }
  const { unit } = readLimit(limit)
  const from = dayOf(pausedAt, calendar)
  const to = dayOf(deadline, calendar)
  if (unit === 'workingDays') return { workingDays: workingDaysBetween(from, to, calendar) }
  if (unit === 'days' || unit === 'months') return { days: daysBetween(from, to) }
  return { ms }
}

/**
 * The new deadline. Resuming on the day of the pause gives the old one; a clock stopped on its last day ends with the day
 * on which it goes on.
 */
export function resume(left: Remaining, resumedAt: Instant, calendar: Calendar): Instant {
  if ('passed' in left) return left.passed
  if ('ms' in left) return new Date(Date.parse(resumedAt) + left.ms).toISOString()
  const day = dayOf(resumedAt, calendar)
  const last = 'workingDays' in left ? addWorkingDays(day, left.workingDays, calendar) : addDays(day, left.days)
  return endOfDay(nextWorkingDay(last, calendar), calendar)
}

export interface TimeLeft {
  overdue: boolean
  /** whole days, then whole hours and minutes of the rest, until the deadline or since it */
  days: number
  hours: number
  minutes: number
  /** working days after today until the deadline's day, or after the deadline's day until today */
  workingDays: number
}

/** The parts of a sentence such as "2 days 3 hours left"; the sentence itself is the locale's. */
export function inWords(deadline: Instant, now: Instant, calendar: Calendar): TimeLeft {
  const ms = Date.parse(deadline) - Date.parse(now)
  const overdue = ms < 0
  const total = Math.floor(Math.abs(ms) / msOf.minutes)
  const today = dayOf(now, calendar)
  const due = dayOf(deadline, calendar)
  return {
    overdue,
    days: Math.floor(total / 1440),
    hours: Math.floor((total % 1440) / 60),
    minutes: total % 60,
    workingDays: overdue ? workingDaysBetween(due, today, calendar) : workingDaysBetween(today, due, calendar),
  }
}

/** When a deadline is shown as near. Editable by the county. */
export interface DueSoonRule {
  /** working days left, for deadlines that had more than this to begin with */
  workingDays: number
  /** share of the whole time left, for the shorter ones */
  share: number
}

const dueSoonDefault: DueSoonRule = { workingDays: 1, share: 0.25 }

export type DueState = 'normal' | 'due_soon' | 'overdue'

/** @param start when the clock began to run, or when it last went on after a pause */
export function dueState(
  start: Instant,
  deadline: Instant,
  now: Instant,
  calendar: Calendar,
  rule: DueSoonRule = dueSoonDefault,
): DueState {
  const left = Date.parse(deadline) - Date.parse(now)
  if (left < 0) return 'overdue'
  const due = dayOf(deadline, calendar)
  const whole = workingDaysBetween(dayOf(start, calendar), due, calendar)
  const near =
    whole > rule.workingDays
      ? workingDaysBetween(dayOf(now, calendar), due, calendar) <= rule.workingDays
      : left <= rule.share * (Date.parse(deadline) - Date.parse(start))
  return near ? 'due_soon' : 'normal'
}
