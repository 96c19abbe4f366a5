import type { Instant } from './rules.ts'
import { gramsOf } from './rules-text.ts'

/**
 * How a search of words walks back through the years. The index finds pairs of characters; with the place and the month as
 * further keys it finds them within a span, so that the first page costs the same after ten years as after ten weeks. A
 * rare word is looked for everywhere at once: few matters hold it.
 */

/** The county, the station and the community: a search in one of them leaves all others to the index. */
const placeGramsOf = (area: string): string[] =>
  [6, 9, 12].filter((digits) => area.length >= digits).map((digits) => `@${area.slice(0, digits)}`)
const monthGram = (at: Instant): string => `#${at.slice(0, 7)}`
const yearGram = (at: Instant): string => `#${at.slice(0, 4)}`
const unitGram = (unit: string): string => `~${unit}`

/** Everything that a matter is found by. */
export const searchGramsOf = (matter: {
  code: string
  description: string
  place: string | null
  area: string
  unit: string | null
  reportedAt: Instant
}): string[] => [
  ...gramsOf(`${matter.code} ${matter.description} ${matter.place ?? ''}`),
  ...placeGramsOf(matter.area),
  monthGram(matter.reportedAt),
  yearGram(matter.reportedAt),
  ...(matter.unit ? [unitGram(matter.unit)] : []),
]

/**
 * Keys of what holds all these pairs inside these areas, and in the one department where there is one. Within a station
 * each pair has a key together with it (`matters.search_keys`): lists of that station alone.
 */
export function keysOf(
  pairs: readonly string[],
  county: number,
  areas: readonly string[],
  units: readonly string[] = [],
): string[] {
  const codes = areas.length > 0 ? areas : [String(county)]
  const [first = ''] = codes
  const common = [12, 9].find((digits) =>
    codes.every((code) => code.length >= digits && code.slice(0, digits) === first.slice(0, digits)),
  )
  return [
    ...(common ? pairs.map((pair) => `${pair}${first.slice(0, 9)}`) : [...pairs, `@${county}`]),
    ...(common === 12 ? [`@${first.slice(0, 12)}`] : []),
    ...(units.length === 1 ? [unitGram(units[0] as string)] : []),
  ]
}

/** A span of time, newest end first. `grams` are its months or years; without any it reaches back to the first matter. */
export type Span = { months: number; from: Instant | null; grams: readonly string[] | null }

const back = (at: Instant, months: number): Instant => {
  const day = new Date(at)
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - months, 1)).toISOString()
}
const widths = [2, 6, 24, 72]
const decade = 120
const atOnce = 400
/** Chance is uneven: a span that would hold this much more than is wanted will do. */
const spare = 1.5
/** Of what was not met at all so far nothing is known; half a year without it says that it is rare. */
const silence = 6
/**
 * The span to look through next, from `at` backwards: the first that holds what is wanted if the words go on as often as
 * they did.
 * @param before how many months (a part of one, too) were looked through so far, and how much they held
 * @param wanted rows
 */
export function nextSpan(at: Instant, before: { months: number; found: number }, wanted: number): Span {
  const everything: Span = { months: decade, from: null, grams: null }
  const { found } = before
  const expected = (months: number) => (found / before.months) * months
  const months = widths.find(
    (width) => width > before.months && (found === 0 ? width >= silence : expected(width) >= spare * wanted),
  )
  const rare = found === 0 ? before.months >= silence : expected(decade) <= atOnce
  if (rare || months === undefined) return everything
  if (months <= 6) {
    const grams = Array.from({ length: months }, (_, n) => monthGram(back(at, n)))
    return { months, from: back(at, months - 1), grams }
  }
  const years = Array.from({ length: months / 12 }, (_, n) => String(Number(at.slice(0, 4)) - n))
  return { months, from: `${years.at(-1)}-01-01T00:00:00.000Z`, grams: years.map((year) => yearGram(year)) }
}
