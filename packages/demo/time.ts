/** Moments of the demo county: Unix milliseconds, and what the clock on the wall says. */
export type Zone = {
  /** e.g. `2026-01-31` */
  day(msecs: number): string
  /** 0–23 */
  hour(msecs: number): number
  /** 0 Sunday … 6 Saturday */
  weekday(msecs: number): number
  /** 1–12 */
  month(msecs: number): number
  /** the moment at which the wall shows this many hours (with fractions) of that moment's day */
  atHour(msecs: number, hours: number): number
}

export const hour = 3_600_000
export const day = 24 * hour
export const iso = (msecs: number): string => new Date(msecs).toISOString()

/** China has one time and no summer time, so the difference of today holds for all of the demo's months. */
export function zoneOf(name: string, now: number): Zone {
  const offset = offsetOf(name, now)
  const wall = (msecs: number) => new Date(msecs + offset)
  return {
    day: (msecs) => wall(msecs).toISOString().slice(0, 10),
    hour: (msecs) => wall(msecs).getUTCHours(),
    weekday: (msecs) => wall(msecs).getUTCDay(),
    month: (msecs) => wall(msecs).getUTCMonth() + 1,
    atHour: (msecs, hours) => Math.floor((msecs + offset) / day) * day - offset + Math.round(hours * hour),
  }
}

function offsetOf(name: string, now: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' }).formatToParts(now)
  const [, sign, hours = '0', minutes = '0'] =
    /GMT([+-])(\d\d):(\d\d)/.exec(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '') ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * hour + Number(minutes) * 60_000)
}
