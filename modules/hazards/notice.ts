import type { Ctx } from '@doorstep/kernel'
import { flow, openPdf } from '@doorstep/pdf'

/** The notice to put a hazard right (整改通知书) for who must do it, with a stub that whoever delivers it takes back. */

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
const grey = '#5b6470'
const size = 12
/** The stub is not torn by the end of a page. */
const stub = 62

export async function noticePdf(ctx: Pick<Ctx, 'say' | 'now'>, paper: NoticePaper): Promise<Uint8Array> {
  const say = (key: string, data?: Record<string, unknown>) => ctx.say(`hazards.notice.${key}`, data)
  const pdf = await openPdf({ title: `${say('title')} ${paper.number}`, author: say('author'), made: ctx.now() })
  const page = flow(pdf, { left: 25 })
  const { number, responsible, person, place, sort, demands, due, issuer, issued } = paper
  page.write(say('title'), { size: 22, weight: 'bold', align: 'centre', gap: 3 })
  page.write(say('number', { number }), { size: 11, align: 'right', colour: grey, gap: 6 })
  page.write(`${person ? `${responsible}（${person}）` : responsible}：`, { size, weight: 'bold', gap: 3 })
  page.write(say('found', { place, sort, class: paper.class }), { size, gap: 3 })
  page.write(say('demand', { day: due }), { size, gap: 2 })
  page.write(demands, { size, gap: 4 })
  page.write(say('recheck'), { size, gap: 10 })
  page.write(say('issuedBy', { name: issuer }), { size, align: 'right' })
  page.write(issued, { size, align: 'right', gap: 10 })
  page.block(stub, (sheet, { x, y, width }) => {
    sheet.line({ x, y }, { x: x + width, y }, { colour: grey, width: 0.2, dash: [1.5, 1.5] })
    sheet.text(say('receipt', { number }), { x, y: y + 6, width }, { size: 11 })
    for (const [at, line] of (['signedBy', 'signedOn', 'witness'] as const).entries()) {
      const top = y + 22 + at * 13
      sheet.text(say(line), { x, y: top, width: 44 }, { size: 11 })
      sheet.line({ x: x + 44, y: top + 6 }, { x: x + 120, y: top + 6 }, { colour: grey, width: 0.2 })
    }
  })
  return pdf.finish()
}
