import { failing } from '@doorstep/contract/failure.ts'
import { failures } from './contract.ts'
import { type Family, isOpen, moves, type State, type Verb } from './states.ts'

export const fail = failing(failures)
/** Instants are ISO 8601 in UTC with milliseconds, so that they compare as text; days are `YYYY-MM-DD`. */
export type Instant = string
export type Day = string
export type Act = { by: string | null; at: Instant }

/** What decides whether the police may mediate it; the rule that reads it cites the article. */
export type PoliceCase = { act: string; exclusions: readonly string[]; reportAt: Instant | null }

/** A file as the rules see it; words about persons stay sealed in it. */
export type Dispute = {
  /** The matter's. */
  id: string
  code: string
  area: string
  state: State
  type: string | null
  family: Family | null
  class: 'simple' | 'general' | 'complex' | null
  way: 'people' | 'police' | 'joint' | 'admin' | null
  /** Where it is settled. */
  tier: 'village' | 'town' | 'county' | null
  people: number | null
  amountCents: number | null
  happenedOn: Day | null
  place: string | null
  facts: string | null
  police: PoliceCase | null
  /** Mirrors of the matter. */
  assignee: string | null
  deadline: Instant | null
  colour: 'blue' | 'yellow' | 'orange' | 'red' | null
  minor: boolean
  openedAt: Instant
  registeredAt: Instant | null
  outcome: 'oral' | 'written' | 'refused' | 'failed' | 'withdrawn' | 'ended' | null
  result: string | null
  settledAt: Instant | null
  closedAt: Instant | null
  breaches: number
  round: number
  sealed: boolean
  updatedAt: Instant
}

export const canMove = (state: State, verb: Verb): boolean => (moves[verb].from as readonly State[]).includes(state)
/** Where a verb leads from here, without looking at anything but the table. */
export const stateAfter = (state: State, verb: Verb): State => moves[verb].to ?? state

/** Every change of a file goes through here. @throws `disputes.wrongState` */
export function move(dispute: Dispute, verb: Verb, act: Act, change: Partial<Dispute> = {}): Dispute {
  if (!canMove(dispute.state, verb)) fail('disputes.wrongState', { state: dispute.state })
  const state = stateAfter(dispute.state, verb)
  const closedAt = isOpen(state) ? null : (dispute.closedAt ?? act.at)
  return { ...dispute, closedAt, ...change, state, updatedAt: act.at }
}

/** What the matter says of itself when its file is made. */
export type Origin = Pick<Dispute, 'id' | 'code' | 'area' | 'place' | 'assignee' | 'deadline'> & { reportedAt: Instant }
export const begin = ({ reportedAt, ...matter }: Origin, act: Act): Dispute => ({
  ...matter,
  state: 'found',
  type: null,
  family: null,
  class: null,
  way: null,
  tier: null,
  people: null,
  amountCents: null,
  happenedOn: null,
  facts: null,
  police: null,
  colour: null,
  minor: false,
  openedAt: reportedAt,
  registeredAt: null,
  outcome: null,
  result: null,
  settledAt: null,
  closedAt: null,
  breaches: 0,
  round: 0,
  sealed: false,
  updatedAt: act.at,
})
