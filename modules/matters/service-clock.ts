import type { Ctx } from '@doorstep/kernel'
import {
  addLimit,
  type Calendar,
  calendarOf,
  dayOf,
  extend,
  type Limit,
  limitOf,
  nationalCalendar,
  remaining,
  resume,
} from '@doorstep/modules/calendar/index.ts'
import { type Kind, kindOf } from './kinds/index.ts'
import type { Instant, Matter } from './rules.ts'

/** Deadlines of matters, out of the county's calendar and limits. */

type Timed = Pick<Matter, 'kind' | 'urgency'>
const urgent = 'matter.urgent'
const kindFor = (matter: Timed): Kind => {
  const kind = kindOf(matter.kind)
  if (!kind) throw new Error(`matters of the unknown kind ${matter.kind} cannot be timed`)
  return kind
}
const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b)

export async function acceptDue(ctx: Ctx, matter: Timed, from: Instant): Promise<Instant> {
  const calendar = await calendarOf(ctx)
  const due = addLimit(from, await limitOf(ctx, kindFor(matter).accept), calendar)
  return matter.urgency === 'urgent' ? earlier(due, addLimit(from, await limitOf(ctx, urgent), calendar)) : due
}
/** An urgent matter has the shorter of its kind's limit and the urgent one. */
export async function handleDue(ctx: Ctx, matter: Timed, from: Instant): Promise<Instant> {
  const calendar = await calendarOf(ctx)
  const due = addLimit(from, await limitOf(ctx, kindFor(matter).handle), calendar)
  return matter.urgency === 'urgent' ? earlier(due, addLimit(from, await limitOf(ctx, urgent), calendar)) : due
}
/** The deadline after a pause: what was left is given back in the limit's own unit. */
export async function shifter(ctx: Ctx, matter: Timed): Promise<(due: Instant, pausedAt: Instant) => Instant> {
  const calendar = await calendarOf(ctx)
  const limit = await limitOf(ctx, matter.urgency === 'urgent' ? urgent : kindFor(matter).handle)
  return (due, pausedAt) => resume(remaining(due, pausedAt, limit, calendar), ctx.now(), calendar)
}
/** More working days from the old deadline on. */
export async function extender(ctx: Ctx): Promise<(due: Instant, days: number) => Instant> {
  const calendar = await calendarOf(ctx)
  return (due, workingDays) => extend(due, { workingDays }, calendar)
}
/** The end of the day so many days later, or of the next working day after it. */
export async function visitDay(ctx: Ctx): Promise<(from: Instant, days: number) => Instant> {
  const calendar = await calendarOf(ctx)
  return (from, days) => addLimit(from, { days }, calendar)
}
export const sameDay =
  (ctx: Ctx) =>
  (a: Instant, b: Instant): boolean => {
    const zone: Calendar = { ...nationalCalendar, zone: ctx.settings.zone }
    return dayOf(a, zone) === dayOf(b, zone)
  }

export const limitsFor = async <C extends string>(ctx: Ctx, codes: readonly C[]): Promise<Map<C, Limit>> => {
  const limits = new Map<C, Limit>()
  for (const code of codes) limits.set(code, await limitOf(ctx, code))
  return limits
}
