import { failing } from '@doorstep/contract/failure.ts'
import { failures } from './contract.ts'
import { moves, type Outcome, type Purpose, type State, type Verb, verbs } from './states.ts'

export const fail = failing(failures)
export type Day = string
export type Instant = string

/** A visit as the rules see it; its note stays sealed. */
export type Planned = {
  id: string
  area: string
  purpose: Purpose
  state: State
  /** The module that planned it, and its own name for it: planning the same again changes nothing. */
  source: string
  key: string
  subject: string | null
  place: string | null
  point: { lat: number; lon: number } | null
  task: string | null
  dueOn: Day
  /** No later than this may it be put; null where only the planner's sense decides. */
  lastDay: Day | null
  assignee: string | null
  /** Auxiliaries who go with the officer. */
  along: readonly string[]
  doneAt: Instant | null
  doneBy: string | null
  outcome: Outcome | null
  note: string | null
  reason: string | null
  updatedAt: Instant
}
export type Act = { by: string | null; at: Instant; today: Day }

/** Recorded where the thing itself is recorded; the calendar follows. */
const recordedElsewhere: readonly string[] = ['matters', 'hazards']
const isMirrored = (source: string): boolean => recordedElsewhere.includes(source)

const canMove = (state: State, verb: Verb): boolean => (moves[verb].from as readonly State[]).includes(state)

/** Every change goes through here. @throws `visits.wrongState` */
function move(visit: Planned, verb: Verb, act: Act, change: Partial<Planned> = {}): Planned {
  if (!canMove(visit.state, verb)) fail('visits.wrongState', { state: visit.state })
  return { ...visit, ...change, state: moves[verb].to ?? visit.state, updatedAt: act.at }
}

export const take = (visit: Planned, act: Act): Planned => move(visit, 'take', act, { assignee: act.by })
export const assign = (visit: Planned, act: Act, to: string): Planned => move(visit, 'assign', act, { assignee: to })

export const takeAlong = (visit: Planned, act: Act, along: readonly string[]): Planned =>
  move(visit, 'takeAlong', act, { along })

/** @throws `visits.dayPast`, `visits.afterLastDay` */
export function put(visit: Planned, act: Act, dueOn: Day, reason: string): Planned {
  const next = move(visit, 'move', act, { dueOn, reason })
  if (dueOn < act.today) fail('visits.dayPast')
  if (visit.lastDay !== null && dueOn > visit.lastDay) fail('visits.afterLastDay', { day: visit.lastDay })
  return next
}

/** @param note sealed already. @throws `visits.doneElsewhere` */
export function done(visit: Planned, act: Act, outcome: Outcome, note: string | null): Planned {
  const next = move(visit, 'done', act, { outcome, note, doneAt: act.at, doneBy: act.by })
  return isMirrored(visit.source) ? fail('visits.doneElsewhere') : next
}
/** What a rule planned goes with its rule, not by hand. @throws `visits.doneElsewhere` */
export function cancel(visit: Planned, act: Act, reason: string): Planned {
  const next = move(visit, 'cancel', act, { reason })
  return visit.source === 'visits' ? next : fail('visits.doneElsewhere')
}
export const miss = (visit: Planned, act: Act): Planned => move(visit, 'miss', act)

export const isLate = (visit: Pick<Planned, 'state' | 'dueOn'>, today: Day): boolean =>
  visit.state === 'missed' || (visit.state === 'planned' && visit.dueOn < today)

/** What the reader may do next. @param may whether a permission reaches the visit's area */
export function allowed(
  visit: Pick<Planned, 'state' | 'source' | 'assignee'>,
  account: string | null,
  may: (permission: 'visits.plan' | 'visits.do') => boolean,
): (typeof verbs)[number][] {
  const permission = {
    take: 'visits.do',
    assign: 'visits.plan',
    takeAlong: 'visits.plan',
    move: 'visits.plan',
    done: 'visits.do',
  } as const
  return verbs.filter((verb) => {
    if (!canMove(visit.state, verb)) return false
    if (verb === 'cancel') return visit.source === 'visits' && may('visits.plan')
    if (verb === 'take' && visit.assignee === account) return false
    return !(verb === 'done' && isMirrored(visit.source)) && may(permission[verb])
  })
}
