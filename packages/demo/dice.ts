import { randomFrom, shuffled } from '@doorstep/geo/random.ts'

/** Chance that is the same on every machine: all of the demo county is drawn from it. */
export type Dice = {
  /** 0 ≤ n < 1 */
  next(): number
  /** whole number from `least` to `most`, both possible */
  whole(least: number, most: number): number
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
  /** one of the list, the heavier ones more often */
  weighted<T>(list: readonly T[], weight: (one: T) => number): T
  shuffled<T>(list: readonly T[]): T[]
}

/** A stream of its own for every name, so that one module's part does not change another's. */
export function diceOf(seed: number, name: string): Dice {
  let mixed = seed >>> 0
  for (const sign of name) mixed = Math.imul(mixed ^ (sign.codePointAt(0) as number), 0x01000193) >>> 0
  const next = randomFrom(mixed)
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    whole,
    chance: (share) => next() < share,
    pick: <T>(list: readonly T[]) => {
      if (list.length === 0) throw new RangeError('nothing to pick from')
      return list[whole(0, list.length - 1)] as T
    },
    weighted: (list, weight) => weighted(list, weight, next),
    shuffled: (list) => shuffled(list, next),
  }
}

function weighted<T>(list: readonly T[], weight: (one: T) => number, next: () => number): T {
  let rest = next() * list.reduce((sum, one) => sum + weight(one), 0)
  for (const one of list) {
    rest -= weight(one)
    if (rest < 0) return one
  }
  if (list.length === 0) throw new RangeError('nothing to pick from')
  return list[list.length - 1] as T
}
