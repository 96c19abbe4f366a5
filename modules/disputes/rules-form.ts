import { type Family, families, scaleOf, scales, tiers } from './states.ts'

/**
 * The form that counties file each month (domain §21): found, handled and settled by agreement, by family and by the tier
 * that settles it, how many people it was about, and the same since January. Counts come from the database, sums from here.
 */
export const formFamilies = [...families, 'unsorted'] as const
export const formTiers = [...tiers, 'unsorted'] as const
export const formScales = [...scales, 'unsorted'] as const
/** `found` in the span; `handled`: came to an end in it, however; `settled`: of these, by an agreement. */
export type Count = { found: number; handled: number; settled: number }
export type Span = 'month' | 'year'
export type Counted = { family: Family | null; tier: (typeof tiers)[number] | null; people: number | null } & Record<
  Span,
  Count
>
type Tier = (typeof formTiers)[number]
type Cells = Record<Tier | 'total', Count>
export type Form = {
  families: ({ family: (typeof formFamilies)[number] | 'total' } & Record<Span, Cells>)[]
  scales: ({ scale: (typeof formScales)[number] | 'total' } & Record<Span, Count>)[]
}

const none = (): Count => ({ found: 0, handled: 0, settled: 0 })
const cells = (): Cells => ({ village: none(), town: none(), county: none(), unsorted: none(), total: none() })
const add = (to: Count, { found, handled, settled }: Count): void => {
  to.found += found
  to.handled += handled
  to.settled += settled
}

/** What nobody has registered yet stands in `unsorted`, so that every column adds up. */
export function formOf(counted: readonly Counted[]): Form {
  const byFamily = [...formFamilies, 'total' as const].map((family) => ({ family, month: cells(), year: cells() }))
  const byScale = [...formScales, 'total' as const].map((scale) => ({ scale, month: none(), year: none() }))
  for (const { family, tier, people, ...spans } of counted) {
    const scale = people === null ? 'unsorted' : scaleOf(people)
    for (const span of ['month', 'year'] as const) {
      for (const row of byFamily)
        if (row.family === 'total' || row.family === (family ?? 'unsorted')) {
          add(row[span][tier ?? 'unsorted'], spans[span])
          add(row[span].total, spans[span])
        }
      for (const row of byScale) if (row.scale === 'total' || row.scale === scale) add(row[span], spans[span])
    }
  }
  return { families: byFamily, scales: byScale }
}

/** @returns first day of the month, of the year, and of the month after. @param month `2026-03` */
export function daysOf(month: string): { month: string; year: string; end: string } {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const end = number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`
  return { month: `${month}-01`, year: `${year}-01-01`, end }
}
/** Share settled of what was handled, in tenths of a percent; null where nothing was handled: never a division by zero. */
export const rateOf = ({ handled, settled }: Count): number | null =>
  handled === 0 ? null : Math.round((settled * 1000) / handled) / 10
