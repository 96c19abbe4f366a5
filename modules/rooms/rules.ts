/**
 * The life of a contact board as data: which verb is allowed in which state, and where it leads. The server and the
 * screens read this same table. `null`: the state stays as it is.
 */
export const states = ['planned', 'printed', 'posted', 'needsUpdate', 'damaged', 'removed'] as const
export type State = (typeof states)[number]

const hanging = ['posted', 'needsUpdate', 'damaged'] as const satisfies State[]
type Move = { from: readonly State[]; to: State | null }
export const moves = {
  print: { from: ['planned'], to: 'printed' },
  /** The old sheet hangs on until the new one is posted in its place. */
  reprint: { from: ['printed', ...hanging], to: null },
  /** The sheet went out of date before it was posted. */
  unprint: { from: ['printed'], to: 'planned' },
  post: { from: ['printed', ...hanging], to: 'posted' },
  check: { from: hanging, to: null },
  needUpdate: { from: ['posted'], to: 'needsUpdate' },
  damage: { from: ['posted', 'needsUpdate'], to: 'damaged' },
  remove: { from: ['planned', 'printed', ...hanging], to: 'removed' },
  correct: { from: ['planned', 'printed', ...hanging], to: null },
} as const satisfies Record<string, Move>
export type Verb = keyof typeof moves

export const isAllowed = (verb: Verb, state: State): boolean => (moves[verb].from as readonly State[]).includes(state)
export const next = (verb: Verb, state: State): State => moves[verb].to ?? state
export const isHanging = (state: State): boolean => (hanging as readonly State[]).includes(state)

/** What somebody found who went to look. */
export const findings = ['good', 'outdated', 'damaged', 'missing'] as const
export type Finding = (typeof findings)[number]
/** What a finding makes of the board. A sheet that is gone has to be replaced, like a torn one. */
export function found(finding: Finding, state: State): State {
  if (finding === 'damaged' || finding === 'missing') return 'damaged'
  if (finding === 'outdated') return state === 'damaged' ? 'damaged' : 'needsUpdate'
  // Good is what it looks like; whether its words are right, the platform knows better.
  return state === 'damaged' ? 'posted' : state
}

export const formats = ['a4', 'a5'] as const
/** Kinds of place: domain §3, §4. */
export const placeKinds = [
  'stairwell',
  'gate',
  'square',
  'market',
  'shop',
  'school',
  'hospital',
  'office',
  'site',
  'station',
  'other',
] as const
/** A board is looked at at least this often. */
export const checkDays = 90
export const maxPlanned = 1000

/** Boards whose sheet has to be printed again: the reprint list. */
export const reprintStates: readonly State[] = ['needsUpdate', 'damaged']

const digits = (number: number): string => String(number).padStart(4, '0')
/** As it stands on the board and is read out over the phone: `620999-0042`. */
export const boardNumber = (county: number, number: number): string => `${county}-${digits(number)}`
/** The room of a board or of any place below the township. */
export const roomArea = (area: string): string => area.slice(0, 12)
