import type { Grant } from '@doorstep/contract/roles.ts'
import { canMove, maxExtensions } from './rules.ts'
import { moves, type State, type Verb } from './states.ts'

/** Verb → permission, the same as in the contract (a test compares them). `null`: only the system does it. */
export const permissionOf = {
  accept: 'matters.accept',
  assign: 'matters.assign',
  start: 'matters.handle',
  note: 'matters.note',
  reply: 'matters.handle',
  askHelp: 'matters.handle',
  dropHelp: 'matters.handle',
  helped: 'matters.help',
  waitForPerson: 'matters.handle',
  handToDepartment: 'matters.route',
  answerFromDepartment: 'matters.department',
  returnToRoom: 'matters.department',
  resume: 'matters.handle',
  suspend: 'matters.lead',
  passOn: 'matters.route',
  transferOut: 'matters.route',
  askExtension: 'matters.handle',
  decideExtension: 'matters.lead',
  resolve: 'matters.handle',
  confirm: 'matters.answer',
  object: 'matters.answer',
  rate: 'matters.answer',
  recordVisit: 'matters.handle',
  reopen: 'matters.handle',
  archive: null,
  withdraw: 'matters.answer',
  urge: 'matters.answer',
  supervise: 'matters.lead',
  tell: 'matters.answer',
  correct: 'matters.accept',
  attach: 'matters.attach',
  linkDuplicate: 'matters.route',
  closeWithOther: null,
  settle: null,
  regrade: null,
  relimit: null,
} as const satisfies Record<Verb, string | null>

/** What of a matter decides who may do what; both the record and what a client holds have it (`factsOf`). */
export type Facts = {
  state: State
  area: string
  unit: string | null
  assignee: string | null
  helpers: readonly string[]
  extension: { by?: string | null } | null
  extensions?: number
  objected?: boolean
  duplicateOf: string | null
  heldBy?: string | null
}
/** Who asks: `own` says that they reported the matter or hold its receipt. */
export type Who = { account: string | null; own: boolean; may(permission: string): Grant | undefined }
export type Reached = 'area' | 'unit' | 'asked' | 'own'

/** How a grant reaches a matter, the widest way first; undefined where it does not. */
export function reachOf(
  facts: Pick<Facts, 'area' | 'unit' | 'helpers'>,
  grant: Grant | undefined,
  who: Pick<Who, 'account' | 'own'>,
): Reached | undefined {
  if (!grant) return undefined
  if (grant.scopes.some((scope) => facts.area.startsWith(scope))) return 'area'
  if (facts.unit !== null && grant.units.some((unit) => `${facts.unit}@${facts.area}`.startsWith(unit))) return 'unit'
  if (grant.asked && who.account !== null && facts.helpers.includes(who.account)) return 'asked'
  return grant.own && who.own ? 'own' : undefined
}

/** Leaders of the place, or the one who handles it: the others of the room help, but do not close it over their head. */
const handlesIt = (facts: Facts, who: Who): boolean =>
  (facts.assignee !== null && facts.assignee === who.account) || !!reachOf(facts, who.may('matters.lead'), who)

const conditions: Partial<Record<Verb, (facts: Facts, who: Who) => boolean>> = {
  resolve: handlesIt,
  askExtension: handlesIt,
  decideExtension: (facts, who) => !facts.extension?.by || facts.extension.by !== who.account,
}
/** Not a refusal of its own, but nothing a screen should offer: the rules would answer with their own failure. */
const senseless: Partial<Record<Verb, (facts: Facts) => boolean>> = {
  dropHelp: (facts) => facts.helpers.length === 0,
  askExtension: (facts) => facts.extension !== null || (facts.extensions ?? 0) >= maxExtensions,
  decideExtension: (facts) => facts.extension === null,
  object: (facts) => !!facts.objected,
  resolve: (facts) => !!facts.heldBy,
  linkDuplicate: (facts) => facts.duplicateOf !== null,
}

/** Whether the verb is theirs, whatever the state: reach through the verb's permission, and the verb's own condition. */
export function mayDo(verb: Verb, facts: Facts, who: Who): boolean {
  const permission = permissionOf[verb]
  if (permission === null || !reachOf(facts, who.may(permission), who)) return false
  return conditions[verb]?.(facts, who) ?? true
}

/** What they may do next, for replies and for screens without a connection. */
export const allowed = (facts: Facts, who: Who): Verb[] =>
  (Object.keys(moves) as Verb[]).filter(
    (verb) => canMove(facts.state, verb) && mayDo(verb, facts, who) && !senseless[verb]?.(facts),
  )
