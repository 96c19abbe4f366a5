/** Quiet hours: what is not urgent waits until they are over. Pure. */

export type Quiet = { on: boolean; from: string; to: string }

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
const formats = new Map<string, Intl.DateTimeFormat>()
function minutesAt(instant: number, zone: string): number {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
  formats.set(zone, format)
  return minutesOf(format.format(instant))
}

/** The first moment from `instant` on at which the person may be disturbed. @param instant milliseconds */
export function afterQuiet(instant: number, { on, from, to }: Quiet, zone: string): number {
  const [start, end] = [minutesOf(from), minutesOf(to)]
  if (!on || start === end) return instant
  const now = minutesAt(instant, zone)
  const isQuiet = start < end ? now >= start && now < end : now >= start || now < end
  if (!isQuiet) return instant
  const wait = (end - now + 1440) % 1440
  const fullMinute = Math.floor(instant / 60_000) * 60_000
  return fullMinute + wait * 60_000
}
