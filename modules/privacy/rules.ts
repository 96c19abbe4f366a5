/** What is decided without looking anything up; the server and the screens read the same. Browser-safe. */

const hour = 3_600_000
const later = (at: string, milliseconds: number): string => new Date(Date.parse(at) + milliseconds).toISOString()

/** An erasure waits this long, so that a slip of the thumb or a stolen phone does not destroy anything. */
const callBackHours = 24
export const erasesAt = (askedAt: string): string => later(askedAt, callBackHours * hour)

/** PIPL art. 50 wants an easy and timely answer; the house answers within 15 working days. */
export const answerWithin = { workingDays: 15 } as const

export const requestKinds = ['access', 'correct', 'erase', 'limit', 'explain', 'other'] as const
export const requestChannels = ['own', 'phone', 'visit', 'paper'] as const
export const requestStates = ['open', 'done', 'refused', 'calledBack'] as const
export type RequestState = (typeof requestStates)[number]
/** Erasures that wait run by themselves; a person, not the county, calls them back. */
export const requestMoves = {
  answer: { from: ['open'], to: 'done' },
  refuse: { from: ['open'], to: 'refused' },
  callBack: { from: ['open'], to: 'calledBack' },
} as const satisfies Record<string, { from: readonly RequestState[]; to: RequestState }>
export const canMove = (state: RequestState, verb: keyof typeof requestMoves): boolean =>
  (requestMoves[verb].from as readonly RequestState[]).includes(state)

/** How somebody looked at a record: what the person is told instead of the name of an operation. */
export function lookOf(operation: string): 'read' | 'unmasked' | 'file' | 'changed' {
  if (operation === 'matters.unmask') return 'unmasked'
  if (operation === 'matters.attachment') return 'file'
  return /\.(get|steps|list|photo)$/.test(operation) ? 'read' : 'changed'
}

export const dataKinds = ['name', 'phone', 'address', 'words', 'files', 'account', 'minors', 'other'] as const
/** PIPL art. 57 in the order in which a county does it. `within`: hours from finding it; null: no fixed time. */
const breachSteps = [
  { code: 'contained', within: 2 },
  { code: 'evidenceKept', within: 4 },
  { code: 'leaderTold', within: 4 },
  { code: 'assessed', within: 24 },
  { code: 'authorityTold', within: 24 },
  { code: 'personsTold', within: 72 },
  { code: 'remedied', within: null },
  { code: 'reviewed', within: null },
] as const
export const breachStepCodes = breachSteps.map(({ code }) => code)
/** What is to be done until when; telling the persons may fall away for a reason that is written down. */
export function breachPlan(breach: {
  foundAt: string
  exemptReason: string | null
  steps: Readonly<Record<string, string>>
}) {
  return breachSteps.map(({ code, within }) => ({
    code,
    by: within === null ? null : later(breach.foundAt, within * hour),
    doneAt: breach.steps[code] ?? null,
    needed: !(code === 'personsTold' && breach.exemptReason !== null),
  }))
}
