import { failing } from '@doorstep/contract/failure.ts'
import { failures } from './contract.ts'
import type { Table } from './defaults.ts'
import { type Held, isHigher } from './rules-advice.ts'
import { below, type Colour, type End, type State } from './states.ts'

export const fail = failing(failures)
export type Instant = string
export type Act = { by: string | null; at: Instant }

export type Level = {
  id: string
  area: string
  subjectKind: 'matter' | 'place'
  /** API id of the matter, or the place's own id. */
  subject: string
  /** Kind of the matter; null for a place. */
  kind: string | null
  /** Words for a place; a matter speaks for itself. */
  place: string | null
  point: { lat: number; lon: number } | null
  colour: Colour
  state: State
  reason: string
  decidedBy: string | null
  /** Since when this colour. */
  since: Instant
  /** Orange and red need a leader's name under them; null where none is needed or it is there. */
  signDue: Instant | null
  signedBy: string | null
  signedAt: Instant | null
  expires: Instant
  confirmedAt: Instant | null
  /** What the advice said when it was decided. */
  terms: readonly Held[]
  points: number
  lowering: { to: Colour | null; by: string | null; at: Instant; evidence: string; meeting: string | null } | null
  endedAt: Instant | null
  end: End | null
  updatedAt: Instant
}

const later = (at: Instant, milliseconds: number): Instant => new Date(Date.parse(at) + milliseconds).toISOString()
const days = (count: number): number => count * 86_400_000
const needsSignature = (colour: Colour): boolean => colour === 'orange' || colour === 'red'

/** @throws `levels.ended` */
function active(level: Level, act: Act, change: Partial<Level>): Level {
  return level.state === 'active' ? { ...level, ...change, updatedAt: act.at } : fail('levels.ended')
}
const coloured = (colour: Colour, act: Act, table: Table, signed: boolean) => ({
  colour,
  since: act.at,
  expires: later(act.at, days(table.expires[colour])),
  confirmedAt: null,
  lowering: null,
  signDue: needsSignature(colour) && !signed ? later(act.at, table.signHours * 3_600_000) : null,
  signedBy: needsSignature(colour) && signed ? act.by : null,
  signedAt: needsSignature(colour) && signed ? act.at : null,
})

export type Subject = Pick<Level, 'id' | 'area' | 'subjectKind' | 'subject' | 'kind' | 'place' | 'point'>
export type Decision = { colour: Colour; reason: string; terms: readonly Held[]; points: number }

/** In force at once. @param maySign whether whoever raises may sign this colour as well */
export const begin = (subject: Subject, act: Act, why: Decision, table: Table, maySign: boolean): Level => ({
  ...subject,
  ...why,
  ...coloured(why.colour, act, table, maySign),
  state: 'active',
  decidedBy: act.by,
  endedAt: null,
  end: null,
  updatedAt: act.at,
})
/** @throws `levels.ended`, `levels.notHigher` */
export function raise(level: Level, act: Act, decision: Decision, table: Table, maySign: boolean): Level {
  const { colour, ...why } = decision
  const next = active(level, act, { ...why, decidedBy: act.by, ...coloured(colour, act, table, maySign) })
  return isHigher(colour, level.colour) ? next : fail('levels.notHigher', { colour: level.colour })
}

/** A second name under an orange or a red; never the same one as under the decision. @throws `levels.nothingToSign`, `levels.ownDecision` */
export function sign(level: Level, act: Act): Level {
  const next = active(level, act, { signDue: null, signedBy: act.by, signedAt: act.at })
  if (level.signDue === null) fail('levels.nothingToSign')
  return level.decidedBy === act.by ? fail('levels.ownDecision') : next
}

/** It still holds: the colour lives on for its term. */
export const confirm = (level: Level, act: Act, reason: string, table: Table): Level =>
  active(level, act, {
    reason,
    confirmedAt: act.at,
    expires: later(act.at, days(table.expires[level.colour])),
  })

/** One step down, with evidence; from red only with the record of a meeting. @throws `levels.loweringWaits`, `levels.meetingMissing` */
export function proposeLower(level: Level, act: Act, evidence: string, meeting: string | null): Level {
  const next = active(level, act, {
    lowering: { to: below(level.colour), by: act.by, at: act.at, evidence, meeting },
  })
  if (level.lowering) fail('levels.loweringWaits')
  return level.colour === 'red' && meeting === null ? fail('levels.meetingMissing') : next
}
/** @throws `levels.noLowering`, `levels.ownDecision` */
export function decideLower(level: Level, act: Act, agrees: boolean, reason: string, table: Table): Level {
  const lowering = level.lowering
  active(level, act, {}) // an ended one is told first
  if (!lowering) return fail('levels.noLowering')
  if (lowering.by === act.by) fail('levels.ownDecision')
  if (!agrees) return active(level, act, { lowering: null })
  if (lowering.to === null) return finish(level, act, 'lowered')
  return active(level, act, { reason, decidedBy: act.by, ...coloured(lowering.to, act, table, true) })
}

export const finish = (level: Level, act: Act, end: End): Level =>
  active(level, act, { state: 'ended', end, endedAt: act.at, lowering: null, signDue: null })

/** Nobody has said in time that it still holds. */
export const isExpired = (level: Pick<Level, 'state' | 'expires'>, now: Instant): boolean =>
  level.state === 'active' && level.expires <= now

/** When somebody has to go and look next. @param last the contact before, null right after a change of colour */
export const nextContact = (level: Pick<Level, 'colour' | 'since'>, table: Table, last: Instant | null): Instant => {
  const { first, every } = table.contact[level.colour]
  return last === null ? later(level.since, days(first)) : later(last, days(every))
}
