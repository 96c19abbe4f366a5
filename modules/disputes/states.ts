/**
 * The life of a dispute's file as data: which verb is allowed in which state, and where it leads. The server, the screens
 * and what works without a signal read this same table. `null`: the state stays as it is.
 */
export const states = [
  'found',
  'registered',
  'consentAsked',
  'mediating',
  'agreed',
  'performing',
  'performed',
  'breached',
  'confirmApplied',
  'followUp',
  'closed',
  'refused',
  'failed',
  'waysTold',
  'withdrawn',
] as const
export type State = (typeof states)[number]

/** Nothing is left to do in these; the matter is no longer held. */
const ended = ['closed', 'waysTold', 'withdrawn'] as const satisfies State[]
const before = ['registered', 'consentAsked'] as const satisfies State[]
const inForce = ['performing', 'breached', 'confirmApplied'] as const satisfies State[]
const all: readonly State[] = states
const unended = all.filter((state) => !(ended as readonly State[]).includes(state))

export type Move = { from: readonly State[]; to: State | null }
export const moves = {
  // the file
  register: { from: ['found'], to: 'registered' },
  describe: { from: unended.filter((state) => state !== 'found'), to: null },
  addParty: { from: [...before, 'mediating'], to: null },
  changeParty: { from: unended.filter((state) => state !== 'found'), to: null },
  removeParty: { from: [...before, 'mediating'], to: null },
  readRights: { from: [...before, 'mediating'], to: null },
  addMediator: { from: [...before, 'mediating'], to: null },
  acceptMediator: { from: [...before, 'mediating'], to: null },
  removeMediator: { from: [...before, 'mediating'], to: null },
  // consent
  askConsent: { from: ['registered'], to: 'consentAsked' },
  consent: { from: ['consentAsked', 'mediating'], to: null },
  refuse: { from: ['consentAsked', 'mediating'], to: 'refused' },
  beginMediation: { from: ['consentAsked'], to: 'mediating' },
  // sessions
  planSession: { from: ['mediating'], to: null },
  moveSession: { from: ['mediating'], to: null },
  cancelSession: { from: ['mediating'], to: null },
  holdSession: { from: ['mediating'], to: null },
  fail: { from: ['mediating'], to: 'failed' },
  // agreement
  draft: { from: ['mediating', 'breached'], to: null },
  /** Also about another term, after a breach. */
  agree: { from: ['mediating', 'breached'], to: 'agreed' },
  unagree: { from: ['agreed'], to: 'mediating' },
  sign: { from: ['agreed'], to: null },
  /** Done by the system when the last signature is there, or an oral agreement is on record. */
  takeEffect: { from: ['agreed'], to: 'performing' },
  giveCopy: { from: [...inForce, 'performed'], to: null },
  keepInstalment: { from: inForce, to: null },
  missInstalment: { from: inForce, to: null },
  /** Done by the system when nothing is left to be kept. */
  perform: { from: ['performing', 'breached'], to: 'performed' },
  breach: { from: ['performing'], to: 'breached' },
  renew: { from: ['breached'], to: 'performing' },
  // the court
  applyConfirm: { from: ['performing', 'breached'], to: 'confirmApplied' },
  acceptConfirm: { from: ['confirmApplied'], to: null },
  recordRuling: { from: ['confirmApplied'], to: 'performing' },
  // the end
  tellWays: { from: ['refused', 'failed', 'breached'], to: 'waysTold' },
  withdraw: { from: [...before, 'mediating', 'agreed'], to: 'withdrawn' },
  followUp: { from: ['performed'], to: 'followUp' },
  close: { from: ['followUp'], to: 'closed' },
  /** The matter was opened again after it was settled, and the officer has settled that: the file stays where it is. */
  settleAgain: { from: ['performing', 'performed', 'followUp'], to: null },
  reopen: { from: ['refused', 'failed', 'breached', 'performed', 'followUp', ...ended], to: 'registered' },
  /** Done by the system: the matter ended without the file. */
  drop: {
    from: ['found', ...before, 'mediating', 'agreed', 'refused', 'failed', 'breached', 'confirmApplied'],
    to: 'withdrawn',
  },
  unmask: { from: all, to: null },
} as const satisfies Record<string, Move>
export type Verb = keyof typeof moves

export const isOpen = (state: State): boolean => !(ended as readonly State[]).includes(state)
/** From registration to the end the matter is settled through its file, not by hand. */
export const holdsMatter = (state: State): boolean => state !== 'found' && isOpen(state)

/**
 * What the matter is when its file comes to a state: settled with this grade, or worked on again. States not named here
 * leave it as it is. An agreement in force is followed, not yet solved: solved is what was kept.
 */
export const settles: Partial<Record<State, 'solved' | 'monitored' | 'procedureEnded' | 'stopped'>> = {
  performing: 'monitored',
  performed: 'solved',
  followUp: 'solved',
  waysTold: 'procedureEnded',
  withdrawn: 'stopped',
}
export const reopens: readonly State[] = ['breached', 'registered']

/** What whoever reported the matter reads of the file, in words that name nobody. The rest is between staff and parties. */
export const publicVerbs: readonly Verb[] = [
  'register',
  'askConsent',
  'beginMediation',
  'refuse',
  'fail',
  'agree',
  'takeEffect',
  'perform',
  'breach',
  'renew',
  'tellWays',
  'withdraw',
  'reopen',
  'close',
]

export const families = ['labourDebt', 'familyNeighbour', 'marriageLove', 'other'] as const
export type Family = (typeof families)[number]
export const classes = ['simple', 'general', 'complex'] as const
export const ways = ['people', 'police', 'joint', 'admin'] as const
export const tiers = ['village', 'town', 'county'] as const
export const partyRoles = ['applicant', 'respondent', 'agent', 'guardian', 'witness', 'invited'] as const
export type PartyRole = (typeof partyRoles)[number]
/** Between whom the dispute is: their consent counts, their names stand under an agreement. */
export const sides: readonly PartyRole[] = ['applicant', 'respondent']
export const consents = ['none', 'asked', 'agreed', 'refused'] as const
export const hows = ['screen', 'paper', 'phone', 'spoken'] as const
/** 驻所指导员, 街道政法委员, 金牌调解员, 主持, 协助 */
export const mediatorRoles = ['instructor', 'commissioner', 'senior', 'lead', 'help'] as const
export const sessionStates = ['planned', 'held', 'cancelled'] as const
export const sessionOutcomes = ['continue', 'agreed', 'failed'] as const
export const outcomes = ['oral', 'written', 'refused', 'failed', 'withdrawn', 'ended'] as const
/** How many people it is about, as the forms count them. */
export const scales = ['under50', 'under100', 'under500', 'over500'] as const
export const scaleOf = (people: number): (typeof scales)[number] =>
  people < 50 ? 'under50' : people < 100 ? 'under100' : people <= 500 ? 'under500' : 'over500'
