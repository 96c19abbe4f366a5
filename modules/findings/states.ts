/** 线索: what a proposal can become. `null` would keep the state; every verb of a person ends it. */
export const states = ['open', 'confirmed', 'linked', 'dismissed', 'lapsed'] as const
export type State = (typeof states)[number]

export const moves = {
  /** One dispute: a new matter. */
  confirm: { from: ['open'], to: 'confirmed' },
  /** The same as a matter that is there. */
  link: { from: ['open'], to: 'linked' },
  dismiss: { from: ['open'], to: 'dismissed' },
  /** The clock's: what it stood on is no longer kept. */
  lapse: { from: ['open'], to: 'lapsed' },
} as const satisfies Record<string, { from: readonly State[]; to: State }>
export type Move = keyof typeof moves
export const verbs = ['confirm', 'link', 'dismiss'] as const

export const sources = ['call', 'visit', 'report'] as const
export type Source = (typeof sources)[number]
/** Families of quarrels, the same as of the kind. */
export const families = ['neighbour', 'family', 'labourDebt', 'marriage', 'other'] as const
export type Family = (typeof families)[number]
