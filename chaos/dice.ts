/** The same numbers for the same seed: what is killed and when can be tried again. (mulberry32, public domain) */
export type Dice = {
  /** from 0 to below 1 */
  next(): number
  between(from: number, to: number): number
  one<T>(of: readonly T[]): T
  /** Dice of its own for somebody who rolls at the same time. */
  another(): Dice
}
export function diceOf(seed: number): Dice {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    between: (from, to) => from + next() * (to - from),
    one: (of) => of[Math.floor(next() * of.length)] as (typeof of)[number],
    another: () => diceOf(Math.floor(next() * 2 ** 32)),
  }
}
