import { splitId } from '@doorstep/contract'
import type { Demo, DemoMatter, DemoVisit } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'
import { day, hour, iso } from '@doorstep/demo/time.ts'
import { defaults } from '../defaults.ts'
import type * as rules from '../rules.ts'
import { said } from './words.ts'

export type Row = Record<string, unknown>
export type Told = { row: Row; changes: Row[]; objections: Row[]; visits: DemoVisit[] }
/** One level on its way, with everything that was decided about it. */
export type Tale = {
  demo: Demo
  dice: Dice
  matter: DemoMatter
  /** accounts of whoever handles it, and of the leaders of the place */
  staff: { officer: string; leader: string; chief: string }
  level: rules.Level
  changes: Row[]
  objections: Row[]
}
const uuid = (id: string): string => splitId(id).uuid
const fresh = ({ demo, dice }: Tale, at: number): string => uuid(demo.id(dice, at))
export const actOf = (by: string | null, at: number): rules.Act => ({ by, at: iso(at) })

export function decided(
  tale: Tale,
  verb: string,
  by: string | null,
  at: number,
  reason: string | null,
  level: rules.Level,
): void {
  tale.level = level
  tale.changes.push({
    ...{ county: tale.demo.county, level: uuid(level.id), id: fresh(tale, at), at: iso(at) },
    ...{ verb, colour: level.colour, by_account: by, reason },
  })
}

/** @param answered Unix milliseconds, null while the person waits */
export function objected(tale: Tale, text: string, at: number, answered: number | null): void {
  const { vault } = tale.demo.parts
  tale.objections.push({
    ...{ county: tale.demo.county, level: uuid(tale.level.id), id: fresh(tale, at), at: iso(at) },
    due: iso(at + 7 * day),
    text: vault.seal(text),
    answer: answered === null ? null : vault.seal(said.answer),
    answered_at: answered === null ? null : iso(answered),
    answered_by: answered === null ? null : tale.staff.chief,
  })
  decided(tale, 'object', tale.matter.reporter, at, null, tale.level)
  if (answered !== null) decided(tale, 'answer', tale.staff.chief, answered, null, tale.level)
}

/** The contacts that the colour asked for until now, and the next one while it is in force. */
function contactsOf({ demo, dice, matter, level, staff }: Tale): DemoVisit[] {
  const { first, every } = defaults.contact[level.colour]
  const since = Date.parse(level.since)
  const until = level.endedAt ? Date.parse(level.endedAt) : demo.now
  const visit = (due: number, done: number | null): DemoVisit => ({
    ...{ area: level.area, purpose: 'contact', source: 'levels', subject: matter.id, due, done },
    key: `${level.id}/${level.colour}/${demo.zone.day(due)}`,
    task: `levels.tasks.${level.colour}`,
    assignee: staff.officer,
    outcome: done === null ? null : dice.weighted(['good', 'concern'] as const, (one) => (one === 'good' ? 4 : 1)),
    ...(done === null ? {} : { note: dice.pick(said.visits) }),
  })
  const visits: DemoVisit[] = []
  let due = since + first * day
  for (; due < until - 6 * hour; due += every * day) {
    const missed = level.state === 'active' && due + every * day >= until && dice.chance(0.15)
    visits.push(visit(due, missed ? null : demo.zone.atHour(due, 9 + dice.next() * 8)))
  }
  if (level.state === 'active') visits.push(visit(Math.max(due, demo.now), null))
  return visits
}

export function toldOf(tale: Tale): Told {
  const { level, demo } = tale
  const row = {
    ...{ county: demo.county, id: uuid(level.id), area: level.area, subject_kind: level.subjectKind },
    ...{ subject: uuid(level.subject), kind: level.kind, place: level.place, lat: null, lon: null },
    ...{ colour: level.colour, state: level.state, reason: level.reason, decided_by: level.decidedBy },
    ...{ since: level.since, sign_due: level.signDue, signed_by: level.signedBy, signed_at: level.signedAt },
    ...{ expires: level.expires, confirmed_at: level.confirmedAt, terms: level.terms, points: level.points },
    ...{ lowering: level.lowering, ended_at: level.endedAt, ended_by: level.end, updated_at: level.updatedAt },
  }
  return { row, changes: tale.changes, objections: tale.objections, visits: contactsOf(tale) }
}
