import type { State } from './states.ts'

/** How long the words of a matter are kept after it is closed, and what of it goes when the person wants to be forgotten. */

export type Keeping = { keepDays: number; least: number; most: number }
/** Domain Part C 17: consultation one year, help event 90 days, dispute three years after closing, then only counts. */
export const keepings = {
  consultation: { keepDays: 365, least: 90, most: 365 },
  help: { keepDays: 90, least: 30, most: 180 },
  dispute: { keepDays: 1095, least: 365, most: 1095 },
} as const satisfies Record<string, Keeping>
export type KeepingCode = keyof typeof keepings

const short: Readonly<Record<string, KeepingCode>> = {
  consult: 'consultation',
  suggestion: 'consultation',
  praise: 'consultation',
  appointment: 'consultation',
  help: 'help',
  lostItem: 'help',
}
/** A kind that nobody thought of is kept like a dispute: nothing is lost too early. */
export const keepingOf = (kind: string): KeepingCode => short[kind] ?? 'dispute'

/** Days for which the words of a kind are kept after closing, from what the county keeps how long. */
export const keptDaysOf = (keeps: ReadonlyMap<string, number>, kind: string): number =>
  keeps.get(`matters.${keepingOf(kind)}`) ?? keepings[keepingOf(kind)].keepDays

/** Nothing more is done in these, so the person's name and number are not needed any more. */
export const settledStates: readonly State[] = ['archived', 'withdrawn', 'transferredOut']
export const isSettled = (state: State): boolean => settledStates.includes(state)

/** What of a step's data may stay without its words: codes, times and accounts of staff. */
export const countedData = [
  ...(['due', 'unit', 'body', 'grade', 'days', 'rating', 'day', 'outcome', 'supervision', 'because', 'area'] as const),
  ...(['areaName', 'account', 'accountRole', 'reopened'] as const),
]

/** Takes the person's name and number out of what others wrote. Names of one character are left: they stand in other words. */
export function scrub<T extends string | null>(text: T, secrets: readonly string[]): T {
  if (text === null) return text
  return secrets
    .filter((secret) => [...secret].length > 1)
    .reduce<string>((words, secret) => words.replaceAll(secret, '＊＊'), text) as T
}
