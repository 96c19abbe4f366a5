import type { Demo } from '@doorstep/demo/demo.ts'
import {
  addLimit,
  type Calendar,
  calendarOf,
  dueState,
  extend,
  isWorkingDay,
  type Limit,
  limitOf,
  remaining,
  resume,
} from '@doorstep/modules/calendar/index.ts'
import { kindOf, kinds } from '../kinds/index.ts'
import type { Instant, Matter } from '../rules.ts'
import { cards, type Watch } from '../rules-clock.ts'

type Timed = Pick<Matter, 'kind' | 'urgency'>
/** The deadlines of `service-clock.ts`, with the county's calendar and limits read once for all matters. */
export type Clock = {
  acceptDue(matter: Timed, from: Instant): Instant
  handleDue(matter: Timed, from: Instant): Instant
  shifted(matter: Timed, now: Instant): (due: Instant, pausedAt: Instant) => Instant
  extended(due: Instant, days: number): Instant
  visitDue(from: Instant, days: number): Instant
  cardAnswerDue(from: Instant): Instant
  watch(now: Instant): Watch
  isWorkingDay(day: string): boolean
}

const urgent = 'matter.urgent'
// instants are text: Math.min does not order them
const earlier = (a: Instant, b: Instant): Instant => [a, b].sort()[0] as Instant

export async function clockOf(demo: Demo): Promise<Clock> {
  const seen = { db: demo.db, county: demo.county, settings: demo.parts.settings }
  const calendar = await calendarOf(seen)
  const limits = new Map<string, Limit>()
  const codes = [
    urgent,
    ...kinds.flatMap(({ accept, handle }) => [accept, handle]),
    ...cards.map((card) => `card.${card}`),
    'card.answer',
  ]
  for (const code of codes) limits.set(code, await limitOf(seen, code))
  const limit = (code: string) => limits.get(code) as Limit
  const add = adding(demo, calendar)
  const due = (code: string, { urgency }: Timed, from: Instant) => {
    const usual = add(from, limit(code))
    return urgency === 'urgent' ? earlier(usual, add(from, limit(urgent))) : usual
  }
  const limitsOf = (kind: string) => kindOf(kind) ?? { accept: urgent, handle: urgent }
  return {
    acceptDue: (matter, from) => due(limitsOf(matter.kind).accept, matter, from),
    handleDue: (matter, from) => due(limitsOf(matter.kind).handle, matter, from),
    shifted: (matter, now) => {
      const own = limit(matter.urgency === 'urgent' ? urgent : limitsOf(matter.kind).handle)
      return (old, pausedAt) => resume(remaining(old, pausedAt, own, calendar), now, calendar)
    },
    extended: (old, workingDays) => extend(old, { workingDays }, calendar),
    visitDue: (from, days) => add(from, { days }),
    cardAnswerDue: (from) => add(from, limit('card.answer')),
    watch: (now) => ({
      now,
      after: (card, from) => add(from, limit(`card.${card}`)),
      dueSoon: (from, old) => dueState(from, old, now, calendar) === 'due_soon',
    }),
    isWorkingDay: (day) => isWorkingDay(day, calendar),
  }
}

/** What counts in days gives the same for every moment of a day: asked once, as thousands of matters lie on few days. */
function adding({ zone }: Demo, calendar: Calendar): (from: Instant, limit: Limit) => Instant {
  const known = new Map<string, Instant>()
  return (from, limit) => {
    const [unit, amount] = Object.entries(limit)[0] as [string, number]
    if (!unit.toLowerCase().endsWith('days')) return addLimit(from, limit, calendar)
    const key = `${zone.day(Date.parse(from))} ${amount} ${unit}`
    const due = known.get(key) ?? addLimit(from, limit, calendar)
    known.set(key, due)
    return due
  }
}
