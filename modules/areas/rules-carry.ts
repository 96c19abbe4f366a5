/**
 * When a community is recoded, merged or split, its grids go with it, and a township takes its communities along: every part
 * gets a new code under the area that takes over, and its old one points there. The plan is complete before anything is
 * written, and it is the same for a trial run.
 */
import { communityKinds, digitsOf, levelOf, parentOf, parseGridCode, townshipKinds } from './rules.ts'
import { applyChange, type Change, checkChange, type DatedArea, isInForce } from './rules-dating.ts'

export type CarryProblem = { code: string; area: string }
export type CarriedChange = { steps: Change[]; problems: CarryProblem[] }
type Areas = ReadonlyMap<string, DatedArea>

/**
 * @param areas everything inside of the area that the change is about, ended areas included
 * @param heirOf which of the new areas a part directly below an ended one belongs to, where there are several
 * @returns the steps in the order in which they can be made: the smallest parts first, the change itself last
 */
export function carry(change: Change, areas: Areas, heirOf: (part: string) => string | undefined): CarriedChange {
  const problems: CarryProblem[] = []
  const moved = new Map<string, string>()
  const taken = (code: string) => areas.has(code) || change.begins.includes(code) || [...moved.values()].includes(code)
  for (const ended of change.ends)
    for (const part of livingParts(ended, change.on, areas)) {
      const above = parentOf(part) as string
      const heir = above === ended ? (change.begins.length === 1 ? change.begins[0] : heirOf(part)) : moved.get(above)
      const code = heir && freeCode(part, heir, taken)
      if (code) moved.set(part, code)
      else problems.push({ code: 'areas.change.partUnplaced', area: part })
    }
  const steps = [...moved]
    .sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1))
    .map(([from, to]): Change => ({ on: change.on, ends: [from], begins: [to] }))
  steps.push(change)
  return { steps, problems: [...problems, ...checkSteps(steps, areas)] }
}

/** In the order of the codes, so that what is above comes first. */
function livingParts(code: string, on: string, areas: Areas): string[] {
  return [...areas.values()]
    .filter((area) => area.code !== code && area.code.startsWith(code) && isInForce(area, on))
    .map((area) => area.code)
    .sort()
}

function checkSteps(steps: readonly Change[], areas: Areas): CarryProblem[] {
  const after = new Map(areas)
  const problems: CarryProblem[] = []
  for (const step of steps) {
    const found = checkChange(step, after)
    problems.push(...found)
    if (found.length === 0) for (const area of applyChange(step, after)) after.set(area.code, area)
  }
  for (const { begins, on } of steps)
    for (const code of begins) {
      const above = after.get(parentOf(code) ?? '')
      if (!above || !isInForce(above, on)) problems.push({ code: 'areas.change.parentMissing', area: code })
    }
  return problems
}

/** The part's own number under its new parent if it is free, else the next free one of the same kind. */
export function freeCode(part: string, parent: string, taken: (code: string) => boolean): string | undefined {
  const own = parent + part.slice(parent.length)
  if (part.length === parent.length + 3 && !taken(own)) return own
  for (const number of numbersLike(part)) if (!taken(parent + number)) return parent + number
  return undefined
}

/** All three-digit numbers of the part's kind at its level. */
function numbersLike(part: string): string[] {
  const number = Number(part.slice(-3))
  const grid = parseGridCode(part)
  const table = part.length === digitsOf.community ? communityKinds : townshipKinds
  const range = grid
    ? { from: Number(part.slice(12, 13)) * 100 + 1, to: Number(part.slice(12, 13)) * 100 + 99 }
    : table.find(({ from, to }) => number >= from && number <= to)
  if (!range || levelOf(part) === undefined) return []
  return Array.from({ length: range.to - range.from + 1 }, (_, at) => String(range.from + at).padStart(3, '0'))
}
