import type { Demo, DemoMatter } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'
import { day, hour } from '@doorstep/demo/time.ts'
import * as rules from '../rules.ts'
import { demands, gone, responsible, still } from './words.ts'

/** One file from its matter's acceptance to today, or to the end of its matter; moved by the module's own rules. */

export type Picture = { id: string; when: 'Before' | 'After'; at: number }
export type Notice = {
  n: number
  notice: rules.Notice
  at: number
  served: number | null
  way: 'handed' | 'posted' | 'left'
}
export type Tale = {
  demo: Demo
  dice: Dice
  matter: DemoMatter
  hazard: rules.Hazard
  notices: Notice[]
  rechecks: rules.Recheck[]
  pictures: Picture[]
  visits: { key: string; due: number; done: number | null; gone: boolean | null }[]
}
type Aim = 'found' | 'notified' | 'fixing' | 'overdue' | 'gone' | 'still'
const aims: Record<Aim, number> = { found: 2, notified: 3, fixing: 5, overdue: 7, gone: 2, still: 2 }

const actOf = ({ demo, matter }: Tale, at: number): rules.Act => ({
  by: matter.assignee,
  at: new Date(at).toISOString(),
  today: demo.zone.day(at),
})
function photo(tale: Tale, when: 'Before' | 'After', at: number): rules.Photo {
  const { demo, dice, matter } = tale
  const id = demo.id(dice, at)
  tale.pictures.push({ id, when, at })
  const point = matter.point && {
    lat: matter.point.lat + dice.whole(-15, 15) / 1e5,
    lon: matter.point.lon + dice.whole(-15, 15) / 1e5,
  }
  return { file: id, point }
}

export function begun(demo: Demo, dice: Dice, matter: DemoMatter): Tale {
  const { id, code, area, extra, place, point, reportedAt } = matter
  const sort = typeof extra.sort === 'string' ? extra.sort : 'other'
  const hazard: rules.Hazard = {
    ...{ id, code, area, sort, place, point, state: 'found', class: null, responsible: null, person: null },
    ...{ notices: 0, due: null, before: null, recheck: null, referredTo: null, closedAt: null },
    ...{ foundAt: reportedAt, updatedAt: reportedAt },
  }
  return { demo, dice, matter, hazard, notices: [], rechecks: [], pictures: [], visits: [] }
}

function notify(tale: Tale, at: number, due: number): void {
  const { demo, dice, hazard } = tale
  const notice: rules.Notice = {
    class: dice.chance(0.18) ? 'major' : 'general',
    responsible: dice.pick(responsible),
    person: null,
    demands: demands[hazard.sort] ?? (demands.other as string),
    due: demo.zone.day(due),
    before: photo(tale, 'Before', at),
  }
  tale.hazard = rules.notify(hazard, actOf(tale, at), notice)
  const way = dice.pick(['handed', 'handed', 'posted', 'left'] as const)
  tale.notices.push({ n: tale.hazard.notices, notice, at, served: null, way })
}
function serve(tale: Tale, at: number, due: number): void {
  tale.hazard = rules.serve(tale.hazard, actOf(tale, at))
  const [notice] = tale.notices.slice(-1)
  if (notice) notice.served = at
  tale.visits.push({ key: `${tale.hazard.id}/${tale.hazard.notices}`, due, done: null, gone: null })
}
function recheck(tale: Tale, at: number, isGone: boolean): void {
  const { dice } = tale
  const words = dice.pick(isGone ? gone : still)
  const looked = { gone: isGone, words, photo: photo(tale, 'After', at), why: null }
  tale.hazard = rules.recheck(tale.hazard, actOf(tale, at), looked, 50)
  if (tale.hazard.recheck) tale.rechecks.push(tale.hazard.recheck)
  const [visit] = tale.visits.slice(-1)
  if (visit) Object.assign(visit, { done: at, gone: isGone })
}

/** Of a matter that somebody works on: anywhere between found and rechecked. */
export function goingOn(tale: Tale, aim?: Aim): void {
  const { demo, dice, matter } = tale
  const from = Date.parse(matter.acceptedAt ?? '')
  const span = demo.now - from
  if (!(span > 5 * hour)) return
  const want = aim ?? dice.weighted(Object.keys(aims) as Aim[], (one) => aims[one])
  if (want === 'found') return
  const at = from + Math.min(span * 0.3, 2 * day)
  const late = want === 'overdue' && demo.zone.day(at + (demo.now - at) * 0.4) < demo.zone.day(demo.now)
  const due = late ? at + (demo.now - at) * 0.4 : demo.now + dice.whole(1, 12) * day
  notify(tale, at, due)
  if (want === 'notified') return
  serve(tale, at + Math.min(hour, span * 0.1), due)
  if (late && tale.hazard.due !== null && tale.hazard.due < demo.zone.day(demo.now))
    tale.hazard = rules.expire(tale.hazard, actOf(tale, demo.now - hour))
  if (want === 'gone' || want === 'still') recheck(tale, demo.now - Math.min(span * 0.1, 3 * hour), want === 'gone')
}
/** Of a matter that is settled: struck off, put right at once, referred; or it never came to a notice. */
export function settled(tale: Tale): void {
  const { dice, matter } = tale
  const [from, to] = [Date.parse(matter.acceptedAt ?? ''), Date.parse(matter.resolvedAt ?? '')]
  const span = to - from
  if (matter.grade === 'procedureEnded' && span > 0) {
    tale.hazard = rules.refer(tale.hazard, actOf(tale, to), dice.pick(['fire', 'urbanManagement', 'power', 'street']))
  } else if (matter.grade !== 'solved' || !(span > hour)) dropped(tale, to)
  else if (span < 1.5 * day || dice.chance(0.25)) cleared(tale, to)
  else {
    const due = from + span * 0.95
    notify(tale, from + span * 0.1, due)
    serve(tale, from + span * 0.15, due)
    recheck(tale, from + span * 0.85, true)
    tale.hazard = rules.strikeOff(tale.hazard, actOf(tale, to), true)
  }
}
function cleared(tale: Tale, at: number): void {
  const words = tale.dice.pick(gone)
  const looked = { words, photo: photo(tale, 'After', at), why: null }
  tale.hazard = rules.clear(tale.hazard, actOf(tale, at), looked, 50)
  if (tale.hazard.recheck) tale.rechecks.push(tale.hazard.recheck)
}
/** Withdrawn, or handed to somebody else. */
export function ended(tale: Tale, at: number): void {
  if (tale.matter.state === 'transferredOut') tale.hazard = rules.refer(tale.hazard, actOf(tale, at), 'other')
  else dropped(tale, at)
}
function dropped(tale: Tale, at: number): void {
  const when = Number.isNaN(at) ? tale.demo.now : at
  tale.hazard = rules.drop(tale.hazard, actOf(tale, when))
}
