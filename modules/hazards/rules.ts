import { failing } from '@doorstep/contract/failure.ts'
import { distance } from '@doorstep/geo/measure.ts'
import { failures } from './failures.ts'
import { type Class, type Move, moves, permissionOf, type State, type Verb, verbs } from './states.ts'

export const fail = failing(failures)
export type Instant = string
export type Day = string
export type Act = { by: string | null; at: Instant; today: Day }
type Point = { lat: number; lon: number }
/** A picture that hangs on the matter, and where it was taken if the device knew. */
export type Photo = { file: string; point: Point | null }
export type After = Photo & {
  /** From the photo before, or from the place of the report; null where one of them is not known. */
  metres: number | null
  /** Why it was taken elsewhere. */
  why: string | null
}
export type Recheck = { at: Instant; by: string | null; gone: boolean; words: string | null; after: After | null }

/** A hazard as the rules see it; it shares the id of its matter. The name of a person stays sealed. */
export type Hazard = {
  id: string
  code: string
  area: string
  sort: string
  state: State
  class: Class | null
  place: string | null
  point: Point | null
  /** The body that has to put it right, and who answers for it there (sealed). */
  responsible: string | null
  person: string | null
  /** How many notices are out. */
  notices: number
  due: Day | null
  before: Photo | null
  recheck: Recheck | null
  referredTo: string | null
  foundAt: Instant
  closedAt: Instant | null
  updatedAt: Instant
}

export const canMove = (state: State, move: Move): boolean => (moves[move].from as readonly State[]).includes(state)
export const stateAfter = (state: State, move: Move): State => moves[move].to ?? state

/** Every change goes through here. @throws `hazards.wrongState` */
function move(hazard: Hazard, what: Move, act: Act, change: Partial<Hazard> = {}): Hazard {
  if (!canMove(hazard.state, what)) fail('hazards.wrongState', { state: hazard.state })
  return { ...hazard, ...change, state: stateAfter(hazard.state, what), updatedAt: act.at }
}
const closed = (act: Act) => ({ closedAt: act.at, due: null })

export type Notice = {
  class: Class
  responsible: string
  person: string | null
  demands: string
  due: Day
  before: Photo | null
}
/** @throws `hazards.dayPast`, `hazards.photoMissing` */
export function notify(hazard: Hazard, act: Act, notice: Notice): Hazard {
  return noticed(hazard, 'notify', act, notice)
}
/** What was demanded has not been done: the next notice of the same hazard. @throws `hazards.isGone` */
export function notifyAgain(hazard: Hazard, act: Act, notice: Notice): Hazard {
  const next = noticed(hazard, 'notifyAgain', act, notice)
  return hazard.recheck?.gone ? fail('hazards.isGone') : next
}
function noticed(hazard: Hazard, what: 'notify' | 'notifyAgain', act: Act, notice: Notice): Hazard {
  const { class: sort, responsible, person, due } = notice
  const before = notice.before ?? hazard.before
  const next = move(hazard, what, act, {
    class: sort,
    responsible,
    person,
    due,
    before,
    notices: hazard.notices + 1,
    recheck: null,
  })
  if (before === null) fail('hazards.photoMissing')
  return due < act.today ? fail('hazards.dayPast') : next
}

export const serve = (hazard: Hazard, act: Act): Hazard => move(hazard, 'serve', act)
/** @throws `hazards.dayPast`, `hazards.notLater` */
export function extend(hazard: Hazard, act: Act, due: Day): Hazard {
  const next = move(hazard, 'extend', act, { due })
  if (due < act.today) fail('hazards.dayPast')
  return hazard.due !== null && due <= hazard.due ? fail('hazards.notLater', { day: hazard.due }) : next
}

/** How far a photo was taken from the spot; null where it is not known. */
export function metresFrom(hazard: Pick<Hazard, 'before' | 'point'>, point: Point | null): number | null {
  const spot = hazard.before?.point ?? hazard.point
  return spot && point ? Math.round(distance(spot, point)) : null
}
/** @throws `hazards.elsewhere` where the photo is of another spot and nobody says why */
function after(hazard: Hazard, photo: Photo | null, why: string | null, spotMetres: number): After | null {
  if (!photo) return null
  const metres = metresFrom(hazard, photo.point)
  if (metres !== null && metres > spotMetres && why === null) fail('hazards.elsewhere', { metres, most: spotMetres })
  return { ...photo, metres, why }
}
export type Looked = { gone: boolean; words: string | null; photo: Photo | null; why: string | null }
/** @throws `hazards.photoMissing`: that it is gone is shown, not only said */
export function recheck(hazard: Hazard, act: Act, looked: Looked, spotMetres: number): Hazard {
  return move(hazard, 'recheck', act, { recheck: seen(hazard, act, looked, spotMetres) })
}
function seen(hazard: Hazard, act: Act, { gone, words, photo, why }: Looked, spotMetres: number): Recheck {
  if (gone && !photo) fail('hazards.photoMissing')
  return { at: act.at, by: act.by, gone, words, after: after(hazard, photo, why, spotMetres) }
}

/** Put right at once. @throws `hazards.photoMissing`, `hazards.elsewhere` */
export function clear(hazard: Hazard, act: Act, looked: Omit<Looked, 'gone'>, spotMetres: number): Hazard {
  const next = move(hazard, 'clear', act, closed(act))
  return { ...next, class: 'general', recheck: seen(hazard, act, { ...looked, gone: true }, spotMetres) }
}
/** @param leads whether a leader does it: a major one is struck off by no one else. @throws `hazards.stillThere`, `hazards.forLeaders` */
export function strikeOff(hazard: Hazard, act: Act, leads: boolean): Hazard {
  const next = move(hazard, 'strikeOff', act, closed(act))
  if (!hazard.recheck?.gone) fail('hazards.stillThere')
  return hazard.class === 'major' && !leads ? fail('hazards.forLeaders') : next
}
export const refer = (hazard: Hazard, act: Act, body: string): Hazard =>
  move(hazard, 'refer', act, { ...closed(act), referredTo: body })

export const expire = (hazard: Hazard, act: Act): Hazard => move(hazard, 'expire', act)
export const drop = (hazard: Hazard, act: Act): Hazard => move(hazard, 'drop', act, closed(act))
/** Its matter was opened again: it is looked at anew, with what is known of it. */
export const reopen = (hazard: Hazard, act: Act): Hazard =>
  move(hazard, 'reopen', act, { closedAt: null, recheck: null, referredTo: null })

/** Its day is over and nobody has said that it is gone. */
export const isLate = ({ state, due }: Pick<Hazard, 'state' | 'due'>, today: Day): boolean =>
  state === 'overdue' || ((state === 'notified' || state === 'fixing') && due !== null && due < today)

/** What the reader may do next. @param may whether a permission reaches the area */
export function allowed(
  hazard: Pick<Hazard, 'state' | 'class'> & { gone: boolean | null },
  may: (permission: 'hazards.handle' | 'hazards.lead') => boolean,
): Verb[] {
  return verbs.filter((verb) => {
    if (!canMove(hazard.state, verb) || !may(permissionOf[verb])) return false
    if (verb === 'notifyAgain') return hazard.gone === false
    if (verb === 'strikeOff') return hazard.gone === true && (hazard.class !== 'major' || may('hazards.lead'))
    return true
  })
}
