import { type Act, type Instant, type Matter, passOn, returnToRoom } from './rules.ts'
import { isOpen, type Verb } from './states.ts'

/** Handing on: whoever gets a matter takes it within a lease, or it shows itself. */

export const ways = ['assign', 'department', 'passOn', 'posting'] as const
export type Way = (typeof ways)[number]
export const endings = ['taken', 'back', 'rerouted', 'over'] as const
export type Ending = (typeof endings)[number]
export type Handover = {
  id: string
  matter: string
  code: string
  way: Way
  fromAccount: string | null
  fromArea: string
  wasAssignee: string | null
  toAccount: string | null
  toUnit: string | null
  toArea: string
  at: Instant
  dueAt: Instant
  stuckAt: Instant | null
  endedAt: Instant | null
  ended: Ending | null
  endedBy: string | null
}
export const handoverStates = ['waiting', 'stuck', 'ended'] as const
export type HandoverState = (typeof handoverStates)[number]
export const stateOfHandover = ({ endedAt, stuckAt, dueAt }: Handover, now: Instant): HandoverState =>
  endedAt ? 'ended' : stuckAt || dueAt < now ? 'stuck' : 'waiting'

/** The limit of the lease, by the way it went; a matter passed on has its limit for acceptance. */
export const leaseOf = (way: Way, urgency: Matter['urgency']) =>
  urgency === 'urgent' ? 'handover.urgent' : way === 'department' ? 'handover.department' : 'handover.take'

const begins: Partial<Record<Verb, Way>> = { assign: 'assign', handToDepartment: 'department', passOn: 'passOn' }
/** Which handing on a verb begins; none when somebody takes the matter for themselves. */
export function begun(verb: Verb, before: Matter, after: Matter, act: Act): Way | undefined {
  const way = begins[verb]
  if (way !== 'assign') return way
  return after.assignee === act.by || after.assignee === before.assignee ? undefined : way
}

/** What a verb makes of the handing on that waits; nothing while the receiver has not moved. */
export function endedBy(waiting: Handover, verb: Verb, after: Matter, act: Act): Ending | undefined {
  if (!isOpen(after.state)) return 'over'
  if (verb === 'handToDepartment' || verb === 'passOn') return 'rerouted'
  if (verb === 'assign') return waiting.way === 'department' ? undefined : 'rerouted'
  if (waiting.way === 'passOn') return verb === 'accept' ? 'taken' : undefined
  if (waiting.way === 'department') return departmentVerbs[verb]
  return act.by !== null && act.by === waiting.toAccount ? 'taken' : undefined
}
const departmentVerbs: Partial<Record<Verb, Ending>> = {
  answerFromDepartment: 'taken',
  returnToRoom: 'back',
  resume: 'back',
}

/** The matter as it was before it was handed on. @param acceptDue for a room that gets it back, counted from now */
export function takenBack(waiting: Handover, matter: Matter, act: Act, acceptDue: Instant): Matter {
  if (waiting.way === 'department') return returnToRoom(matter, act)
  if (waiting.way === 'passOn') return passOn(matter, act, waiting.fromArea, acceptDue)
  return { ...matter, assignee: waiting.wasAssignee ?? act.by, updatedAt: act.at }
}
