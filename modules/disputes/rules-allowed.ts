import type { Grant } from '@doorstep/contract/roles.ts'
import { canMove } from './rules.ts'
import { moves, type State, type Verb } from './states.ts'

/** Verb → permissions, any of which is enough; the same as in the contract (a test compares them). `null`: only the system does it. */
export const permissionOf = {
  register: 'disputes.handle',
  describe: 'disputes.handle',
  addParty: 'disputes.handle',
  changeParty: 'disputes.handle',
  removeParty: 'disputes.handle',
  readRights: 'disputes.handle',
  addMediator: 'disputes.arrange',
  acceptMediator: 'disputes.handle',
  removeMediator: 'disputes.arrange',
  askConsent: 'disputes.handle',
  consent: 'disputes.handle',
  refuse: 'disputes.handle',
  beginMediation: 'disputes.handle',
  planSession: 'disputes.arrange',
  moveSession: 'disputes.arrange',
  cancelSession: 'disputes.arrange',
  holdSession: 'disputes.handle',
  fail: 'disputes.handle',
  draft: 'disputes.handle',
  agree: 'disputes.handle',
  unagree: 'disputes.handle',
  sign: 'disputes.sign',
  takeEffect: null,
  giveCopy: 'disputes.handle',
  keepInstalment: 'disputes.handle',
  missInstalment: 'disputes.handle',
  perform: null,
  breach: 'disputes.handle',
  renew: 'disputes.handle',
  applyConfirm: 'disputes.handle',
  acceptConfirm: 'disputes.handle',
  recordRuling: 'disputes.handle',
  tellWays: 'disputes.handle',
  withdraw: 'disputes.handle',
  followUp: 'disputes.handle',
  close: 'disputes.handle',
  settleAgain: 'disputes.handle',
  reopen: 'disputes.handle',
  drop: null,
  unmask: 'disputes.unmask',
} as const satisfies Record<Verb, string | null>

/** What of a file decides who may do what; both the record and what a client holds have it. */
export type Facts = { state: State; area: string; assignee: string | null }
export type Who = { account: string | null; may(permission: string): Grant | undefined }

export const reaches = ({ area }: Pick<Facts, 'area'>, grant: Grant | undefined): boolean =>
  !!grant?.scopes.some((scope) => area.startsWith(scope))

/** Leaders of the place, or the one who handles it: the others of the room help, but do not end it over their head. */
const ending: ReadonlySet<Verb> = new Set<Verb>(['tellWays', 'withdraw', 'close', 'breach'])
const handlesIt = (facts: Facts, who: Who): boolean =>
  (facts.assignee !== null && facts.assignee === who.account) || reaches(facts, who.may('disputes.lead'))

/** Whether the verb is theirs as staff, whatever the state. What parties do themselves, they do by operations of their own. */
export function mayDo(verb: Verb, facts: Facts, who: Who): boolean {
  const permission = permissionOf[verb]
  if (permission === null || !reaches(facts, who.may(permission))) return false
  return !ending.has(verb) || handlesIt(facts, who)
}
/** What they may do next, for replies and for screens without a connection. */
export const allowed = (facts: Facts, who: Who): Verb[] =>
  (Object.keys(moves) as Verb[]).filter((verb) => canMove(facts.state, verb) && mayDo(verb, facts, who))
