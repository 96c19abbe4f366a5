import type { Channel, State } from './rules-kinds.ts'

/** When something is tried again, and when no more. Pure; times are milliseconds. */

/** How one attempt went. `code` has words under `trouble`; `answer` is what the other side said. */
export type Outcome =
  | { kind: 'sent' }
  /** There is nobody to send it to: not tried at all. */
  | { kind: 'void'; code: string }
  /** The other side has no such place any more: it is forgotten. */
  | { kind: 'gone'; code: string; answer?: string }
  /** It will say the same next time: somebody has to put something right. */
  | { kind: 'refused'; code: string; answer?: string }
  /** Not now. Costs no attempt: the other side counts, we wait. */
  | { kind: 'later'; code: string; wait: number; answer?: string }
  /** It certainly did not arrive. */
  | { kind: 'failed'; code: string; wait?: number; answer?: string }
  /** All of it was sent, and no answer came. */
  | { kind: 'unclear'; code: string; answer?: string }

const second = 1000
export const minute = 60 * second
const hour = 60 * minute
export const attemptsAtMost = 8
/** News older than this is none: whoever was not told by then reads it in the inbox. */
export const oldest = 48 * hour
const first = 30 * second
const longest = 2 * hour
/** Longer than any call waits, so that only the dead lose a lease. */
export const leaseFor = 2 * minute

/** Receivers that drop repeats: a push message replaces the one with its topic, a gateway knows the id. Chat groups show both. */
const dropsRepeats = (channel: Channel): boolean => channel === 'push' || channel === 'sms'

/** 30 s, 1 min, 2 min … 32 min, give or take a fifth, so that what failed together does not come back together. */
export const backOff = (attempt: number, random: number): number =>
  Math.round(Math.min(longest, first * 2 ** (attempt - 1)) * (0.8 + 0.4 * random))

/** `Retry-After`: seconds or a date. @returns milliseconds; what is nonsense or in the past is none, more than six hours is six */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (!header) return undefined
  const isDate = / GMT$/.test(header.trim()) // Date.parse also takes "-5" for a day
  const wait = /^\d{1,9}$/.test(header.trim()) ? Number(header) * second : isDate ? Date.parse(header) - now : 0
  return Number.isFinite(wait) && wait > 0 ? Math.min(wait, 6 * hour) : undefined
}

export type Next = { state: State; attempts: number; dueAt: number | null; trouble: string | null }

/** What follows from one attempt. @param delivery as it was when claimed; `attempts` does not count this one yet */
export function next(
  delivery: { channel: Channel; attempts: number; askedAt: number },
  outcome: Outcome,
  now: number,
  random: number,
): Next {
  const attempts = delivery.attempts + 1
  const over = (state: State, trouble: string | null): Next => ({ state, attempts, dueAt: null, trouble })
  const again = (code: string, wait: number): Next => {
    if (attempts >= attemptsAtMost) return over('dead', code)
    return { state: 'waiting', attempts, dueAt: now + wait, trouble: code }
  }
  if (outcome.kind === 'sent') return over('sent', null)
  if (outcome.kind === 'gone' || outcome.kind === 'void') return over('dropped', outcome.code)
  if (outcome.kind === 'refused') return over('dead', outcome.code)
  if (outcome.kind === 'later')
    return now + outcome.wait - delivery.askedAt > oldest
      ? { ...over('dead', outcome.code), attempts: delivery.attempts }
      : { state: 'waiting', attempts: delivery.attempts, dueAt: now + outcome.wait, trouble: outcome.code }
  if (outcome.kind === 'failed') return again(outcome.code, Math.max(backOff(attempts, random), outcome.wait ?? 0))
  // Unclear: sent again by itself only where a repeat does not show.
  return dropsRepeats(delivery.channel)
    ? again(outcome.code, backOff(attempts, random))
    : over('doubtful', outcome.code)
}

/** Whoever claimed it has died, perhaps after sending: the same as no answer. */
export const leaseLost = { kind: 'unclear', code: 'workerLost' } as const satisfies Outcome
