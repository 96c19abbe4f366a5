import type { Ctx } from '@doorstep/kernel'
import { openPdf } from '@doorstep/pdf'

/** The notice to put a hazard right (整改通知书), one A4 sheet for who must do it and a stub for the one who hands it over. */

export type NoticePaper = {
  number: string
  responsible: string
  person: string | null
  sort: string
  class: string
  place: string
  demands: string
  due: string
  issued: string
  issuer: string
}
const left = 25
const width = 160
const ink = '#1b1f24'
const grey = '#5b6470'

export async function noticePdf(ctx: Ctx, paper: NoticePaper): Promise<Uint8Array> {
  const say = (key: string, data?: Record<string, unknown>) => ctx.say(`hazards.notice.${key}`, data)
  const pdf = await openPdf({ title: `${say('title')} ${paper.number}`, author: say('author'), made: ctx.now() })
  const sheet = pdf.sheet('a4')
  let y = 26
  const write = (words: string, style: Partial<Parameters<typeof sheet.text>[2]> & { gap?: number } = {}) => {
    const { gap = 2, ...look } = style
    y += sheet.text(words, { x: left, y, width }, { size: 12, colour: ink, leading: 1.7, ...look }) + gap
  }
  write(say('title'), { size: 22, weight: 'bold', align: 'centre', gap: 3 })
  write(say('number', { number: paper.number }), { align: 'right', size: 11, colour: grey, gap: 6 })
  write(paper.person ? `${paper.responsible}（${paper.person}）：` : `${paper.responsible}：`, {
    weight: 'bold',
    gap: 3,
  })
  write(say('found', { place: paper.place, sort: paper.sort, class: paper.class }), { gap: 3 })
  write(say('demand', { day: paper.due }), { gap: 2 })
  write(paper.demands, { gap: 4, maxLines: 16 })
  write(say('recheck'), { gap: 10 })
  write(say('issuedBy', { name: paper.issuer }), { align: 'right' })
  write(paper.issued, { align: 'right', gap: 12 })
  sheet.line({ x: left, y }, { x: left + width, y }, { colour: grey, width: 0.2, dash: [1.5, 1.5] })
  y += 6
  write(say('receipt', { number: paper.number }), { size: 11, gap: 8 })
  for (const line of ['signedBy', 'signedOn', 'witness'] as const) {
    write(say(line), { size: 11, gap: 0 })
    sheet.line({ x: left + 44, y: y - 1 }, { x: left + 120, y: y - 1 }, { colour: grey, width: 0.2 })
    y += 6
  }
  return pdf.finish()
}
