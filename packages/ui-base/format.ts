// Times, numbers and names as people read them, in the language in use and the county's time zone.

import { computed, ref } from 'vue'
import { settings } from './settings.ts'

/** The county's zone; the client sets it from the session where it differs. */
const zone = ref('Asia/Shanghai')

const styles = {
  day: { year: 'numeric', month: 'long', day: 'numeric' },
  shortDay: { month: 'numeric', day: 'numeric' },
  weekday: { month: 'long', day: 'numeric', weekday: 'short' },
  shortWeekday: { weekday: 'narrow' },
  month: { year: 'numeric', month: 'long' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  dayTime: { year: 'numeric', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  shortDayTime: { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>
export type TimeStyle = keyof typeof styles

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Calendar day in the county's zone, `YYYY-MM-DD`. */
export const dayOf = (instant: string | number, timeZone = zone.value): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(instant))

/** Whole calendar days from `from` to `to` in the county's zone; negative when `to` lies before. */
export const daysBetween = (from: string | number, to: string | number): number =>
  Math.round((Date.parse(dayOf(to)) - Date.parse(dayOf(from))) / day)

export function useFormat() {
  const language = computed(() => settings.language)
  const time = (instant: string | number, style: TimeStyle = 'dayTime'): string =>
    new Intl.DateTimeFormat(language.value, { ...styles[style], timeZone: zone.value }).format(new Date(instant))
  /** Day and time for lists: the year only where it is not this one. */
  const stamp = (instant: string | number, now = Date.now()): string =>
    time(instant, dayOf(instant).slice(0, 4) === dayOf(now).slice(0, 4) ? 'shortDayTime' : 'dayTime')
  const number = (value: number, options?: Intl.NumberFormatOptions): string =>
    new Intl.NumberFormat(language.value, options).format(value)
  const percent = (share: number, digits = 0): string =>
    number(share, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits })
  /** "3 minutes ago", "yesterday"; further away the date itself. */
  const ago = (instant: string | number, now = Date.now()): string => {
    const gap = new Date(instant).getTime() - now
    const words = new Intl.RelativeTimeFormat(language.value, { numeric: 'auto' })
    if (Math.abs(gap) < minute) return words.format(0, 'second')
    if (Math.abs(gap) < hour) return words.format(Math.trunc(gap / minute), 'minute')
    if (daysBetween(now, instant) === 0) return words.format(Math.trunc(gap / hour), 'hour')
    if (Math.abs(gap) < 7 * day) return words.format(daysBetween(now, instant), 'day')
    return time(instant, 'day')
  }
  const distance = (metres: number): string =>
    metres < 1000
      ? number(Math.round(metres / 10) * 10, { style: 'unit', unit: 'meter', unitDisplay: 'short' })
      : number(metres / 1000, { style: 'unit', unit: 'kilometer', unitDisplay: 'short', maximumFractionDigits: 1 })
  return { time, stamp, number, percent, ago, distance }
}
