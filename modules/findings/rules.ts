import { failing } from '@doorstep/contract/failure.ts'
import { distance } from '@doorstep/geo/measure.ts'
import type { Rule, Table } from './defaults.ts'
import { failures } from './failures.ts'
import { type Family, type Move, moves, type Source, type State } from './states.ts'

export const fail = failing(failures)
export type Instant = string

/** One thing that came in about a quarrel at a place. Who said it is not part of it. */
export type Sign = {
  id: string
  source: Source
  /** The call, the visit or the matter that it is. */
  ref: string
  area: string
  family: Family | null
  place: string | null
  placeKey: string | null
  point: { lat: number; lon: number } | null
  at: Instant
  proposal: string | null
  /** The matter it belongs to by now. */
  matter: string | null
}
export type Because = { code: string; count: number; days: number; metres: number | null; atLeast: number }
export type Proposal = {
  id: string
  area: string
  state: State
  family: Family | null
  place: string | null
  point: { lat: number; lon: number } | null
  because: readonly Because[]
  count: number
  /** A matter among what came in, or what it became. */
  matter: string | null
  newestAt: Instant
  decidedBy: string | null
  decidedAt: Instant | null
  reason: string | null
  updatedAt: Instant
}

/** The same words for an address, however they are spaced or written: `3号楼 2单元` and `3 号楼2单元`. */
export function placeKeyOf(place: string | null): string | null {
  const key = (place ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]/gu, '')
  return [...key].length >= 4 ? key : null
}

const dayMs = 86_400_000
const isNear = (rule: Rule, a: Sign, b: Sign): boolean =>
  rule.by === 'address'
    ? a.placeKey !== null && a.placeKey === b.placeKey
    : a.point !== null && b.point !== null && distance(a.point, b.point) <= rule.metres
const isSameFamily = (a: Sign, b: Sign): boolean => a.family === null || b.family === null || a.family === b.family

/** Which of the others a rule takes for the same as this one. */
const sameBy = (rule: Rule, sign: Sign, others: readonly Sign[]): Sign[] =>
  others.filter(
    (other) =>
      other.id !== sign.id &&
      Math.abs(Date.parse(sign.at) - Date.parse(other.at)) <= rule.days * dayMs &&
      isNear(rule, sign, other) &&
      (!rule.sameFamily || isSameFamily(sign, other)),
  )

export type Fired = { because: Because[]; signs: Sign[] }
/**
 * What the rules say of one sign among the others: which fired, by how much, and what belongs together; null where none
 * did, or where all of it is one matter already.
 */
export function fire(sign: Sign, others: readonly Sign[], { rules }: Table): Fired | null {
  const because: Because[] = []
  const together = new Map([[sign.id, sign]])
  for (const rule of rules) {
    const same = rule.on ? sameBy(rule, sign, others) : []
    if (same.length + 1 < rule.atLeast) continue
    const { code, by, days, atLeast } = rule
    because.push({ code, count: same.length + 1, days, metres: by === 'spot' ? rule.metres : null, atLeast })
    for (const each of same) together.set(each.id, each)
  }
  const signs = [...together.values()].sort((a, b) => a.at.localeCompare(b.at))
  const matters = new Set(signs.map(({ matter }) => matter))
  const settled = matters.size === 1 && !matters.has(null)
  return because.length === 0 || settled ? null : { because, signs }
}

/** What is said of a group by its newest: where, of which family, and a matter that is there already. */
export function described(signs: readonly Sign[]) {
  const newest = signs.reduce((a, b) => (b.at > a.at ? b : a))
  const families = signs.map(({ family }) => family).filter((family) => family !== null)
  return {
    area: newest.area,
    place: newest.place ?? signs.findLast(({ place }) => place !== null)?.place ?? null,
    point: newest.point ?? signs.findLast(({ point }) => point !== null)?.point ?? null,
    family: families.at(-1) ?? null,
    matter: signs.findLast(({ matter }) => matter !== null)?.matter ?? null,
    newestAt: newest.at,
    count: signs.length,
  }
}

export type Act = { by: string | null; at: Instant }
/** @throws `findings.wrongState` */
function move(proposal: Proposal, what: Move, act: Act, change: Partial<Proposal>): Proposal {
  if (!(moves[what].from as readonly State[]).includes(proposal.state))
    fail('findings.wrongState', { state: proposal.state })
  return { ...proposal, ...change, state: moves[what].to, decidedBy: act.by, decidedAt: act.at, updatedAt: act.at }
}
export const confirm = (proposal: Proposal, act: Act, matter: string): Proposal =>
  move(proposal, 'confirm', act, { matter })
export const link = (proposal: Proposal, act: Act, matter: string, reason: string | null): Proposal =>
  move(proposal, 'link', act, { matter, reason })
export const dismiss = (proposal: Proposal, act: Act, reason: string): Proposal =>
  move(proposal, 'dismiss', act, { reason, matter: null })
export const lapse = (proposal: Proposal, act: Act): Proposal => move(proposal, 'lapse', act, {})

/** Those that were chosen, or all of them. @throws `findings.nothingLeft` */
export function chosen(signs: readonly Sign[], ids: readonly string[] | undefined): Sign[] {
  const found = ids === undefined ? [...signs] : signs.filter(({ id }) => ids.includes(id))
  return found.length > 0 ? found : fail('findings.nothingLeft')
}

/** Every code once; a rule about a spot needs a distance. */
export const isWhole = ({ rules }: Table): boolean =>
  new Set(rules.map(({ code }) => code)).size === rules.length &&
  rules.every(({ by, metres }) => by === 'address' || metres > 0)
/** The longest look back that any rule asks for. */
export const longest = ({ rules }: Table): number =>
  Math.max(1, ...rules.filter(({ on }) => on).map(({ days }) => days))
export const widest = ({ rules }: Table): number =>
  Math.max(1, ...rules.filter(({ on, by }) => on && by === 'spot').map(({ metres }) => metres))
