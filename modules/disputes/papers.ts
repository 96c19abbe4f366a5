import type { Ctx } from '@doorstep/kernel'
import { type Flow, flow, openPdf, type Pdf } from '@doorstep/pdf'

/** What a paper needs of its asker. */
export type Teller = Pick<Ctx, 'say' | 'settings'>

/** What all papers of this module have in common. They are in Chinese whoever asks: a court reads them. */
export const say = (ctx: Teller, key: string, data: Record<string, unknown> = {}): string =>
  ctx.say(`disputes.papers.${key}`, data, 'zh-CN')
/** Words of a code, as the screens have them. */
export const word = (ctx: Teller, key: string): string => ctx.say(`disputes.${key}`, {}, 'zh-CN')
export const grey = '#5b6470'

export const yuan = (cents: number): string =>
  `${Math.trunc(cents / 100).toLocaleString('en-US')}.${String(Math.abs(cents) % 100).padStart(2, '0')}`
/** 2026 年 3 月 5 日 */
export const dateOf = (ctx: Teller, day: string): string => {
  const [year, month, date] = day.split('-').map(Number)
  return say(ctx, 'date', { year, month, date })
}
/** 2026-03-05 16:20 in the county's time. */
export const timeOf = (ctx: Teller, instant: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: ctx.settings.zone, dateStyle: 'short', timeStyle: 'short' }).format(
    new Date(instant),
  )
export const dayIn = (ctx: Teller, instant: string): string => timeOf(ctx, instant).slice(0, 10)

/** A page with its title, filled by `write`, with its number at the foot. @param made what the file says it was made at */
export async function paper(
  ctx: Teller,
  { title, number, made, landscape = false }: { title: string; number?: string; made: string; landscape?: boolean },
  write: (page: Flow, pdf: Pdf) => void | Promise<void>,
): Promise<Uint8Array> {
  const pdf = await openPdf({ title, author: say(ctx, 'author'), made })
  const page = flow(pdf, landscape ? { format: [297, 210], left: 15 } : {})
  page.write(title, { size: 18, weight: 'bold', align: 'centre', gap: 3 })
  if (number) page.write(say(ctx, 'number', { number }), { size: 9.5, colour: grey, align: 'right', gap: 3 })
  await write(page, pdf)
  page.foot((n, of) => say(ctx, 'page', { n, of, number: number ?? '' }))
  return pdf.finish()
}
export const heading = (page: Flow, words: string): void => page.write(words, { size: 12, weight: 'bold', gap: 1 })
/** A paragraph as Chinese sets it: two signs in from the edge. */
export const paragraph = (page: Flow, words: string): void =>
  page.write(
    words
      .split('\n')
      .map((line) => `　　${line}`)
      .join('\n'),
    { gap: 2.4 },
  )
