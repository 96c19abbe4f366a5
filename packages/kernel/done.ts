import type { Posting } from '@doorstep/contract'

/** When something was really done that reaches us later: bounded, and corrected by how far the device's clock is off. */
export type Done = {
  at: string
  /** Seconds by which the device's clock is ahead (negative: behind) of ours. */
  clockOff: number
}

/** Kept answers for repeats last as long; what is older is not taken at its word. */
const farthest = 14 * 86_400_000
/** Sent at once, or nearly: the arrival is the time of the act. */
const atOnce = 60_000

/**
 * What a client without a signal says with what it sends later: `Doorstep-Done-At`, when it was done, and
 * `Doorstep-Device-Now`, what the same clock shows while it is sent. A clock that is two days off is off in both, so the
 * difference is right all the same. Never later than now, never longer ago than two weeks. Staff only: what people do
 * themselves counts when it arrives.
 */
export function doneOf(
  actor: { postings: readonly Posting[] },
  headers: Readonly<Record<string, string | undefined>>,
  now: number,
): Done | null {
  const done = momentOf(headers['doorstep-done-at'])
  const device = momentOf(headers['doorstep-device-now'])
  if (done === null || device === null) return null
  if (!actor.postings.some(({ role }) => role !== 'resident' && role !== 'visitor')) return null
  const off = device - now
  const at = Math.max(now - farthest, Math.min(now, done - off))
  return now - at < atOnce ? null : { at: new Date(at).toISOString(), clockOff: Math.round(off / 1000) }
}

const momentOf = (text: string | undefined): number | null => {
  if (!text || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : at
}
