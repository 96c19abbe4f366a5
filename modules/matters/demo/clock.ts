import type { Demo } from '@doorstep/demo/demo.ts'
import {
  addLimit,
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
  watch(now: Instant): Watch
  isWorkingDay(day: string): boolean
}

const urgent = 'matter.urgent'

export async function clockOf(demo: Demo): Promise<Clock> {
  const seen = { db: demo.db, county: demo.county, settings: demo.parts.settings }
  const calendar = await calendarOf(seen)
  const limits = new Map<string, Limit>()
  const codes = [
    urgent,
    ...kinds.flatMap(({ accept, handle }) => [accept, handle]),
    ...cards.map((card) => `card.${card}`),
  ]
  for (const code of codes) limits.set(code, await limitOf(seen, code))
  const limit = (code: string) => limits.get(code) as Limit
  const due = (code: string, { urgency }: Timed, from: Instant) => {
    const [usual, soon] = [addLimit(from, limit(code), calendar), addLimit(from, limit(urgent), calendar)]
    return urgency === 'urgent' && soon < usual ? soon : usual
  }
  const kind = (code: string) => kindOf(code) ?? kinds[0]
  return {
    acceptDue: (matter, from) => due(kind(matter.kind)?.accept ?? urgent, matter, from),
    handleDue: (matter, from) => due(kind(matter.kind)?.handle ?? urgent, matter, from),
    shifted: (matter, now) => {
      const own = limit(matter.urgency === 'urgent' ? urgent : (kind(matter.kind)?.handle ?? urgent))
      return (old, pausedAt) => resume(remaining(old, pausedAt, own, calendar), now, calendar)
    },
    extended: (old, workingDays) => extend(old, { workingDays }, calendar),
    visitDue: (from, days) => addLimit(from, { days }, calendar),
    watch: (now) => ({
      now,
      after: (card, from) => addLimit(from, limit(`card.${card}`), calendar),
      dueSoon: (from, old) => dueState(from, old, now, calendar) === 'due_soon',
    }),
    isWorkingDay: (day) => isWorkingDay(day, calendar),
  }
}
