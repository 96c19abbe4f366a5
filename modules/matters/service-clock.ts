import type { Ctx } from '@doorstep/kernel'
import {
  addLimit,
  type Calendar,
  dayOf,
  extend,
  type Limit,
  nationalCalendar,
  remaining,
  resume,
  timesOf,
} from '@doorstep/modules/calendar/index.ts'
import { type Kind, kindOf } from './kinds/index.ts'
import type { Instant, Matter } from './rules.ts'

/** Deadlines of matters, out of the county's calendar and limits. */

type Timed = Pick<Matter, 'kind' | 'urgency' | 'limit'>
const urgent = 'matter.urgent'
const kindFor = (matter: Timed): Kind => {
  const kind = kindOf(matter.kind)
  if (!kind) throw new Error(`matters of the unknown kind ${matter.kind} cannot be timed`)
  return kind
}
const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b)

/** An urgent matter has the shorter of the limit and the urgent one. */
async function dueOf(ctx: Ctx, code: string, isUrgent: boolean, from: Instant): Promise<Instant> {
  const { calendar, limits } = await timesOf(ctx, code, urgent)
  const due = addLimit(from, limits[code] as Limit, calendar)
  return isUrgent ? earlier(due, addLimit(from, limits[urgent] as Limit, calendar)) : due
}
export const acceptDue = (ctx: Ctx, matter: Timed, from: Instant): Promise<Instant> =>
  dueOf(ctx, kindFor(matter).accept, matter.urgency === 'urgent', from)
export const handleDue = (ctx: Ctx, matter: Timed, from: Instant): Promise<Instant> =>
  dueOf(ctx, matter.limit ?? kindFor(matter).handle, matter.urgency === 'urgent', from)

/** The deadline after a pause: what was left is given back in the limit's own unit. */
export async function shifter(
  ctx: Ctx,
  matter: Timed,
  at: Instant,
): Promise<(due: Instant, pausedAt: Instant) => Instant> {
  const code = matter.urgency === 'urgent' ? urgent : (matter.limit ?? kindFor(matter).handle)
  const { calendar, limits } = await timesOf(ctx, code)
  return (due, pausedAt) => resume(remaining(due, pausedAt, limits[code] as Limit, calendar), at, calendar)
}
/** More working days from the old deadline on. */
export async function extender(ctx: Ctx): Promise<(due: Instant, days: number) => Instant> {
  const { calendar } = await timesOf(ctx)
  return (due, workingDays) => extend(due, { workingDays }, calendar)
}
/** The end of the day so many days later, or of the next working day after it. */
export async function visitDay(ctx: Ctx): Promise<(from: Instant, days: number) => Instant> {
  const { calendar } = await timesOf(ctx)
  return (from, days) => addLimit(from, { days }, calendar)
}
export const sameDay =
  (ctx: Ctx) =>
  (a: Instant, b: Instant): boolean => {
    const zone: Calendar = { ...nationalCalendar, zone: ctx.settings.zone }
    return dayOf(a, zone) === dayOf(b, zone)
  }
