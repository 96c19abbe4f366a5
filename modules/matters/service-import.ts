import { randomBytes } from 'node:crypto'
import type { Ctx } from '@doorstep/kernel'
import { addLimit, type Calendar, dayOf, type Limit, timesOf } from '@doorstep/modules/calendar/index.ts'
import { kindOf, kinds } from './kinds/index.ts'
import type { Instant } from './rules.ts'
import { type Brought, type BroughtStep, type Dues, lifeOf } from './rules-import.ts'
import type { NewStep } from './store.ts'
import * as store from './store-import.ts'

/**
 * The way in for what was kept elsewhere: many at once, through the same states as everything else, without notices
 * and without an event each. The caller says in the audit log what it brings.
 */

export type { Brought } from './rules-import.ts'
/** A matter to bring in; what a person typed is sealed here. */
export type Bringing = Omit<Brought, 'reporterName' | 'reporterPhone' | 'phoneBlind' | 'code' | 'receiptHash'> & {
  name: string | null
  phone: string | null
  /** Of the row in its source, for the flow log. */
  origin: { source: string; number: string | null; handler: string | null }
}

const urgent = 'matter.urgent'
const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b)

/** Deadlines of every kind, asked of the calendar once; days repeat, and so do their answers. */
export async function dueTimes(ctx: Ctx): Promise<{ calendar: Calendar; of(kind: string, isUrgent: boolean): Dues }> {
  const codes = [...new Set([...kinds.flatMap(({ accept, handle }) => [accept, handle]), urgent])]
  const { calendar, limits } = await timesOf(ctx, ...codes)
  const known = new Map<string, Instant>()
  const from = (code: string, at: Instant): Instant => {
    const limit = limits[code] as Limit
    if (!('days' in limit || 'workingDays' in limit || 'months' in limit)) return addLimit(at, limit, calendar)
    const key = `${code} ${dayOf(at, calendar)}`
    const due = known.get(key) ?? addLimit(at, limit, calendar)
    if (known.size > 50_000) known.clear()
    known.set(key, due)
    return due
  }
  return {
    calendar,
    of(kind, isUrgent) {
      const { accept, handle } = kindOf(kind) ?? (kinds[0] as (typeof kinds)[number])
      const due = (code: string) => (at: Instant) =>
        isUrgent ? earlier(from(code, at), from(urgent, at)) : from(code, at)
      return { accept: due(accept), handle: due(handle) }
    },
  }
}
export type DueTimes = Awaited<ReturnType<typeof dueTimes>>

const signs = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 240 is a multiple of the number of signs: every sign is as likely as any other. */
function randomCode(day: string): string {
  let code = ''
  while (code.length < 5)
    for (const byte of randomBytes(64)) if (byte < 240 && code.length < 5) code += signs[byte % signs.length]
  return `${day}-${code}`
}
/** Numbers of the day of the report. A day holds 24 million; ten years of a hotline in one day would still meet. */
async function codesFor(ctx: Ctx, days: readonly string[]): Promise<string[]> {
  const codes = days.map(randomCode)
  for (let tries = 0; tries < 5; tries++) {
    const taken = await store.takenCodes(ctx, codes)
    const seen = new Set<string>()
    let again = false
    codes.forEach((code, at) => {
      if (taken.has(code) || seen.has(code)) {
        codes[at] = randomCode(days[at] as string)
        again = true
      }
      seen.add(codes[at] as string)
    })
    if (!again) return codes
  }
  return codes
}

const stepOf = (step: BroughtStep, origin: Bringing['origin'], again: boolean): NewStep => ({
  ...step,
  by: null,
  role: 'ledger',
  text: null,
  reason: null,
  data:
    step.verb === 'imported'
      ? { ...step.data, source: origin.source, number: origin.number ?? '', handler: origin.handler ?? '', again }
      : step.data,
  public: true,
})

function sealed(ctx: Ctx, { name, phone, origin: _origin, ...bringing }: Bringing, code: string): Brought {
  return {
    ...bringing,
    code,
    // Nobody holds a receipt of it: whoever asks is helped at the desk.
    receiptHash: randomBytes(24).toString('base64url'),
    reporterName: name && ctx.vault.seal(name),
    reporterPhone: phone && ctx.vault.seal(phone),
    phoneBlind: phone && ctx.vault.blind(`phone ${phone}`),
  }
}

/** Brings new matters in. @returns the moment they were last changed, by which `replaceMatters` knows them untouched */
export async function bringMatters(ctx: Ctx, times: DueTimes, bringing: readonly Bringing[]): Promise<string> {
  const now = ctx.now()
  const days = bringing.map(({ reportedAt }) => dayOf(reportedAt, times.calendar).replaceAll('-', ''))
  const codes = await codesFor(ctx, days)
  const lives = bringing.map((each, at) => {
    const life = lifeOf(sealed(ctx, each, codes[at] as string), now, times.of(each.kind, each.urgency === 'urgent'))
    return { matter: life.matter, steps: life.steps.map((step) => stepOf(step, each.origin, false)) }
  })
  try {
    await store.insertMany(ctx, lives)
  } catch (error) {
    // Somebody was given one of the numbers in this very moment: the kernel runs the whole transaction again.
    if ((error as { code?: string }).code !== '23505') throw error
    throw Object.assign(new Error('the code is taken', { cause: error }), { code: '40001' })
  }
  return now
}

/** When each of these was changed last, locked against changes; ids that are gone are left out. */
export const lastChangesOf = (ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> =>
  store.lastChanges(ctx, ids)

/** Takes over what has changed in the source; only for matters that nobody has touched here since they came in. */
export async function replaceMatters(ctx: Ctx, times: DueTimes, bringing: readonly Bringing[]): Promise<string> {
  const now = ctx.now()
  const lives = bringing.map((each) => {
    const { matter, steps } = lifeOf(sealed(ctx, each, ''), now, times.of(each.kind, each.urgency === 'urgent'))
    return { matter, steps: steps.slice(-1).map((step) => stepOf(step, each.origin, true)) }
  })
  await store.replaceMany(ctx, lives)
  return now
}
