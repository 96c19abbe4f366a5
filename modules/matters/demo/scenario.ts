import type { Dice } from '@doorstep/demo/dice.ts'
import type { Grade } from '../rules.ts'
import type { outsideBodies, units } from '../states.ts'

/** Where it happens; `phrases.ts` of the demo kit fills the slots of each from the grid that was drawn. */
export type PlaceKind = 'home' | 'stairs' | 'yard' | 'street' | 'shop' | 'farm' | 'lane' | 'field' | 'none'

/**
 * One kind of everyday matter with what is said about it, from the report to the result, so that the words of one record
 * fit together. Patterns: `[a|b]` one of them, `{slot}` a word of place, time or thing.
 */
export type Scenario = {
  place: PlaceKind
  weight?: number
  /** only in these months, where the season matters */
  months?: readonly number[]
  hours?: 'night' | 'morning' | 'evening'
  extra: Readonly<Record<string, unknown>> | ((dice: Dice, day: string) => Record<string, unknown>)
  pictures?: readonly string[]
  /** what the person writes */
  say: readonly string[]
  /** what the officer writes down, in the order of the work */
  note: readonly (readonly string[])[]
  task?: readonly string[]
  helped?: readonly string[]
  hand?: { unit: (typeof units)[number]; why: readonly string[]; answer: readonly string[] }
  wait?: readonly string[]
  outside?: { body: (typeof outsideBodies)[number]; why: readonly string[] }
  results: readonly (readonly [Grade, string])[]
  /** several words for things of this scenario only */
  slots?: Readonly<Record<string, readonly string[]>>
}
