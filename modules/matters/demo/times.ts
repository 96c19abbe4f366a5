import type { Demo } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'
import { day } from '@doorstep/demo/time.ts'
import type { Scenario } from './scenario.ts'

const months = 14
export const span = Math.round(months * 30.4) * day

/** How many people write at which hour of the day, and later in the evening about what keeps them awake. */
const usual = [1, 0, 0, 0, 0, 1, 3, 8, 14, 16, 15, 12, 9, 8, 11, 12, 12, 12, 13, 14, 14, 11, 7, 3]
const profiles: Readonly<Record<string, readonly number[]>> = {
  night: [6, 2, 1, 0, 0, 1, 2, 6, 8, 5, 3, 2, 2, 2, 2, 2, 2, 3, 4, 6, 10, 16, 18, 14],
  morning: [0, 0, 0, 0, 0, 1, 5, 16, 20, 16, 10, 6, 3, 3, 4, 4, 4, 4, 4, 4, 4, 2, 1, 0],
  evening: [2, 0, 0, 0, 0, 1, 2, 4, 6, 5, 4, 3, 3, 3, 4, 5, 8, 14, 18, 20, 20, 16, 8, 4],
}

/** A moment within that day, never after the end of the history. */
export function hourOfDay({ zone, now }: Demo, dice: Dice, at: number, hours: Scenario['hours']): number {
  const weights = profiles[hours ?? ''] ?? usual
  const hour = dice.weighted([...weights.keys()], (each) => weights[each] ?? 0)
  const moment = zone.atHour(at, hour + dice.next())
  return moment <= now ? moment : zone.atHour(now, 0) + dice.next() * Math.max(now - zone.atHour(now, 0), 1)
}

/** More as the months go by and people come to know it; fewer on Sundays and around the spring festival. */
export function someDay({ zone, now }: Demo, dice: Dice, from: number, to: number): number {
  for (;;) {
    const share = dice.next()
    const at = now - from - (to - from) * share
    const growth = Math.exp((-2.6 * (now - at)) / span)
    const weekday = zone.weekday(at)
    const week = weekday === 0 ? 0.6 : weekday === 6 ? 0.8 : weekday === 1 ? 1 : 0.92
    const festival = ['01-27', '01-28', '01-29', '02-16', '02-17', '02-18'].includes(zone.day(at).slice(5)) ? 0.4 : 1
    if (dice.next() < growth * week * festival) return at
  }
}
