/** Dates as ledgers write them. They mean the county's own time unless they say otherwise. */

export const dateOrders = ['ymd', 'mdy', 'dmy'] as const
export type DateOrder = (typeof dateOrders)[number]
export type Local = { y: number; m: number; d: number; h: number; min: number; s: number; timed: boolean }
export type DateRead =
  | { is: 'local'; local: Local; serial?: true }
  | { is: 'instant'; at: string }
  | { is: 'ambiguous' }
  | { is: 'unreadable' }

const dayPart = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?/
const compact = /^((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=$|\s|T)/
const compactTimed = /^((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])([0-5]\d)([0-5]\d)$/
const western = /^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})(?!\d)/
const timePart =
  /^[\sT]*(上午|下午|晚上|凌晨|中午)?\s*(\d{1,2})\s*[:：时点]\s*(\d{1,2})?\s*(?:[:：分]\s*(\d{1,2})?)?(?:\.\d+)?\s*秒?\s*(am|pm)?$/i
const withZone = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/

const unreadable = { is: 'unreadable' } as const
const isDay = (y: number, m: number, d: number): boolean => {
  if (y < 1900 || y > 2200) return false
  const at = new Date(Date.UTC(y, m - 1, d))
  return at.getUTCFullYear() === y && at.getUTCMonth() === m - 1 && at.getUTCDate() === d
}

function timeOf(rest: string): Pick<Local, 'h' | 'min' | 's' | 'timed'> | undefined {
  if (!rest.trim()) return { h: 0, min: 0, s: 0, timed: false }
  const found = timePart.exec(rest)
  if (!found) return undefined
  const [, half, hours, minutes = '0', seconds = '0', ampm] = found
  let h = Number(hours)
  const later = half === '下午' || half === '晚上' || ampm?.toLowerCase() === 'pm'
  if (later && h < 12) h += 12
  if (ampm?.toLowerCase() === 'am' && h === 12) h = 0
  const [min, s] = [Number(minutes), Number(seconds)]
  return h < 24 && min < 60 && s < 60 ? { h, min, s, timed: true } : undefined
}
const local = (y: number, m: number, d: number, rest: string): DateRead => {
  const time = timeOf(rest)
  return time && isDay(y, m, d) ? { is: 'local', local: { y, m, d, ...time } } : unreadable
}

/** Which orders a western date admits: `13/2/2021` cannot begin with the month. */
export function ordersOf(text: string): { mdy: boolean; dmy: boolean } | undefined {
  const found = western.exec(text.trim())
  if (!found) return undefined
  const [a, b] = [Number(found[1]), Number(found[2])]
  return { mdy: a <= 12 && b <= 31, dmy: b <= 12 && a <= 31 }
}

/** Days since the end of 1899, or of 1903, as spreadsheets count; their 29 February 1900 never was. */
export function fromSerial(serial: number, is1904: boolean): Local | undefined {
  const days = Math.floor(serial)
  const shift = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30)
  const seconds = Math.round((serial - days) * 86_400)
  const at = new Date(shift + days * 86_400_000 + seconds * 1000)
  if (Number.isNaN(at.getTime())) return undefined
  return {
    y: at.getUTCFullYear(),
    m: at.getUTCMonth() + 1,
    d: at.getUTCDate(),
    h: at.getUTCHours(),
    min: at.getUTCMinutes(),
    s: at.getUTCSeconds(),
    timed: seconds > 0,
  }
}

/** @param order of western dates in this column; undefined where the column has shown both */
export function readDate(typed: string, order: DateOrder | undefined, is1904: boolean, thisYear: number): DateRead {
  const text = typed.trim()
  const day = dayPart.exec(text) ?? compact.exec(text)
  if (day && !withZone.test(text)) {
    const [whole, y, m, d] = day
    return local(Number(y), Number(m), Number(d), text.slice(whole.length))
  }
  if (withZone.test(text)) {
    const at = new Date(text)
    return Number.isNaN(at.getTime()) ? unreadable : { is: 'instant', at: at.toISOString() }
  }
  const packed = compactTimed.exec(text)
  if (packed) {
    const [y, m, d, h, min, s] = packed.slice(1).map(Number) as [number, number, number, number, number, number]
    return isDay(y, m, d) ? { is: 'local', local: { y, m, d, h, min, s, timed: true } } : unreadable
  }
  const west = western.exec(text)
  if (west) return fromWestern(west, text, order, thisYear)
  if (/^\d{13}$/.test(text)) return { is: 'instant', at: new Date(Number(text)).toISOString() }
  const serial = Number(text)
  if (/^\d{4,5}(\.\d+)?$/.test(text) && serial >= 7000 && serial < 80_000) {
    const found = fromSerial(serial, is1904)
    return found ? { is: 'local', local: found, serial: true } : unreadable
  }
  return unreadable
}

function fromWestern(found: RegExpExecArray, text: string, order: DateOrder | undefined, thisYear: number): DateRead {
  const [whole, first, second, last] = found as unknown as [string, string, string, string]
  const may = ordersOf(text)
  const rest = text.slice(whole.length)
  const short = Number(last)
  const y = last.length === 4 ? short : short + (short <= (thisYear % 100) + 1 ? 2000 : 1900)
  const [a, b] = [Number(first), Number(second)]
  if (may?.mdy && may.dmy && a !== b && order === undefined) return { is: 'ambiguous' }
  const monthFirst = may?.mdy && (order !== 'dmy' || !may.dmy)
  if (monthFirst) return local(y, a, b, rest)
  return may?.dmy ? local(y, b, a, rest) : unreadable
}

const two = (n: number): string => String(n).padStart(2, '0')
export const textOf = ({ y, m, d, h, min, s, timed }: Local): string =>
  `${y}-${two(m)}-${two(d)}${timed ? ` ${two(h)}:${two(min)}:${two(s)}` : ''}`

/** Wall clock of a zone → instant. One zone and few days: the offset is asked once a day. */
export function zoneClock(zone: string): (local: Local) => string {
  const offsets = new Map<number, number>()
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset', hour: 'numeric' })
  const offsetAt = (at: number): number => {
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
    const [, sign, hours, minutes = '0'] = /([+-])(\d{2}):?(\d{2})?/.exec(name) ?? []
    return hours ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000 : 0
  }
  return ({ y, m, d, h, min, s }) => {
    const wall = Date.UTC(y, m - 1, d, h, min, s)
    const day = Math.floor(wall / 86_400_000)
    let offset = offsets.get(day)
    if (offset === undefined) {
      offset = offsetAt(wall - 8 * 3_600_000)
      if (offsets.size > 20_000) offsets.clear()
      offsets.set(day, offset)
    }
    return new Date(wall - offset).toISOString()
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>()
/** An instant as the county's clocks showed it: `2026-03-01 08:05`. */
export function zoneText(at: string, zone: string): string {
  const clock =
    clocks.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  clocks.set(zone, clock)
  return clock.format(Date.parse(at))
}
