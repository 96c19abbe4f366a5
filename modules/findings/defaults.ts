/**
 * The rules by which what came in several times is proposed as one dispute: about a place and a quarrel, never about who
 * called. A county may change them; each says why it fired.
 */

export const ways = ['spot', 'address'] as const
export type Rule = {
  code: string
  /** The same spot by its point, or the same words for an address. */
  by: (typeof ways)[number]
  /** How near counts as the same spot; unused for addresses. */
  metres: number
  days: number
  /** So many times, this one included. */
  atLeast: number
  /** Only where the family of the quarrel is the same, or one of them is not known. */
  sameFamily: boolean
  on: boolean
}
export type Table = { rules: readonly Rule[] }

export const defaults: Table = {
  rules: [
    { code: 'sameSpot', by: 'spot', metres: 80, days: 90, atLeast: 2, sameFamily: true, on: true },
    { code: 'sameAddress', by: 'address', metres: 0, days: 90, atLeast: 2, sameFamily: true, on: true },
    { code: 'sameWeek', by: 'spot', metres: 40, days: 7, atLeast: 2, sameFamily: false, on: true },
    { code: 'oftenHere', by: 'spot', metres: 80, days: 90, atLeast: 4, sameFamily: false, on: true },
  ],
}
