import { failing } from '@doorstep/contract/failure.ts'
import { failures } from './contract.ts'
import { type Family, isOpen, moves, type State, type Verb } from './states.ts'

export const fail = failing(failures)
/** Instants are ISO 8601 in UTC with milliseconds, so that they compare as text; days are `YYYY-MM-DD`. */
export type Instant = string
export type Day = string
/** `at`: when it was done, what limits are measured by; `arrived`: when we learned of it, where that was later. */
export type Act = { by: string | null; at: Instant; arrived?: Instant }

/** What decides whether the police may mediate it; the rule that reads it cites the article. */
export type PoliceCase = { act: string; exclusions: readonly string[]; reportAt: Instant | null }

export type Revisit = { day: number; dueOn: Day; doneAt: Instant | null; outcome: string | null }

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
  /** A police mediation that was kept: its record is shut (Public Security Administration Penalties Law, art. 136). */
  sealed: boolean
  revisits: readonly Revisit[]
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
  const sealed = dispute.sealed || (state === 'closed' && dispute.way === 'police')
  return { ...dispute, closedAt, sealed, ...change, state, updatedAt: act.arrived ?? act.at }
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
  revisits: [],
  updatedAt: act.at,
})

/** What the form of the register asks. */
export type Description = Pick<
  Dispute,
  'type' | 'family' | 'class' | 'way' | 'tier' | 'people' | 'amountCents' | 'happenedOn' | 'place' | 'facts' | 'police'
>
export const register = (dispute: Dispute, act: Act, description: Partial<Description>): Dispute =>
  move(dispute, 'register', act, { ...description, registeredAt: act.at })
export const describe = (dispute: Dispute, act: Act, description: Partial<Description>): Dispute =>
  move(dispute, 'describe', act, description)

export const refuse = (dispute: Dispute, act: Act): Dispute => move(dispute, 'refuse', act, { outcome: 'refused' })
export const failed = (dispute: Dispute, act: Act): Dispute => move(dispute, 'fail', act, { outcome: 'failed' })
export const tellWays = (dispute: Dispute, act: Act, result: string): Dispute =>
  move(dispute, 'tellWays', act, { result, settledAt: dispute.settledAt ?? act.at })
export const withdraw = (dispute: Dispute, act: Act, result: string | null): Dispute =>
  move(dispute, 'withdraw', act, { outcome: 'withdrawn', result, settledAt: act.at })
/** The matter ended without it: withdrawn by whoever reported it, or handed to somebody outside. */
export const drop = (dispute: Dispute, act: Act): Dispute =>
  move(dispute, 'drop', act, { outcome: 'ended', settledAt: dispute.settledAt ?? act.at })
/** From the beginning: what was said before counts no more, and what was settled is not. */
export const reopen = (dispute: Dispute, act: Act): Dispute =>
  move(dispute, 'reopen', act, {
    outcome: null,
    result: null,
    settledAt: null,
    sealed: false,
    revisits: [],
    round: dispute.round + 1,
  })
