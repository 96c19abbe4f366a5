import type { Family } from './states.ts'

/**
 * What a county begins with; it may change all of it. The types are those of the registers in use (domain §9): they name
 * what a dispute is about, never who the people are.
 */
export type Type = { code: string; family: Family; name: string | null; inUse: boolean }

const of = (family: Family, ...codes: string[]): Type[] =>
  codes.map((code) => ({ code, family, name: null, inUse: true }))
export const defaultTypes: readonly Type[] = [
  ...of('familyNeighbour', 'family', 'neighbour', 'housing', 'land'),
  ...of('marriageLove', 'marriage', 'love'),
  ...of('labourDebt', 'wages', 'debt', 'contract', 'economic'),
  ...of('other', 'property', 'construction', 'demolition', 'environment', 'medical', 'traffic', 'workSafety', 'school'),
  ...of(
    'other',
    'village',
    'collective',
    'enforcement',
    'judicial',
    'reform',
    'fishery',
    'consumer',
    'tourism',
    'other',
  ),
]

export type Settings = {
  /** Days after performance on which the parties are asked whether it holds; days 1, 3 and 7 are the matter's own. */
  followUpDays: readonly number[]
}
export const defaultSettings: Settings = { followUpDays: [30] }
