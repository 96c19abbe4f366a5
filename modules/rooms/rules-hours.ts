/**
 * When a room is attended, as data: on working days, every day, or on days of the week; optionally who sits there.
 * Working days follow the county's calendar, so the sign on the door is right on holidays and make-up days too.
 */
export const dayKinds = ['workingDays', 'everyDay', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type DayKind = (typeof dayKinds)[number]
/** `from` and `to` as `08:30`; a `to` at or before `from` is on the next day. */
export type Hours = { on: DayKind; from: string; to: string; officer?: string }

type Moment = { day: string; time: string }
const dayMs = 86_400_000

/** The wall clock of a zone. */
function momentOf(instant: string, zone: string): Moment {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(Date.parse(instant))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return { day: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` }
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
function falls(on: DayKind, day: string, isWorkingDay: (day: string) => boolean): boolean {
  if (on === 'everyDay') return true
  if (on === 'workingDays') return isWorkingDay(day)
  return weekdays[new Date(day).getUTCDay()] === on
}

/** The slots that hold at this moment; none: nobody is there now. */
export function attendedNow(
  hours: readonly Hours[],
  now: { instant: string; zone: string },
  isWorkingDay: (day: string) => boolean,
): Hours[] {
  const { day, time } = momentOf(now.instant, now.zone)
  const before = new Date(Date.parse(day) - dayMs).toISOString().slice(0, 10)
  return hours.filter(({ on, from, to }) => {
    if (from < to) return falls(on, day, isWorkingDay) && time >= from && time < to
    return (falls(on, day, isWorkingDay) && time >= from) || (falls(on, before, isWorkingDay) && time < to)
  })
}
