import { Failure, failing, type Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { type calendar, failures } from './contract.ts'
import { calendarOf, limitFrom } from './doors.ts'
import { type DefaultLimit, defaultLimits, defaultQuotas } from './limits.ts'
import { addLimit, type Limit, type LimitUnit, readLimit } from './rules.ts'
import { addDays, addMonths, type Calendar, dayDetail, dayOf, isKnown, isKnownYear } from './rules-days.ts'
import * as store from './store.ts'

const fail = failing(failures)

/** @throws access.outside for a county that the actor does not hold */
function mustHold(ctx: Ctx): void {
  if (!ctx.grant.scopes.some((scope) => String(ctx.county).startsWith(scope)))
    throw new Failure('denied', 'access.outside')
}

function realDay(day: string): string {
  // 31 February fits the pattern; only the calendar knows
  const at = new Date(`${day}T00:00:00Z`)
  const exists = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
  return exists && day >= '1900' ? day : fail('calendar.noSuchDay', { day })
}

const tellDay = (day: string, county: Calendar) => {
  const { decidedBy = null, name = null, ...detail } = dayDetail(day, county)
  return { ...detail, decidedBy, name }
}

function tellLimit(known: DefaultLimit, own: store.LimitRow | undefined) {
  const initial = readLimit(known.limit)
  return {
    code: known.code,
    value: own ? { unit: own.unit, amount: own.amount } : initial,
    initial,
    own: own !== undefined,
    reason: own?.reason ?? null,
    changedAt: own?.changedAt ?? null,
    mark: known.mark,
    source: known.source,
    times: known.times ?? 1,
    before: known.before ?? false,
  }
}

const getLimit = (code: string): DefaultLimit =>
  defaultLimits.find((limit) => limit.code === code) ?? fail('calendar.noSuchLimit', { code })

/** @throws calendar.notALimit for half a working day, for nothing, and for more than a lifetime */
function limitOr(unit: LimitUnit, amount: number): Limit {
  const most = { workingDays: 2000, months: 1200, days: 36_500, hours: 100_000, minutes: 100_000, seconds: 100_000 }
  try {
    const limit = limitFrom(unit, amount)
    readLimit(limit)
    return amount <= most[unit] ? limit : fail('calendar.notALimit', { unit, amount })
  } catch {
    return fail('calendar.notALimit', { unit, amount })
  }
}

const yearState = (year: string, county: Calendar) => ({
  announced: isKnownYear(Number(year), { ...county, enteredYears: [] }),
  entered: county.enteredYears.includes(Number(year)),
})

async function changed(ctx: Ctx): Promise<void> {
  ctx.publish({ type: 'calendar.changed', subject: String(ctx.county), area: String(ctx.county) })
}

export const service: Service<typeof calendar, Ctx> = {
  month: async (ctx, { params: { month } }) => {
    const county = await calendarOf(ctx)
    const items = []
    const first = `${month}-01`
    for (let day = first; day < addMonths(first, 1); day = addDays(day, 1)) items.push(tellDay(day, county))
    return { items }
  },
  overrides: async (ctx, { params: { year } }) => {
    const county = await calendarOf(ctx)
    const own = county.overrides.filter(({ date }) => date.startsWith(year))
    return { ...yearState(year, county), items: own.map(({ date, ...override }) => ({ day: date, ...override })) }
  },
  setDay: async (ctx, { params, body }) => {
    mustHold(ctx)
    const day = realDay(params.day)
    await store.setOverride(ctx, { date: day, kind: body.kind, name: body.name })
    await changed(ctx)
    return tellDay(day, await calendarOf(ctx))
  },
  resetDay: async (ctx, { params }) => {
    mustHold(ctx)
    const day = realDay(params.day)
    await store.removeOverride(ctx, day)
    await changed(ctx)
    return tellDay(day, await calendarOf(ctx))
  },
  enterYear: async (ctx, { params: { year }, body }) => {
    mustHold(ctx)
    await store.setEntered(ctx, Number(year), body.entered)
    await changed(ctx)
    return yearState(year, await calendarOf(ctx))
  },
  limits: async (ctx) => {
    const own = new Map((await store.listLimits(ctx)).map((limit) => [limit.code, limit]))
    return {
      items: defaultLimits.map((limit) => tellLimit(limit, own.get(limit.code))),
      quotas: defaultQuotas.map(({ upTo = null, ...quota }) => ({ ...quota, upTo })),
    }
  },
  setLimit: async (ctx, { params: { code }, body: { unit, amount, reason } }) => {
    mustHold(ctx)
    const known = getLimit(code)
    limitOr(unit, amount)
    await store.setLimit(ctx, { code, unit, amount, reason })
    await changed(ctx)
    return tellLimit(known, await store.findLimit(ctx, code))
  },
  resetLimit: async (ctx, { params: { code } }) => {
    mustHold(ctx)
    const known = getLimit(code)
    await store.removeLimit(ctx, code)
    await changed(ctx)
    return tellLimit(known, undefined)
  },
  deadline: async (ctx, { query: { start, code, unit, amount } }) => {
    const limit = await wantedLimit(ctx, code, unit, amount)
    const county = await calendarOf(ctx)
    const { deadline, first, day } = spanOf(start, limit, county)
    const skipped = []
    for (let at = addDays(first, 1); at < day && skipped.length < 60; at = addDays(at, 1)) {
      const { working, name } = tellDay(at, county)
      if (!working) skipped.push({ day: at, name })
    }
    return { deadline, day, known: isKnown(first, day, county), skipped }
  },
}

/** @throws calendar.notALimit where the start is no moment, or the end lies beyond all calendars */
function spanOf(start: string, limit: Limit, county: Calendar) {
  try {
    const deadline = addLimit(new Date(start).toISOString(), limit, county)
    return { deadline, first: dayOf(start, county), day: dayOf(deadline, county) }
  } catch (error) {
    if (error instanceof RangeError) return fail('calendar.notALimit', { start })
    throw error
  }
}

async function wantedLimit(ctx: Ctx, code?: string, unit?: LimitUnit, amount?: number): Promise<Limit> {
  if (code === undefined) return limitOr(unit ?? 'workingDays', amount ?? 0)
  const known = getLimit(code)
  const own = await store.findLimit(ctx, code)
  return own ? limitFrom(own.unit, own.amount) : known.limit
}
