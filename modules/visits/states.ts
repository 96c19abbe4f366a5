/** What a visit is for (走访): the three visits of domain §12, and what other modules ask for. */
export const purposes = [
  'opinions', // 听取意见
  'security', // 安全防范
  'caseParty', // 案件当事人
  'contact', // the rhythm that a colour asks for
  'instalment', // a term of an agreement
  'revisit', // whether a settled matter holds
  'recheck', // whether a hazard is gone
] as const
export type Purpose = (typeof purposes)[number]

/** What a person may plan by hand; the others come from rules. */
export const byHand = ['opinions', 'security', 'caseParty'] as const satisfies readonly Purpose[]

export const states = ['planned', 'missed', 'done', 'cancelled'] as const
export type State = (typeof states)[number]

/** `notMet`: somebody went and met nobody; it counts as made, and the planner decides what follows. */
export const outcomes = ['good', 'concern', 'notMet'] as const
export type Outcome = (typeof outcomes)[number]

/** Verb → from, to; `null`: the state stays. A missed visit can still be made: late is better than never. */
export const moves = {
  take: { from: ['planned', 'missed'], to: null },
  assign: { from: ['planned', 'missed'], to: null },
  takeAlong: { from: ['planned', 'missed'], to: null },
  move: { from: ['planned'], to: null },
  done: { from: ['planned', 'missed'], to: 'done' },
  cancel: { from: ['planned', 'missed'], to: 'cancelled' },
  miss: { from: ['planned'], to: 'missed' },
} as const satisfies Record<string, { from: readonly State[]; to: State | null }>
export type Verb = keyof typeof moves
/** Those of persons; missing a day is the clock's. */
export const verbs = ['take', 'assign', 'takeAlong', 'move', 'done', 'cancel'] as const
