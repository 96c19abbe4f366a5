import type { DemoPerson } from '@doorstep/demo/demo.ts'
import { day, hour, iso } from '@doorstep/demo/time.ts'
import type { Act, Matter } from '../rules.ts'
import { cause, causedBy } from '../rules-clock.ts'
import { isPublic } from '../service-change.ts'
import { isOpen, type Verb } from '../states.ts'
import type { FullVisit, NewStep } from '../store.ts'
import type { Clock } from './clock.ts'

/** A matter on its way, moved by the same rules as the real ones, with everything that will be written down about it. */
export type Life = {
  /** name, number and receipt of the person are sealed when the rows are made */
  matter: Matter
  teller: { name: string | null; phone: string | null; receipt: string }
  /** how much other words have to do with what was reported */
  about(text: string): number
  steps: NewStep[]
  visits: (FullVisit & { by: string | null })[]
  files: { id: string; picture: string; byStaff: boolean; at: number }[]
  /** until when the clock has been looked at */
  watched: number
  clock: Clock
  /** end of the made-up history */
  now: number
}
export type Actor = { by: string | null; role: string | null }
export const system: Actor = { by: null, role: null }
export const as = (person: DemoPerson): Actor => ({ by: person.account, role: person.role })

type Told = { text?: string | undefined; reason?: string | undefined; data?: Record<string, unknown> }
type Tell = Told | ((after: Matter, before: Matter) => Told)

/** The next step would lie after the end of the history: the matter stays as it is. */
export class TooLate extends Error {}

export const lastAt = (life: Life): number => Date.parse(life.matter.updatedAt)

/** One verb. @throws TooLate; and the failures of the rules, which would be a mistake of the plot */
export function act(
  life: Life,
  verb: Verb,
  actor: Actor,
  at: number,
  change: (matter: Matter, act: Act) => Matter,
  tell: Tell = {},
): void {
  const moment = Math.max(at, lastAt(life) + 45_000)
  if (moment > life.now) throw new TooLate()
  watchUntil(life, moment)
  const before = life.matter
  const after = change(before, { by: actor.by, at: iso(moment) })
  const { text, reason, data } = typeof tell === 'function' ? tell(after, before) : tell
  life.matter = after
  life.steps.push({
    at: iso(moment),
    verb,
    ...actor,
    from: before.state,
    to: after.state === before.state ? null : after.state,
    text: text ?? null,
    reason: reason ?? null,
    data: data ?? {},
    public: isPublic(verb, after, before),
  })
}

const round = 6 * hour
/** Before that nothing can be due, and there is no need to ask the calendar: every card allows a working day at least. */
function quietUntil({ state, clockFrom, handledAt, dueAt }: Matter): number {
  const silent = Date.parse(handledAt ?? clockFrom) + (state === 'submitted' ? 1 : 4) * day
  return Math.min(silent, Date.parse(dueAt ?? '') - 3 * day)
}
/** Reminders and cards that the clock would have caused until then. */
export function watchUntil(life: Life, until: number): void {
  let at = life.watched
  for (at += round; at <= until; at += round) {
    life.watched = at
    if (!isOpen(life.matter.state) || life.matter.dueAt === null || at <= lastAt(life)) continue
    if (at < quietUntil(life.matter)) continue
    const caused = causedBy(life.matter, life.clock.watch(iso(at)))
    if (!caused) continue
    const before = life.matter
    life.matter = cause(before, { by: null, at: iso(at) }, caused)
    if (caused === 'dueSoon') continue
    life.steps.push({
      at: iso(at),
      verb: 'supervise',
      ...system,
      from: before.state,
      to: null,
      text: null,
      reason: null,
      data: { supervision: life.matter.supervision, because: caused, due: before.dueAt },
      public: false,
    })
  }
}
