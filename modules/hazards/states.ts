/** 隐患: from found to struck off. The server, the screens and the offline outbox read this table. `null`: the state stays. */
export const states = [
  'found',
  'notified',
  'fixing',
  'overdue',
  'rechecked',
  'struckOff',
  'referred',
  'dropped', // its matter went another way before a notice was out
] as const
export type State = (typeof states)[number]

const open = ['found', 'notified', 'fixing', 'overdue', 'rechecked'] as const satisfies State[]
const ended = ['struckOff', 'referred', 'dropped'] as const satisfies State[]
export const isOpen = (state: State): boolean => (open as readonly State[]).includes(state)

export const moves = {
  /** Put right while the officer stands there (当场整改). */
  clear: { from: ['found'], to: 'struckOff' },
  notify: { from: ['found'], to: 'notified' },
  serve: { from: ['notified'], to: 'fixing' },
  extend: { from: ['fixing', 'overdue'], to: 'fixing' },
  recheck: { from: ['fixing', 'overdue'], to: 'rechecked' },
  /** Still there at the recheck: another notice. */
  notifyAgain: { from: ['rechecked'], to: 'notified' },
  strikeOff: { from: ['rechecked'], to: 'struckOff' },
  refer: { from: open, to: 'referred' },
  /** The clock's and the matter's. */
  expire: { from: ['fixing'], to: 'overdue' },
  drop: { from: open, to: 'dropped' },
  reopen: { from: ended, to: 'found' },
} as const satisfies Record<string, { from: readonly State[]; to: State | null }>
export type Move = keyof typeof moves
/** Those of persons. */
export const verbs = ['clear', 'notify', 'serve', 'extend', 'recheck', 'notifyAgain', 'strikeOff', 'refer'] as const
export type Verb = (typeof verbs)[number]
/** Those that need somebody who handles the matter: they hold or settle it. */
export const needsHandler: readonly Verb[] = ['clear', 'notify', 'strikeOff', 'refer']
export const isHandled = (matterState: string): boolean => matterState === 'accepted' || matterState === 'inProgress'
export const permissionOf = {
  clear: 'hazards.handle',
  notify: 'hazards.handle',
  serve: 'hazards.handle',
  extend: 'hazards.lead',
  recheck: 'hazards.handle',
  notifyAgain: 'hazards.handle',
  strikeOff: 'hazards.handle',
  refer: 'hazards.handle',
} as const satisfies Record<Verb, string>

/** What is wrong, the same as of the kind. */
export const sorts = [
  'fireLane',
  'stairwellClutter',
  'ebikeCharging',
  'gas',
  'wiring',
  'floor',
  'lighting',
  'lockOrGuard',
  'road',
  'water',
  'building',
  'other',
] as const

export const classes = ['general', 'major'] as const
export type Class = (typeof classes)[number]
/** How a notice reached whoever has to put it right. */
export const ways = ['handed', 'posted', 'left'] as const
/** Who takes over what the police cannot order. */
export const bodies = [
  'fire',
  'emergency',
  'housing',
  'urbanManagement',
  'market',
  'traffic',
  'water',
  'power',
  'education',
  'health',
  'street',
  'other',
] as const
