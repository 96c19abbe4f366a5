/** 四色: the colour of a matter or of a place. There is no third kind of subject, and never a person or a household. */
export const colours = ['blue', 'yellow', 'orange', 'red'] as const
export type Colour = (typeof colours)[number]
export const subjectKinds = ['matter', 'place'] as const

export const states = ['active', 'ended'] as const
export type State = (typeof states)[number]

/** Why a level is over: nobody confirmed it in time, its matter is closed, or it was taken off step by step. */
export const ends = ['expired', 'closed', 'lowered'] as const
export type End = (typeof ends)[number]

/** Every one of them needs an active level. */
export const verbs = [
  'raise',
  'sign',
  'confirm',
  'proposeLower',
  'agreeLower',
  'refuseLower',
  'object',
  'answer',
] as const
export type Verb = (typeof verbs)[number]

export const rankOf = (colour: Colour): number => colours.indexOf(colour)
export const below = (colour: Colour): Colour | null => colours[rankOf(colour) - 1] ?? null
