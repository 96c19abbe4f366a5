import type { Ctx } from '@doorstep/kernel'
import { defaultLimits } from './limits.ts'
import type { Limit, LimitUnit } from './rules.ts'
import type { Calendar } from './rules-days.ts'
import { findKept, findLimit, listEnteredYears, listOverrides } from './store.ts'

type Seen = Pick<Ctx, 'db' | 'county' | 'settings'>

/** The county's calendar: the nation's days and its own, in its zone. Input of every function of rules.ts. */
export async function calendarOf(ctx: Seen): Promise<Calendar> {
  const overrides = await listOverrides(ctx)
  return { zone: ctx.settings.zone, overrides, enteredYears: await listEnteredYears(ctx) }
}

export const limitFrom = (unit: LimitUnit, amount: number): Limit => ({ [unit]: amount }) as Limit

const defaults = new Map(defaultLimits.map(({ code, limit }) => [code, limit]))

/** The county's own value of a limit, or the one it starts with. Throws RangeError for a code that no module knows. */
export async function limitOf(ctx: Seen, code: string): Promise<Limit> {
  const known = defaults.get(code)
  if (!known) throw new RangeError(`no limit has the code ${code}`)
  const own = await findLimit(ctx, code)
  return own ? limitFrom(own.unit, own.amount) : known
}

/** Calendar and limits together, with one question to the database. Throws RangeError for a code that no module knows. */
export async function timesOf<C extends string>(
  ctx: Seen,
  ...codes: readonly C[]
): Promise<{ calendar: Calendar; limits: Readonly<Record<C, Limit>> }> {
  const { overrides, years, limits } = await findKept(ctx, codes)
  const of = (code: C): Limit => {
    const known = defaults.get(code)
    if (!known) throw new RangeError(`no limit has the code ${code}`)
    const own = limits.find((each) => each.code === code)
    return own ? limitFrom(own.unit, own.amount) : known
  }
  return {
    calendar: { zone: ctx.settings.zone, overrides, enteredYears: years },
    limits: Object.fromEntries(codes.map((code) => [code, of(code)])) as Record<C, Limit>,
  }
}
