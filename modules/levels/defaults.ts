import type { Colour } from './states.ts'

/**
 * What a county starts with; all of it can be edited, and says where it comes from (S reported by an agency, I our own
 * proposal). Facts are about the matter or the place: what happened there, how often, how many households it touches.
 */

/** Facts that staff state; `count` ones are numbers, the others yes or no. */
export const statedFacts = ['threat', 'violence', 'groupRisk', 'crossDepartment', 'breach'] as const
export const countedFacts = ['reports', 'households', 'failedMediations'] as const
export type StatedFact = (typeof statedFacts)[number]
export type CountedFact = (typeof countedFacts)[number]
export type Facts = { [K in StatedFact]?: boolean } & { [K in CountedFact]?: number } & { overdue?: boolean }

export type Term = { code: string; fact: keyof Facts; atLeast: number; points: number; mark: 'S' | 'I' }
export type Rhythm = { first: number; every: number }
export type Table = {
  /** Points of all terms that hold are added up. */
  terms: readonly Term[]
  /** From so many points on the colour is advised; without points, blue. */
  from: Readonly<Record<Exclude<Colour, 'blue'>, number>>
  /** Days after which a colour is over unless somebody confirms it. */
  expires: Readonly<Record<Colour, number>>
  /** Days between contacts. */
  contact: Readonly<Record<Colour, Rhythm>>
  /** Reports within so many days count. */
  reportDays: number
  /** Hours in which a raise must be signed. */
  signHours: number
}

export const defaults: Table = {
  terms: [
    { code: 'secondReport', fact: 'reports', atLeast: 2, points: 2, mark: 'I' },
    { code: 'thirdReport', fact: 'reports', atLeast: 3, points: 2, mark: 'S' },
    { code: 'failedMediation', fact: 'failedMediations', atLeast: 1, points: 2, mark: 'S' },
    { code: 'failedTwice', fact: 'failedMediations', atLeast: 2, points: 2, mark: 'S' },
    { code: 'threat', fact: 'threat', atLeast: 1, points: 4, mark: 'I' },
    { code: 'households', fact: 'households', atLeast: 3, points: 4, mark: 'I' },
    { code: 'overdue', fact: 'overdue', atLeast: 1, points: 4, mark: 'S' },
    { code: 'breach', fact: 'breach', atLeast: 1, points: 2, mark: 'I' },
    { code: 'violence', fact: 'violence', atLeast: 1, points: 8, mark: 'S' },
    { code: 'groupRisk', fact: 'groupRisk', atLeast: 1, points: 8, mark: 'S' },
    { code: 'crossDepartment', fact: 'crossDepartment', atLeast: 1, points: 8, mark: 'S' },
  ],
  from: { yellow: 2, orange: 4, red: 8 },
  expires: { blue: 180, yellow: 90, orange: 30, red: 14 },
  contact: {
    blue: { first: 7, every: 30 },
    yellow: { first: 14, every: 14 },
    orange: { first: 7, every: 7 },
    red: { first: 1, every: 3 },
  },
  reportDays: 90,
  signHours: 24,
}
