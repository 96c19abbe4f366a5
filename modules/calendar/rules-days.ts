/**
 * Which days are working days, and when they end, in one county.
 *
 * The State Council announces the holidays and make-up days of a year in the autumn before (国务院办公厅关于…年部分节假日安排
 * 的通知); `chinese-days` carries them from 2004 on. A county adds its own: 自治 areas have holidays of their own, and a year
 * that the library does not know yet can be entered by hand. Where nobody has said anything, Saturday and Sunday are free.
 */
import chineseDays from 'chinese-days'

/** ISO 8601 with a zone: `2026-01-31T08:00:00.000Z` or `…+08:00`. */
export type Instant = string
/** A calendar day in the county's zone: `2026-01-31`. */
export type Day = string

export interface Override {
  date: Day
  kind: 'holiday' | 'workday'
  name: string
}

export interface Calendar {
  /** IANA name; China keeps one time and no summer time, but nothing here relies on it */
  zone: string
  overrides: readonly Override[]
  /** years whose holidays were entered completely by hand, so that screens stop warning */
  enteredYears: readonly number[]
}

export const nationalCalendar: Calendar = { zone: 'Asia/Shanghai', overrides: [], enteredYears: [] }

export interface DayDetail {
  day: Day
  working: boolean
  /** `workday` and `holiday` where somebody decided it, `ordinary` and `weekend` by the week alone */
  kind: 'ordinary' | 'weekend' | 'holiday' | 'workday'
  decidedBy?: 'nation' | 'county'
  name?: { zh: string; en: string }
  /** false where the year's holidays are not known: the answer is then only the week's */
  known: boolean
}

const dayMs = 86_400_000

export function dayDetail(day: Day, calendar: Calendar): DayDetail {
  const known = isKnownYear(Number(day.slice(0, 4)), calendar)
  const override = calendar.overrides.find(({ date }) => date === day)
  if (override) {
    const { kind, name } = override
    return { day, working: kind === 'workday', kind, decidedBy: 'county', name: { zh: name, en: name }, known }
  }
  const announced = findAnnounced(day)
  if (announced) return { day, ...announced, decidedBy: 'nation', known }
  const weekend = [0, 6].includes(new Date(day).getUTCDay())
  return { day, working: !weekend, kind: weekend ? 'weekend' : 'ordinary', known }
}

/**
 * Asked by string, and never for the day of the week: the library builds its table in the machine's own zone, and only
 * a string goes the same way (seen on machines west of Greenwich, where everything else is a day off).
 */
function findAnnounced(day: Day): Pick<DayDetail, 'working' | 'kind' | 'name'> | undefined {
  const { work, name } = chineseDays.getDayDetail(day)
  const [en, zh] = name.split(',')
  // for a day that nobody decided the name is that of the weekday, without a comma
  return en && zh ? { working: work, kind: work ? 'workday' : 'holiday', name: { zh, en } } : undefined
}

export function isWorkingDay(day: Day, calendar: Calendar): boolean {
  return dayDetail(day, calendar).working
}

/** National Day is in every announcement, so a year in which it is ordinary has not been announced. */
export function isKnownYear(year: number, calendar: Calendar): boolean {
  if (calendar.enteredYears.includes(year)) return true
  return findAnnounced(`${year}-10-01`) !== undefined
}

/** Whether the holidays of every year from one day to the other are known. */
export function isKnown(from: Day, to: Day, calendar: Calendar): boolean {
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    if (!isKnownYear(year, calendar)) return false
  }
  return true
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)
}

/** The same day of a later month, or that month's last day where it has none (Civil Code art. 202). */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10)
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs)
}

/** The day itself if it is a working day, or the first one after it. */
export function nextWorkingDay(day: Day, calendar: Calendar): Day {
  let next = day
  for (let tries = 0; !isWorkingDay(next, calendar); tries++) {
    if (tries > 366) throw new RangeError(`no working day in the year after ${day}`)
    next = addDays(next, 1)
  }
  return next
}

/** The nth working day after a day, which is not counted itself. */
export function addWorkingDays(day: Day, count: number, calendar: Calendar): Day {
  let last = day
  for (let left = count; left > 0; left--) last = nextWorkingDay(addDays(last, 1), calendar)
  return last
}

/** Working days after `from` up to and including `to`; 0 where `to` is not later. */
export function workingDaysBetween(from: Day, to: Day, calendar: Calendar): number {
  let count = 0
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(day, calendar)) count++
  return count
}

export function dayOf(instant: Instant, calendar: Calendar): Day {
  const at = Date.parse(instant)
  return new Date(at + offsetMs(at, calendar.zone)).toISOString().slice(0, 10)
}

/**
 * The last millisecond of a day. The law says 24:00; stored as 00:00 of the next day it would be shown as the next day.
 */
export function endOfDay(day: Day, calendar: Calendar): Instant {
  const local = Date.parse(`${day}T23:59:59.999Z`)
  // twice, because in zones with summer time the offset depends on the answer
  const guess = local - offsetMs(local, calendar.zone)
  return new Date(local - offsetMs(guess, calendar.zone)).toISOString()
}

/** Making one takes longer than everything else here; the same name always gives the same one. */
const formats = new Map<string, Intl.DateTimeFormat>()

/** Asking a format is slow and the answer nearly always yesterday's: days that begin and end alike are remembered. */
const steadyDays = new Map<string, Map<number, number | null>>()
const mostDays = 20_000

function offsetMs(at: number, zone: string): number {
  let days = steadyDays.get(zone)
  if (!days || days.size > mostDays) {
    days = new Map()
    steadyDays.set(zone, days)
  }
  const day = Math.floor(at / dayMs)
  let steady = days.get(day)
  if (steady === undefined) {
    const offset = askedOffsetMs(day * dayMs, zone)
    steady = offset === askedOffsetMs((day + 1) * dayMs, zone) ? offset : null
    days.set(day, steady)
  }
  return steady ?? askedOffsetMs(at, zone)
}

function askedOffsetMs(at: number, zone: string): number {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    formats.set(zone, format)
  }
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
