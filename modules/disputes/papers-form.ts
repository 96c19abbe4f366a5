import { paper, say, type Teller, word } from './papers.ts'
import { type Count, type Form, formTiers, rateOf, type Span } from './rules-form.ts'

/** The monthly form as a table: on paper and in a workbook, from the same cells. */

export type FormPaper = { month: string; areaName: string; made: string; form: Form }
type Cell = string | number
export type FormTable = { head: string[]; rows: Cell[][] }

const counted = ['found', 'handled', 'settled'] as const
const three = (count: Count): number[] => counted.map((name) => count[name])
const spans: readonly Span[] = ['month', 'year']
const rate = (count: Count): string => {
  const share = rateOf(count)
  return share === null ? '—' : `${share}%`
}

/** By family: each tier of the month and its sum, then the year. */
export function familyTable(ctx: Teller, { families }: Form): FormTable {
  const tiers = [...formTiers.filter((tier) => tier !== 'unsorted'), 'total' as const]
  const head = (span: Span, tier: string) =>
    counted.map((name) =>
      say(ctx, 'form.cell', { span: say(ctx, `form.${span}`), tier, name: say(ctx, `form.${name}`) }),
    )
  return {
    head: [
      say(ctx, 'form.family'),
      ...tiers.flatMap((tier) => head('month', word(ctx, `tiers.${tier}`))),
      say(ctx, 'form.rate'),
      ...head('year', word(ctx, 'tiers.total')),
      say(ctx, 'form.rate'),
    ],
    rows: families.map(({ family, month, year }) => [
      word(ctx, `families.${family}`),
      ...tiers.flatMap((tier) => three(month[tier])),
      rate(month.total),
      ...three(year.total),
      rate(year.total),
    ]),
  }
}
export function scaleTable(ctx: Teller, { scales }: Form): FormTable {
  return {
    head: [
      say(ctx, 'form.scale'),
      ...spans.flatMap((span) =>
        counted.map((name) =>
          say(ctx, 'form.plain', { span: say(ctx, `form.${span}`), name: say(ctx, `form.${name}`) }),
        ),
      ),
    ],
    rows: scales.map(({ scale, month, year }) => [word(ctx, `scales.${scale}`), ...three(month), ...three(year)]),
  }
}

export const formPaper = (ctx: Teller, { month, areaName, made, form }: FormPaper): Promise<Uint8Array> =>
  paper(ctx, { title: formTitle(ctx, month), number: areaName, made, landscape: true }, (page) => {
    const narrow = (page.width - 24) / 17
    const wide = (page.width - 40) / 6
    const set = ({ head, rows }: FormTable, first: number, rest: number, size: number) =>
      page.table(
        head.map((_, at) => (at === 0 ? { width: first } : { width: rest, align: 'centre' as const })),
        head,
        rows.map((cells) => cells.map(String)),
        size,
      )
    set(familyTable(ctx, form), 24, narrow, 7.5)
    set(scaleTable(ctx, form), 40, wide, 8.5)
    page.write(say(ctx, 'form.note'), { size: 8.5 })
    page.space(4)
    page.write(say(ctx, 'form.seal'), { size: 9.5 })
  })
export const formTitle = (ctx: Teller, month: string): string => {
  const [year, number] = month.split('-').map(Number)
  return say(ctx, 'form.title', { year, month: number })
}
