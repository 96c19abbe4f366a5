import type { Facts, Table } from './defaults.ts'
import { type Colour, rankOf } from './states.ts'

export type Held = { code: string; value: number; atLeast: number; points: number }
export type Advice = { colour: Colour; points: number; terms: Held[] }

/** Advice, never a decision: every term that counted is named with its value. Pure. */
export function advise(facts: Facts, table: Table): Advice {
  const terms = table.terms.flatMap(({ code, fact, atLeast, points }) => {
    const value = Number(facts[fact] ?? 0)
    return value >= atLeast ? [{ code, value, atLeast, points }] : []
  })
  const points = terms.reduce((sum, term) => sum + term.points, 0)
  const reached = (['red', 'orange', 'yellow'] as const).find((colour) => points >= table.from[colour])
  return { colour: reached ?? 'blue', points, terms }
}

/** A table must still order the colours, or a red would be easier to reach than an orange. */
export const isOrdered = ({ from }: Pick<Table, 'from'>): boolean =>
  from.yellow > 0 && from.yellow < from.orange && from.orange < from.red

export const isHigher = (colour: Colour, than: Colour): boolean => rankOf(colour) > rankOf(than)
