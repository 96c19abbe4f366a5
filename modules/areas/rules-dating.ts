/**
 * Areas change: communities are merged, villages become streets, codes are given anew every year. Nothing is deleted: an
 * area has a first and a last day, and the one that ended names the ones that took over. Records keep the code they were
 * written with; `resolve` says where they belong today.
 */
import { isValidCode, levelOf } from './rules.ts'

/** A calendar day, `2026-01-31`. */
export type Day = string

export interface DatedArea {
  code: string
  /** first day on which the area exists */
  validFrom: Day
  /** first day on which it no longer exists; null while it does */
  validTo: Day | null
  /** codes that took over; empty while the area exists, and for an area that ended without heir */
  supersededBy: readonly string[]
}

export type ChangeKind = 'recode' | 'merge' | 'split' | 'regroup'

export interface Change {
  on: Day
  ends: readonly string[]
  begins: readonly string[]
}

export type ChangeProblemCode =
  | 'areas.change.empty'
  | 'areas.change.invalidCode'
  | 'areas.change.repeated'
  | 'areas.change.levelsDiffer'
  | 'areas.change.notInForce'
  | 'areas.change.codeUsed'
  | 'areas.change.endsWithItself'
  | 'areas.change.beforeItBegan'
  | 'areas.change.hasLivingParts'

export interface ChangeProblem {
  code: ChangeProblemCode
  area: string
}

export function isInForce(area: DatedArea, on: Day): boolean {
  return area.validFrom <= on && (area.validTo === null || on < area.validTo)
}

/**
 * One to one is a new code, many to one a merge, one to many a split, many to many borders drawn anew. An area that goes
 * into one that exists already is a merge too.
 */
export function changeKind(change: Change, areas: ReadonlyMap<string, DatedArea>): ChangeKind {
  const [heir, ...more] = change.begins
  if (more.length > 0) return change.ends.length === 1 ? 'split' : 'regroup'
  return change.ends.length > 1 || (heir !== undefined && areas.has(heir)) ? 'merge' : 'recode'
}

/**
 * What speaks against a change, area by area; nothing when it may go ahead. An heir must be new or in force on that day;
 * a code that once ended is never given out again, or old records would move to the wrong place.
 */
export function checkChange(change: Change, areas: ReadonlyMap<string, DatedArea>): ChangeProblem[] {
  const problems: ChangeProblem[] = []
  const add = (code: ChangeProblemCode, area: string) => problems.push({ code, area })
  if (change.ends.length === 0 || change.begins.length === 0) add('areas.change.empty', '')
  const all = [...change.ends, ...change.begins]
  const level = levelOf(all[0] ?? '')
  for (const code of all) {
    if (!isValidCode(code)) add('areas.change.invalidCode', code)
    else if (levelOf(code) !== level) add('areas.change.levelsDiffer', code)
  }
  for (const list of [change.ends, change.begins]) {
    for (const code of new Set(list.filter((one, at) => list.indexOf(one) !== at))) add('areas.change.repeated', code)
  }
  for (const code of new Set(change.ends)) checkEnding(code, change, areas, add)
  for (const code of new Set(change.begins)) {
    const known = areas.get(code)
    if (change.ends.includes(code)) add('areas.change.endsWithItself', code)
    else if (known && !isInForce(known, change.on)) add('areas.change.codeUsed', code)
  }
  return problems
}

function checkEnding(
  code: string,
  change: Change,
  areas: ReadonlyMap<string, DatedArea>,
  add: (code: ChangeProblemCode, area: string) => void,
): void {
  const area = areas.get(code)
  if (!area || !isInForce(area, change.on)) add('areas.change.notInForce', code)
  else if (area.validFrom === change.on) add('areas.change.beforeItBegan', code)
  else for (const part of livingParts(area, change.on, areas)) add('areas.change.hasLivingParts', part.code)
}

function livingParts(area: DatedArea, on: Day, areas: ReadonlyMap<string, DatedArea>): DatedArea[] {
  return [...areas.values()].filter(
    (part) => part.code !== area.code && part.code.startsWith(area.code) && isInForce(part, on),
  )
}

/** The areas as they stand after the change: the ended ones closed and pointing on, the new ones opened. */
export function applyChange(change: Change, areas: ReadonlyMap<string, DatedArea>): DatedArea[] {
  const ended = change.ends.flatMap((code) => {
    const area = areas.get(code)
    return area ? [{ ...area, validTo: change.on, supersededBy: [...change.begins] }] : []
  })
  const begun = change.begins
    .filter((code) => !areas.has(code))
    .map((code) => ({ code, validFrom: change.on, validTo: null, supersededBy: [] }))
  return [...ended, ...begun]
}

/**
 * The codes in force on a day for a code that may have ended: itself, its heirs, or theirs. After a split these are
 * several, and a person (or a point on the map) must choose. Empty where the area ended without heir or is unknown.
 */
export function resolve(code: string, on: Day, areas: ReadonlyMap<string, DatedArea>): string[] {
  const found = new Set<string>()
  const seen = new Set<string>()
  const open = [code]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const area = areas.get(next)
    if (!area || seen.has(next)) continue
    seen.add(next)
    if (isInForce(area, on)) found.add(next)
    else if (area.validTo !== null && area.validTo <= on) open.push(...area.supersededBy)
  }
  return [...found].sort()
}

export type HistoryProblemCode =
  | 'areas.history.heirMissing'
  | 'areas.history.heirEndedBefore'
  | 'areas.history.livesWithHeir'
  | 'areas.history.endsBeforeItBegins'

export interface HistoryProblem {
  code: HistoryProblemCode
  area: string
  heir?: string
}

/** Whether a whole list of areas (an import, a table) is consistent: every heir exists and was there on that day. */
export function checkHistory(areas: ReadonlyMap<string, DatedArea>): HistoryProblem[] {
  return [...areas.values()].flatMap((area) => checkOne(area, areas))
}

function checkOne(area: DatedArea, areas: ReadonlyMap<string, DatedArea>): HistoryProblem[] {
  const { code, validFrom, validTo, supersededBy } = area
  if (validTo === null) return supersededBy.length > 0 ? [{ code: 'areas.history.livesWithHeir', area: code }] : []
  const problems: HistoryProblem[] = []
  if (validTo <= validFrom) problems.push({ code: 'areas.history.endsBeforeItBegins', area: code })
  for (const heir of supersededBy) {
    const other = areas.get(heir)
    if (!other) problems.push({ code: 'areas.history.heirMissing', area: code, heir })
    else if (!isInForce(other, validTo)) problems.push({ code: 'areas.history.heirEndedBefore', area: code, heir })
  }
  return problems
}
