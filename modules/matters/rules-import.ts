import { type Act, accept, type Grade, type Instant, type Matter, start, transferOut } from './rules.ts'
import { blank } from './rules-blank.ts'
import { archive, quietDays, rate, resolve, withdraw } from './rules-closing.ts'
import type { State } from './states.ts'

/** A matter that another system or a paper ledger has kept until now, as it stood there. Personal fields are sealed. */
export type Brought = Pick<
  Matter,
  'id' | 'area' | 'kind' | 'description' | 'place' | 'point' | 'happenedAt' | 'extra' | 'urgency' | 'channel' | 'rating'
> &
  Pick<Matter, 'reporterName' | 'reporterPhone' | 'phoneBlind' | 'code' | 'receiptHash'> & {
    state: 'submitted' | 'accepted' | 'inProgress' | 'resolved' | 'transferredOut' | 'withdrawn'
    reportedAt: Instant
    acceptedAt: Instant | null
    /** The deadline that stood in the ledger. */
    due: Instant | null
    resolvedAt: Instant | null
    grade: string | null
    result: string | null
    /** Account of the colleague who was working on it. */
    handler: string | null
  }
/** Deadlines as the county counts them. */
export type Dues = { accept(from: Instant): Instant; handle(from: Instant): Instant }
/** A step of the life it had before; staff of the former system have no accounts here. */
export type BroughtStep = {
  at: Instant
  verb: string
  from: State | null
  to: State | null
  data: Record<string, unknown>
}

const later = (a: Instant, b: Instant | null): Instant => (b !== null && b > a ? b : a)
/** Nobody of here has reported it, and nobody of here has written it down. */
const unknown = { reporter: null, registeredBy: null, board: null } as const satisfies Partial<Matter>

function submitted(brought: Brought, dues: Dues): Matter {
  const { due: _due, handler: _handler, ...told } = brought
  const acceptDue = dues.accept(brought.reportedAt)
  return {
    ...blank,
    ...unknown,
    ...told,
    ...{ acceptedAt: null, resolvedAt: null, grade: null, result: null, rating: null },
    state: 'submitted',
    acceptDue,
    dueAt: acceptDue,
    clockFrom: brought.reportedAt,
    updatedAt: brought.reportedAt,
  }
}

/**
 * Takes a matter through the same moves as every other one, at the times of its ledger. What is still open begins a new
 * run of the clock: nobody is carded here for what was late elsewhere, and nobody is told of what is long past.
 */
export function lifeOf(brought: Brought, now: Instant, dues: Dues): { matter: Matter; steps: BroughtStep[] } {
  let matter = submitted(brought, dues)
  const steps: BroughtStep[] = [{ at: brought.reportedAt, verb: 'register', from: null, to: 'submitted', data: {} }]
  const go = (
    verb: string,
    at: Instant,
    data: Record<string, unknown>,
    change: (matter: Matter, act: Act) => Matter,
  ) => {
    const before = matter
    matter = change(before, { by: brought.handler, at })
    steps.push({ at, verb, from: before.state, to: matter.state === before.state ? null : matter.state, data })
  }
  const { state } = brought
  // Without a colleague who has it in hand here, somebody has to accept it anew.
  const taken = state === 'resolved' || ((state === 'accepted' || state === 'inProgress') && brought.handler !== null)
  if (taken) {
    const at = later(brought.reportedAt, brought.acceptedAt)
    go('accept', at, {}, (each, act) => accept(each, act, brought.due ?? dues.handle(at)))
  }
  if (state === 'inProgress' && taken) matter = start(matter, { by: brought.handler, at: matter.updatedAt })
  if (state === 'resolved') {
    const at = later(matter.updatedAt, brought.resolvedAt)
    const grade = brought.grade as Grade
    go('resolve', at, grade ? { grade } : {}, (each, act) => resolve(each, act, grade, brought.result ?? ''))
    matter = { ...matter, resolvedAt: brought.resolvedAt, result: brought.result, grade: grade ?? null }
    if (brought.rating !== null) matter = rate(matter, { by: null, at: matter.updatedAt }, brought.rating, null)
  }
  if (state === 'withdrawn') matter = withdraw(matter, { by: null, at: matter.updatedAt })
  if (state === 'transferredOut') matter = transferOut(matter, { by: null, at: matter.updatedAt })
  const before = matter
  matter = settled(matter, brought, now, dues)
  steps.push({
    at: now,
    verb: 'imported',
    from: before.state,
    to: matter.state === before.state ? null : matter.state,
    data: {},
  })
  return { matter: { ...matter, updatedAt: now }, steps }
}

const closedStates: readonly State[] = ['resolved', 'withdrawn', 'transferredOut']
/** Long quiet: put away. Open: its clock runs from now, unless the ledger's deadline is still to come. */
function settled(matter: Matter, { due }: Brought, now: Instant, dues: Dues): Matter {
  const act = { by: null, at: now }
  if (closedStates.includes(matter.state)) {
    const last = matter.resolvedAt ?? matter.reportedAt
    return Date.parse(now) - Date.parse(last) >= quietDays * 86_400_000 ? archive(matter, act) : matter
  }
  if (matter.state === 'submitted') {
    const acceptDue = dues.accept(now)
    return { ...matter, acceptDue, dueAt: acceptDue, clockFrom: now }
  }
  const handleDue = due !== null && due > now ? due : dues.handle(now)
  return { ...matter, handleDue, dueAt: handleDue, clockFrom: now, handledAt: now }
}
