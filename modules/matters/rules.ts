import { failing } from '@doorstep/contract/failure.ts'
import { failures } from './failures.ts'
import { isOpen, moves, pausedStates, type State, type Verb } from './states.ts'

/** Instants are ISO 8601 in UTC with milliseconds, so that they compare as text. */
export type Instant = string
export type Grade = 'solved' | 'explained' | 'procedureEnded' | 'monitored' | 'stopped'
export type Card = 'none' | 'reminder' | 'yellow' | 'red'

/** A matter as the rules see it; the store makes it of a row. Names and numbers of persons stay sealed in it. */
export type Matter = {
  id: string
  code: string
  area: string
  kind: string
  state: State
  channel: string
  description: string
  place: string | null
  point: { lat: number; lon: number } | null
  happenedAt: Instant | null
  extra: Record<string, unknown>
  urgency: 'normal' | 'urgent'
  supervision: Card
  reporter: string | null
  reporterName: string | null
  reporterPhone: string | null
  phoneBlind: string | null
  receiptHash: string
  registeredBy: string | null
  board: string | null
  /** 首接负责: stays for good, whoever handles it later. */
  firstReceiver: string | null
  assignee: string | null
  helpers: readonly string[]
  unit: string | null
  reportedAt: Instant
  acceptDue: Instant | null
  handleDue: Instant | null
  /** The deadline that counts now; null while the clock stands still and when it is closed. */
  dueAt: Instant | null
  acceptedAt: Instant | null
  pausedAt: Instant | null
  resolvedAt: Instant | null
  grade: Grade | null
  result: string | null
  rating: number | null
  ratingText: string | null
  reopened: number
  objected: boolean
  extensions: number
  extension: { days: number; reason: string; askedAt: Instant; by: string | null } | null
  urgedAt: Instant | null
  /** What the clock has caused already in this run, e.g. `dueSoon`, `accept.yellow`. */
  reminded: readonly string[]
  /** When the clock that counts now began to run, or went on after a pause. */
  clockFrom: Instant
  /** When staff last did or said something about it. */
  handledAt: Instant | null
  duplicateOf: string | null
  /** About somebody under 18: read by whoever handles it, by others after an approval. */
  minor?: boolean
  /** Sealed: who consented, how, and when. */
  guardian?: string | null
  /** Code of the limit that counts instead of the kind's. */
  limit?: string | null
  /** The module whose record closes it; null or missing: it is closed by hand. */
  heldBy?: string | null
  updatedAt: Instant
}
/** Who moves it, and when; `by` is null for the system and for people without an account. */
export type Act = {
  by: string | null
  /** When it was done: what deadlines are measured by. */
  at: Instant
  /** When we learned of it, where that was later: done without a signal. */
  arrived?: Instant
}

export const fail = failing(failures)
export const maxExtensions = 2

/** What counts as word from the staff: without any for some working days, a card is due. */
const handling: ReadonlySet<Verb> = new Set<Verb>([
  ...(['accept', 'start', 'note', 'reply', 'askHelp', 'helped', 'waitForPerson', 'resume', 'suspend'] as const),
  ...(['handToDepartment', 'answerFromDepartment', 'returnToRoom', 'resolve', 'recordVisit'] as const),
])
/** In these the handling limit of this run is known; extensions and cards of the run end with them. */
const running: readonly State[] = ['accepted', 'inProgress', 'waitingPerson', 'waitingDepartment', 'suspended']

export const canMove = (state: State, verb: Verb): boolean => (moves[verb].from as readonly State[]).includes(state)
/** Where a verb leads from here, without looking at anything but the table. */
export const stateAfter = (state: State, verb: Verb): State => moves[verb].to ?? state

const latest = (first: Instant, ...others: (Instant | null)[]): Instant =>
  others.reduce<Instant>((last, other) => (other !== null && other > last ? other : last), first)
/** The clock of a matter does not run backwards: an act counts from what it follows at the earliest. */
export const notBefore = ({ reportedAt, clockFrom, acceptedAt, pausedAt, resolvedAt }: Matter, at: Instant): Instant =>
  latest(at, reportedAt, clockFrom, acceptedAt, pausedAt, resolvedAt)

/** Every change of a matter goes through here. @throws `matters.wrongState` */
export function move(matter: Matter, verb: Verb, act: Act, change: Partial<Matter> = {}): Matter {
  if (!canMove(matter.state, verb)) fail('matters.wrongState', { state: matter.state })
  const state = stateAfter(matter.state, verb)
  const handledAt = handling.has(verb) ? latest(act.at, matter.handledAt) : matter.handledAt
  return settled({ ...matter, handledAt, ...change, state, updatedAt: act.arrived ?? act.at }, act)
}

/** The clock follows the state: nobody sets the deadline that counts by hand. */
function settled(matter: Matter, act: Act): Matter {
  const paused = pausedStates.includes(matter.state)
  const due = matter.state === 'submitted' ? matter.acceptDue : matter.handleDue
  return {
    ...matter,
    pausedAt: paused ? (matter.pausedAt ?? act.at) : null,
    dueAt: paused || !isOpen(matter.state) ? null : due,
    extension: running.includes(matter.state) ? matter.extension : null,
  }
}
/** A new deadline is watched anew. */
const watchedAnew = (matter: Matter, cards: 'accept' | 'handle'): Pick<Matter, 'reminded'> => ({
  reminded: matter.reminded.filter((what) => what !== 'dueSoon' && !what.startsWith(cards)),
})

/** @param handleDue the handling limit, counted from now */
export const accept = (matter: Matter, act: Act, handleDue: Instant): Matter =>
  move(matter, 'accept', act, {
    assignee: act.by,
    firstReceiver: matter.firstReceiver ?? act.by,
    acceptedAt: act.at,
    clockFrom: act.at,
    handleDue,
    ...watchedAnew(matter, 'handle'),
  })
export const assign = (matter: Matter, act: Act, to: string): Matter =>
  move(matter, 'assign', act, { assignee: to, helpers: matter.helpers.filter((helper) => helper !== to) })
export const start = (matter: Matter, act: Act): Matter => move(matter, 'start', act)
export const note = (matter: Matter, act: Act): Matter => move(matter, 'note', act)
export const reply = (matter: Matter, act: Act): Matter => move(matter, 'reply', act)
export const attach = (matter: Matter, act: Act): Matter => move(matter, 'attach', act)

export const askHelp = (matter: Matter, act: Act, who: string): Matter =>
  move(matter, 'askHelp', act, { helpers: [...new Set([...matter.helpers, who])] })
export function dropHelp(matter: Matter, act: Act, who: string): Matter {
  const next = move(matter, 'dropHelp', act, { helpers: matter.helpers.filter((helper) => helper !== who) })
  if (next.helpers.length === matter.helpers.length) fail('matters.nobodyThere')
  return next
}
export const helped = (matter: Matter, act: Act): Matter => move(matter, 'helped', act)

export const waitForPerson = (matter: Matter, act: Act): Matter => move(matter, 'waitForPerson', act)
export const suspend = (matter: Matter, act: Act): Matter => move(matter, 'suspend', act)
/** @param shift the deadline after a pause that began then; from the calendar */
export function resume(matter: Matter, act: Act, shift: (due: Instant, pausedAt: Instant) => Instant): Matter {
  const { handleDue, pausedAt } = matter
  return move(matter, 'resume', act, {
    unit: null,
    ...(handleDue && pausedAt
      ? { handleDue: shift(handleDue, pausedAt), clockFrom: act.at, ...watchedAnew(matter, 'handle') }
      : {}),
  })
}

export const handToDepartment = (matter: Matter, act: Act, unit: string): Matter =>
  move(matter, 'handToDepartment', act, { unit })
/** The department keeps sight of what it answered. */
export const answerFromDepartment = (matter: Matter, act: Act): Matter => move(matter, 'answerFromDepartment', act)
export const returnToRoom = (matter: Matter, act: Act): Matter => move(matter, 'returnToRoom', act, { unit: null })

/** Another room begins anew when it hears of it; the first receiver stays responsible for its getting there. @param acceptDue counted from then */
export function passOn(matter: Matter, act: Act, area: string, acceptDue: Instant): Matter {
  if (area.slice(0, 12) === matter.area.slice(0, 12)) {
    move(matter, 'passOn', act) // the wrong state is told first
    fail('matters.samePlace')
  }
  return move(matter, 'passOn', act, {
    area,
    acceptDue,
    clockFrom: act.arrived ?? act.at,
    assignee: null,
    helpers: [],
    unit: null,
    acceptedAt: null,
    handleDue: null,
    handledAt: null,
    extensions: 0,
    reminded: [],
  })
}
export const transferOut = (matter: Matter, act: Act): Matter => move(matter, 'transferOut', act)

export function askExtension(matter: Matter, act: Act, days: number, reason: string): Matter {
  const next = move(matter, 'askExtension', act, { extension: { days, reason, askedAt: act.at, by: act.by } })
  if (matter.extension) fail('matters.extensionWaiting')
  if (matter.extensions >= maxExtensions) fail('matters.extensionsUsed', { most: maxExtensions })
  return next
}
/** @param days granted; 0 refuses. @param extended the deadline with so many working days more; from the calendar */
export function decideExtension(
  matter: Matter,
  act: Act,
  days: number,
  extended: (due: Instant, days: number) => Instant,
): Matter {
  const { extension, handleDue } = matter
  const next = (change: Partial<Matter>) => move(matter, 'decideExtension', act, { extension: null, ...change })
  if (days === 0 || !extension || !handleDue) {
    const refused = next({})
    return extension ? checkedAsker(refused, extension.by, act) : fail('matters.noExtension')
  }
  const granted = next({
    extensions: matter.extensions + 1,
    handleDue: extended(handleDue, days),
    ...watchedAnew(matter, 'handle'),
  })
  return checkedAsker(granted, extension.by, act)
}
/** Nobody grants their own request. */
const checkedAsker = (next: Matter, asker: string | null, act: Act): Matter =>
  asker !== null && asker === act.by ? fail('matters.ownRequest') : next

export type Correction = Partial<Pick<Matter, 'kind' | 'extra' | 'point' | 'place' | 'urgency' | 'area'>>
/** @param handleDue for another kind: its limit counted from the acceptance; what has passed already does not count. */
export function correct(matter: Matter, act: Act, correction: Correction, handleDue?: Instant): Matter {
  const next = move(matter, 'correct', act, {
    ...correction,
    ...(handleDue && matter.handleDue && handleDue > act.at ? { handleDue, ...watchedAnew(matter, 'handle') } : {}),
  })
  // The record that holds it is one of this kind.
  return matter.heldBy && next.kind !== matter.kind ? fail('matters.held', { by: matter.heldBy }) : next
}
/** Its record knows better how long it may take. @param handleDue by that limit; what has passed already does not count */
export const relimit = (matter: Matter, act: Act, limit: string, handleDue: Instant | null): Matter =>
  move(matter, 'relimit', act, {
    limit,
    ...(handleDue && handleDue > act.at ? { handleDue, ...watchedAnew(matter, 'handle') } : {}),
  })
/** @param other the older matter, which goes on for both */
export function linkDuplicate(matter: Matter, act: Act, other: Pick<Matter, 'id' | 'duplicateOf' | 'state'>): Matter {
  const next = move(matter, 'linkDuplicate', act, { duplicateOf: other.id })
  if (other.id === matter.id || other.duplicateOf || !isOpen(other.state)) fail('matters.sameMatter')
  return next
}
export const supervise = (matter: Matter, act: Act, supervision: Card): Matter =>
  move(matter, 'supervise', act, { supervision })

/** Who holds it changes by a hand-over of posts; its own life does not. */
export function handOver(matter: Matter, act: Act, as: 'assignee' | 'helper', from: string, to: string): Matter {
  if (as === 'assignee')
    return { ...matter, assignee: matter.assignee === from ? to : matter.assignee, updatedAt: act.at }
  const helpers = matter.helpers.map((helper) => (helper === from ? to : helper))
  return { ...matter, helpers: [...new Set(helpers)], updatedAt: act.at }
}
