import { Failure } from '@doorstep/contract/failure.ts'
import { type Dispute, fail, type Instant } from './rules.ts'
import { pass, policeFirstInTime, policeFrom, policeSecondInTime, policeTwiceAtMost } from './rules-gates.ts'

/** When a sitting may be planned and held. */

const hours = 3_600_000
const longest = 12 * hours
/** People sit down on the spot, and write it down afterwards. */
const latest = 24 * hours
const earliest = hours

/** As the database keeps it, in UTC. @throws Failure `request.invalid` for a moment that no calendar has */
export function instantOf(typed: string): Instant {
  const at = new Date(typed)
  if (Number.isNaN(at.getTime())) throw new Failure('invalid', 'request.invalid', { reason: 'date' })
  return at.toISOString()
}
/** @throws `disputes.timeWrong` */
export function checkTime({ starts, ends }: { starts: Instant; ends: Instant }, now: Instant): void {
  const [from, to] = [Date.parse(starts), Date.parse(ends)]
  if (to <= from || to - from > longest || from < Date.parse(now) - latest) fail('disputes.timeWrong')
}
export const mayHold = (starts: Instant, at: Instant): boolean => Date.parse(at) >= Date.parse(starts) - earliest

type Sitting = { state: string; starts: Instant; held_at: Instant | null }
export type PoliceTimes = { accepted: Instant; add(from: Instant, which: 'first' | 'second'): Instant }
/**
 * What the police mediate is mediated twice at most, and soon: within three working days, again within seven of the first.
 * @param others the file's other sittings. @throws `disputes.policeTwice`, `disputes.policeFirstLate`, `disputes.policeSecondLate`
 */
export function checkPolice(
  { way, police }: Pick<Dispute, 'way' | 'police'>,
  others: readonly Sitting[],
  starts: Instant,
  times: PoliceTimes,
): void {
  if (way !== 'police') return
  const counted = others.filter(({ state }) => state !== 'cancelled')
  pass(policeTwiceAtMost, { held: counted.length })
  const [first] = counted
  if (first) {
    const until = times.add(first.held_at ?? first.starts, 'second')
    pass(policeSecondInTime, { at: starts, until }, { until })
  } else {
    const until = times.add(policeFrom({ acceptedAt: times.accepted, reportAt: police?.reportAt ?? null }), 'first')
    pass(policeFirstInTime, { at: starts, until }, { until })
  }
}
