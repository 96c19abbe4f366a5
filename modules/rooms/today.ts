import type { Ctx } from '@doorstep/kernel'
import { calendarOf, dayOf, isWorkingDay } from '../calendar/index.ts'
import { attendedNow, type Hours } from './rules-hours.ts'

/** Today in the county's zone. */
export const today = (ctx: Ctx): string =>
  dayOf(ctx.now(), { zone: ctx.settings.zone, overrides: [], enteredYears: [] })
export const daysAgo = (ctx: Ctx, days: number): string =>
  new Date(Date.parse(today(ctx)) - days * 86_400_000).toISOString().slice(0, 10)

/** Asks the calendar once, then answers for any room of the county. */
export async function attendance(ctx: Ctx): Promise<(hours: readonly Hours[]) => Hours[]> {
  const calendar = await calendarOf(ctx)
  const now = { instant: ctx.now(), zone: ctx.settings.zone }
  return (hours) => attendedNow(hours, now, (day) => isWorkingDay(day, calendar))
}
