import type { Posting, Role } from '@doorstep/contract'
// Not through the package's front door: browsers load these rules, and would load every schema with it.
import { roles } from '@doorstep/contract/roles.ts'

export type StaffRole = Exclude<Role, 'visitor' | 'resident'>
export const staffRoles = roles.filter((role): role is StaffRole => role !== 'visitor' && role !== 'resident')

/** Who may give which role; the area of the giver's own posting bounds where. What is not named is not given. */
export const mayGrant: Readonly<Partial<Record<Role, readonly StaffRole[]>>> = {
  countyAdmin: staffRoles,
  chief: ['officer', 'auxiliary', 'volunteer', 'gridWorker', 'mediator', 'keeper', 'ally'],
}
/** Digits of the area a role is posted to: 6 county, 9 township or station, 12 community, 15 grid. */
export const levels: Readonly<Record<StaffRole, readonly number[]>> = {
  volunteer: [6, 9, 12, 15],
  gridWorker: [9, 12, 15],
  mediator: [6, 9, 12],
  keeper: [9, 12, 15],
  ally: [6, 9, 12, 15],
  auxiliary: [9, 12, 15],
  officer: [9, 12, 15],
  deputyChief: [6, 9],
  chief: [6, 9],
  commandRoom: [6, 9],
  centreClerk: [6, 9, 12],
  departmentClerk: [6, 9],
  countyAdmin: [6],
  auditor: [6],
}
/** Rows reach these by their unit, so a posting without one would see nothing. */
export const needsUnit: readonly StaffRole[] = ['departmentClerk']

export const covers = (area: string, inner: string): boolean => inner.startsWith(area)

export function canGrant(postings: readonly Posting[], role: string, area: string): boolean {
  return postings.some((own) => mayGrant[own.role]?.some((given) => given === role) && covers(own.area, area))
}

/**
 * May these postings look after a person who holds those? Every one of them must be theirs to give: a chief does not
 * reset the password of an administrator who also serves in the chief's area. Nobody posted: only who grants everything.
 */
export function manages(
  own: readonly Posting[],
  county: number,
  held: readonly { role: string; area: string }[],
): boolean {
  if (held.length === 0) return own.some(({ role, area }) => role === 'countyAdmin' && covers(area, String(county)))
  return held.every(({ role, area }) => canGrant(own, role, area))
}

type Wanted = { role: StaffRole; area: string; unit?: string; from?: string; to?: string }
/** Why a posting cannot be made, as the code of the failure; `null` when it can. */
export function postingProblem(wanted: Wanted, now: string): 'wrongLevel' | 'unitNeeded' | 'wrongDates' | null {
  if (!levels[wanted.role].includes(wanted.area.length)) return 'wrongLevel'
  if (needsUnit.includes(wanted.role) && !wanted.unit) return 'unitNeeded'
  const from = Date.parse(wanted.from ?? now)
  if (wanted.to !== undefined && (Date.parse(wanted.to) <= from || Date.parse(wanted.to) <= Date.parse(now)))
    return 'wrongDates'
  return null
}

type Span = { from: string; to: string | null }
export const holds = (span: Span, now: string): boolean =>
  Date.parse(span.from) <= Date.parse(now) && (span.to === null || Date.parse(span.to) > Date.parse(now))
export const isOver = (span: Span, now: string): boolean => span.to !== null && Date.parse(span.to) <= Date.parse(now)

/** When a posting ends that is asked to end `at`; one that has not begun ends as it begins. `null`: in the past. */
export function endOf(span: Span, at: string | undefined, now: string): string | null {
  const wanted = Date.parse(at ?? now)
  if (wanted < Date.parse(now) - 60_000) return null
  return new Date(Math.max(wanted, Date.parse(span.from))).toISOString()
}

/** Which change of an account's state starts from which. */
export const startsFrom = {
  suspend: ['active', 'invited'],
  restore: ['suspended'],
  invite: ['active', 'invited'],
  post: ['active', 'invited'],
} as const
