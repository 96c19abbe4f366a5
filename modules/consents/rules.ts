/** What is decided without looking anything up; the server and the screens read the same. Browser-safe. */

export const ways = ['screen', 'present', 'phone', 'paper'] as const
export type Way = (typeof ways)[number]

/** A consent that was taken back by a slip of the thumb is back with a tap; later it is given anew, with its words. */
const undoMs = 24 * 3_600_000
export const undoUntil = (withdrawnAt: string): string => new Date(Date.parse(withdrawnAt) + undoMs).toISOString()
export const mayRestore = (consent: { withdrawnAt: string | null }, now: string): boolean =>
  consent.withdrawnAt !== null && undoUntil(consent.withdrawnAt) > now
