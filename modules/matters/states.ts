/**
 * The life of a matter as data: which verb is allowed in which state, and where it leads. The server, the screens and
 * the offline outbox read this same table. `null`: the state stays as it is.
 */
export const states = [
  'submitted',
  'accepted',
  'inProgress',
  'waitingPerson',
  'waitingDepartment',
  'suspended',
  'resolved',
  'followUp',
  'archived',
  'transferredOut',
  'withdrawn',
] as const
export type State = (typeof states)[number]

const open = [
  'submitted',
  'accepted',
  'inProgress',
  'waitingPerson',
  'waitingDepartment',
  'suspended',
] as const satisfies State[]
const owned = ['accepted', 'inProgress', 'waitingPerson', 'waitingDepartment'] as const satisfies State[]
const working = ['accepted', 'inProgress'] as const satisfies State[]

export type Move = { from: readonly State[]; to: State | null }
export const moves = {
  accept: { from: ['submitted'], to: 'accepted' },
  assign: { from: owned, to: null },
  start: { from: ['accepted'], to: 'inProgress' },
  note: { from: [...open, 'resolved', 'followUp'], to: null },
  reply: { from: [...open, 'resolved', 'followUp'], to: null },
  askHelp: { from: owned, to: null },
  dropHelp: { from: owned, to: null },
  helped: { from: owned, to: null },
  waitForPerson: { from: working, to: 'waitingPerson' },
  handToDepartment: { from: working, to: 'waitingDepartment' },
  answerFromDepartment: { from: ['waitingDepartment'], to: 'inProgress' },
  returnToRoom: { from: ['waitingDepartment'], to: 'inProgress' },
  resume: { from: ['waitingPerson', 'waitingDepartment', 'suspended'], to: 'inProgress' },
  suspend: { from: owned, to: 'suspended' },
  passOn: { from: ['submitted', ...working], to: 'submitted' },
  transferOut: { from: ['submitted', ...working], to: 'transferredOut' },
  askExtension: { from: owned, to: null },
  decideExtension: { from: owned, to: null },
  resolve: { from: working, to: 'resolved' },
  confirm: { from: ['resolved'], to: 'followUp' },
  object: { from: ['resolved', 'followUp'], to: 'inProgress' },
  rate: { from: ['resolved', 'followUp', 'archived'], to: null },
  recordVisit: { from: ['resolved', 'followUp'], to: null },
  reopen: { from: ['resolved', 'followUp'], to: 'inProgress' },
  archive: { from: ['resolved', 'followUp', 'transferredOut', 'withdrawn'], to: 'archived' },
  withdraw: { from: open, to: 'withdrawn' },
  urge: { from: open, to: null },
  /** Also what is settled and still followed by a record beside it: an agreement that is not kept. */
  supervise: { from: [...open, 'resolved', 'followUp'], to: null },
  tell: { from: [...open, 'resolved', 'followUp'], to: null },
  correct: { from: open, to: null },
  attach: { from: [...open, 'resolved', 'followUp'], to: null },
  linkDuplicate: { from: open, to: null },
  /** Done by the system: what was linked to another matter is closed together with it. */
  closeWithOther: { from: open, to: 'resolved' },
  /** Done by the record that holds it: settled although it waits or stands; another grade when more is known; another limit. */
  settle: { from: [...owned, 'suspended'], to: 'resolved' },
  regrade: { from: ['resolved', 'followUp'], to: null },
  relimit: { from: [...owned, 'suspended'], to: null },
} as const satisfies Record<string, Move>
export type Verb = keyof typeof moves

export const isOpen = (state: State): boolean => (open as readonly State[]).includes(state)
/** The clock of the handling limit stands still in these, with the person's knowledge. */
export const pausedStates: readonly State[] = ['waitingPerson', 'suspended']

/** Queues in which something hangs and somebody has to move it, in the order in which a desk looks at them. */
export const dayViews = ['overdue', 'dueToday', 'unaccepted', 'extensions', 'supervised', 'departments'] as const
export type DayView = (typeof dayViews)[number]

export const grades = ['solved', 'explained', 'procedureEnded', 'monitored', 'stopped'] as const
export const channels = ['web', 'phone', 'visit', 'paper', 'onTheSpot', 'hotline', 'volunteer'] as const
export const supervisions = ['none', 'reminder', 'yellow', 'red'] as const
export const visitDays = [1, 3, 7] as const
export const visitOutcomes = ['good', 'notReached', 'again'] as const
/** Where a matter goes that this platform must not keep: domain §0, the six classes that are not routed. */
export const outsideBodies = [
  '110',
  '119',
  '120',
  '122',
  'court',
  'arbitration',
  'petition',
  '12345',
  'otherPolice',
  'notPublic',
] as const
export const units = [
  'housing',
  'justice',
  'civilAffairs',
  'humanResources',
  'urbanManagement',
  'market',
  'health',
  'education',
  'traffic',
  'fire',
  'street',
] as const
