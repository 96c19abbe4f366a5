/** How people come in: spans, limits and the shapes of what they type. Browser-safe. */
const day = 86_400_000
/** A session ends when it was not used for `idle`, and after `whole` in any case. Staff tablets may be without a signal for days. */
const sessionSpan = {
  staff: { idle: 14 * day, whole: 60 * day },
  resident: { idle: 90 * day, whole: 365 * day },
} as const
export const sessionSpanOf = (staff: boolean) => (staff ? sessionSpan.staff : sessionSpan.resident)

/** Five wrong passwords within a quarter of an hour close the account's door for another quarter. */
const passwordTries = { most: 5, windowMs: 15 * 60_000, lockMs: 15 * 60_000 } as const
/**
 * A code opens once, for five minutes, after at most five tries, in the browser that asked for it. A number gets at most
 * so many, and of them a line that never came in with it `perLineAndDay`: a stranger alone cannot use them up. `perHourInAll` bounds what the whole server sends, and with it what guessing can win: tries × codes ÷ 10⁶.
 */
export const phoneCode = {
  validMs: 5 * 60_000,
  tries: 5,
  betweenMs: 60_000,
  perHour: 5,
  perDay: 10,
  perLineAndDay: 3,
  perHourInAll: 3000,
} as const
export const invitationMs = 7 * day
/** Of the privacy notice; a new text is a new version, and is agreed to anew. */
export const privacyVersion = '2026-11'

export type Attempt = { fails: number; since: string; lockedUntil: string | null }
export const isLocked = (attempt: Attempt | undefined, now: number): boolean =>
  attempt?.lockedUntil != null && Date.parse(attempt.lockedUntil) > now

/** Minutes until a locked name may try again, at least one. */
export const minutesLocked = (attempt: Attempt | undefined, now: number): number =>
  Math.max(1, Math.ceil((Date.parse(attempt?.lockedUntil ?? '') - now) / 60_000) || 1)

/** What one more wrong password makes of the count. */
export function nextAttempt(attempt: Attempt | undefined, now: number): Attempt {
  const at = new Date(now).toISOString()
  const fresh = attempt && !attempt.lockedUntil && Date.parse(attempt.since) > now - passwordTries.windowMs
  const fails = (fresh ? attempt.fails : 0) + 1
  const lockedUntil = fails >= passwordTries.most ? new Date(now + passwordTries.lockMs).toISOString() : null
  return { fails, since: fresh ? attempt.since : at, lockedUntil }
}

/** Why no code may be sent now, from the times of those that were: seconds to wait, or 0. */
export function waitForCode(sentAt: readonly string[], now: number): number {
  const ages = sentAt.map((at) => now - Date.parse(at)).sort((a, b) => a - b)
  const waits = [
    phoneCode.betweenMs - (ages[0] ?? Number.POSITIVE_INFINITY),
    3_600_000 - (ages[phoneCode.perHour - 1] ?? Number.POSITIVE_INFINITY),
    day - (ages[phoneCode.perDay - 1] ?? Number.POSITIVE_INFINITY),
  ]
  return Math.max(0, Math.ceil(Math.max(...waits) / 1000))
}

/** As people type it: user names are lower case; full-width digits and spaces of a Chinese keyboard are forgiven. */
export const normalUsername = (typed: string): string => typed.normalize('NFKC').trim().toLowerCase()

/** A password long enough; not the user name, not one sign over and over, not a run of digits. Length beats rules of composition. */
export function passwordWeakness(password: string, username: string): 'short' | 'name' | 'plain' | null {
  const text = password.normalize('NFKC')
  if ([...text].length < 10) return 'short'
  if (username.length >= 4 && text.toLowerCase().includes(username)) return 'name'
  if (new Set(text).size < 4 || '01234567890123456789'.includes(text) || '98765432109876543210'.includes(text))
    return 'plain'
  return null
}

/** Browser and system of a session in a few words, so that people recognise their own devices; nothing finer is kept. */
export function deviceOf(userAgent: string | undefined): string {
  const agent = userAgent ?? ''
  const first = (table: readonly (readonly [RegExp, string])[]) => table.find(([sign]) => sign.test(agent))?.[1]
  const browser = first([
    [/MicroMessenger/, 'WeChat'],
    [/Edg/, 'Edge'],
    [/Firefox|FxiOS/, 'Firefox'],
    [/Chrome|CriOS/, 'Chrome'],
    [/Safari/, 'Safari'],
  ])
  const system = first([
    [/HarmonyOS/, 'HarmonyOS'],
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iOS'],
    [/Windows/, 'Windows'],
    [/Mac OS/, 'macOS'],
    [/Linux/, 'Linux'],
  ])
  return [browser, system].filter(Boolean).join(' · ')
}
