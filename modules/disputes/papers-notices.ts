import { dateOf, dayIn, heading, paper, paragraph, say, type Teller } from './papers.ts'

/** What is handed to parties: their rights before they begin, the other ways when it ends. */

/** People's Mediation Law, art. 3, 4, 23, 33: read before the first session. */
export const rightsPaper = (ctx: Teller, { code, at }: { code: string; at: string }): Promise<Uint8Array> =>
  paper(ctx, { title: say(ctx, 'rights.title'), number: code, made: at }, (page) => {
    paragraph(page, say(ctx, 'rights.lead'))
    heading(page, say(ctx, 'rights.yours'))
    for (const n of ['free', 'voluntary', 'mediator', 'open', 'will', 'court', 'minor', 'language'] as const)
      paragraph(page, say(ctx, `rights.${n}`))
    heading(page, say(ctx, 'rights.duties'))
    paragraph(page, say(ctx, 'rights.truth'))
    paragraph(page, say(ctx, 'rights.data'))
    page.space(6)
    page.write(say(ctx, 'rights.read'), { gap: 4 })
    page.write(dateOf(ctx, dayIn(ctx, at)), { align: 'right' })
  })

export const whys = ['refused', 'failed', 'breached'] as const
/** People's Mediation Law, art. 26: mediation ends, the other ways are told. @param words what was said to these parties, if it is on record */
export const waysPaper = (
  ctx: Teller,
  { code, at, why, words }: { code: string; at: string; why: (typeof whys)[number]; words: string | null },
): Promise<Uint8Array> =>
  paper(ctx, { title: say(ctx, 'ways.title'), number: code, made: at }, (page) => {
    paragraph(page, say(ctx, `ways.${why}`))
    heading(page, say(ctx, 'ways.which'))
    for (const n of ['arbitration', 'administrative', 'court', 'aid'] as const) paragraph(page, say(ctx, `ways.${n}`))
    if (words !== null) {
      heading(page, say(ctx, 'ways.told'))
      paragraph(page, words)
    }
    paragraph(page, say(ctx, 'ways.free'))
    page.write(dateOf(ctx, dayIn(ctx, at)), { align: 'right' })
  })
