import { kindOf } from './kinds/index.ts'
import { type Act, canMove, fail, type Grade, type Instant, type Matter, move } from './rules.ts'
import { isOpen, type State } from './states.ts'

/** Closing, what the person says to it, visits and the archive. */

/** @throws `matters.held` while a record of another module closes it */
export function resolve(matter: Matter, act: Act, grade: Grade, result: string): Matter {
  const next = move(matter, 'resolve', act, { grade, result, resolvedAt: act.at })
  return matter.heldBy ? fail('matters.held', { by: matter.heldBy }) : next
}
/** How the record that holds it settles it: also while it waits for somebody; once more where it is settled already. */
export type Settling = 'resolve' | 'settle' | 'regrade'
export const settlingOf = (state: State): Settling =>
  canMove(state, 'resolve') ? 'resolve' : canMove(state, 'regrade') ? 'regrade' : 'settle'
export type Settled = { by: string; grade: Grade; result: string; stays: boolean }
/** `stays`: the record goes on, and keeps hold of it. @throws `matters.held` by another */
export function settle(matter: Matter, act: Act, verb: Settling, { by, grade, result, stays }: Settled): Matter {
  const resolvedAt = verb === 'regrade' ? matter.resolvedAt : act.at
  return move(release(matter, by), verb, act, { grade, result, resolvedAt, heldBy: stays ? by : null })
}
/** @throws `matters.held` by another, `matters.wrongState` */
export function hold(matter: Matter, by: string): Matter {
  if (matter.heldBy && matter.heldBy !== by) fail('matters.held', { by: matter.heldBy })
  return isOpen(matter.state) ? { ...matter, heldBy: by } : fail('matters.wrongState', { state: matter.state })
}
/** @throws `matters.held` by another */
export const release = (matter: Matter, by: string): Matter =>
  matter.heldBy && matter.heldBy !== by ? fail('matters.held', { by: matter.heldBy }) : { ...matter, heldBy: null }
/** @param other the resolved matter that went on for both */
export const closeWithOther = (matter: Matter, act: Act, other: Matter): Matter =>
  move(matter, 'closeWithOther', act, {
    grade: other.grade,
    result: other.result,
    resolvedAt: act.at,
    assignee: matter.assignee ?? other.assignee,
  })

const openedAgain = (handleDue: Instant, matter: Matter, act: Act): Partial<Matter> => ({
  handleDue,
  clockFrom: act.at,
  reopened: matter.reopened + 1,
  resolvedAt: null,
  grade: null,
  result: null,
  rating: null,
  ratingText: null,
  extensions: 0,
  reminded: [],
})
/** @param handleDue the handling limit, counted from now */
export const reopen = (matter: Matter, act: Act, handleDue: Instant): Matter =>
  move(matter, 'reopen', act, {
    ...openedAgain(handleDue, matter, act),
    assignee: matter.assignee ?? act.by,
    handledAt: act.at,
  })
/** The person says that it is not settled: heard once, after that a visit or a leader decides. */
export function object(matter: Matter, act: Act, handleDue: Instant): Matter {
  const next = move(matter, 'object', act, {
    ...openedAgain(handleDue, matter, act),
    objected: true,
    handledAt: act.at,
  })
  return matter.objected ? fail('matters.alreadyReopened') : next
}

export const confirm = (matter: Matter, act: Act): Matter => move(matter, 'confirm', act)
export const rate = (matter: Matter, act: Act, rating: number, text: string | null): Matter =>
  move(matter, 'rate', act, { rating, ratingText: text })
export const withdraw = (matter: Matter, act: Act): Matter => move(matter, 'withdraw', act)
export const tell = (matter: Matter, act: Act): Matter => move(matter, 'tell', act)
/** @param sameDay whether two instants lie on one day of the county */
export function urge(matter: Matter, act: Act, sameDay: (a: Instant, b: Instant) => boolean): Matter {
  const next = move(matter, 'urge', act, { urgedAt: act.at })
  if (matter.urgedAt && sameDay(matter.urgedAt, act.at)) fail('matters.urgedToday')
  return next
}

export type Visit = { round: number; day: number; dueAt: Instant; doneAt: Instant | null }
/** The visits that closing a matter brings. @param after the end of the working day so many days later; from the calendar */
export const visitsOf = (
  matter: Matter,
  after: (from: Instant, days: number) => Instant,
): (Visit & { round: number })[] =>
  matter.resolvedAt === null
    ? []
    : (kindOf(matter.kind)?.visits ?? []).map((day) => ({
        round: matter.reopened,
        day,
        dueAt: after(matter.resolvedAt as Instant, day),
        doneAt: null,
      }))
/** @throws `matters.visitDone` also where no such visit was planned */
export function recordVisit(matter: Matter, act: Act, visits: readonly Visit[], day: number): Matter {
  const next = move(matter, 'recordVisit', act)
  const visit = visits.find((each) => each.round === matter.reopened && each.day === day)
  return visit && visit.doneAt === null ? next : fail('matters.visitDone', { day })
}

/** How long a closed matter lies quiet before it is put away, where the person has not confirmed. */
export const quietDays = 7
export function readyForArchive(matter: Matter, visits: readonly Visit[], now: Instant): boolean {
  if (matter.heldBy) return false
  const quiet = Date.parse(now) - Date.parse(matter.updatedAt) >= quietDays * 86_400_000
  if (matter.state === 'withdrawn' || matter.state === 'transferredOut') return quiet
  const visited = visits.every((visit) => visit.round !== matter.reopened || visit.doneAt !== null)
  return visited && (matter.state === 'followUp' || (matter.state === 'resolved' && quiet))
}
export const archive = (matter: Matter, act: Act): Matter => move(matter, 'archive', act)
