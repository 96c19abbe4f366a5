import type { ReplyOf } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { openPdf, type Pdf, type Sheet } from '@doorstep/pdf'
import type { privacy } from './contract.ts'

/** What a person takes along, and the letters of a leak, set on A4. */

const left = 22
const width = 166
const bottom = 278
const grey = '#5b6470'
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
/** Instants in the county's time, as people write them. */
function said(ctx: Ctx, value: string): string {
  if (!instant.test(value)) return value
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: ctx.settings.zone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
  return format.format(new Date(value))
}

/** Text that flows from page to page. A piece that would not fit on the page begins a new one; longer ones are cut at paragraphs. */
function flow(pdf: Pdf) {
  let sheet: Sheet = pdf.sheet('a4')
  let y = 24
  const room = (height: number): void => {
    if (y + height <= bottom) return
    sheet = pdf.sheet('a4')
    y = 24
  }
  const heightOf = (words: string, size: number, columns: number): number => {
    const perLine = Math.max(1, Math.floor((columns * 72) / 25.4 / size))
    return (
      words.split('\n').reduce((lines, line) => lines + Math.ceil(([...line].length || 1) / perLine), 0) * size * 0.55
    )
  }
  return {
    write(
      words: string,
      style: { size?: number; weight?: 'regular' | 'bold'; colour?: `#${string}`; indent?: number; gap?: number } = {},
    ) {
      const { size = 10.5, weight = 'regular', colour = '#000000', indent = 0, gap = 1.2 } = style
      // Pieces short enough for a page, so that long words of a person are not lost at its foot.
      for (const piece of words.match(/[\s\S]{1,900}/gu) ?? ['']) {
        room(heightOf(piece, size, width - indent))
        y += sheet.text(piece, { x: left + indent, y, width: width - indent }, { size, weight, colour }) + gap
      }
    },
    rule() {
      room(6)
      sheet.line({ x: left, y: y + 1.5 }, { x: left + width, y: y + 1.5 }, { colour: '#c8ced6', width: 0.2 })
      y += 4
    },
  }
}

type Booklet = ReplyOf<typeof privacy.held> & { looks: ReplyOf<typeof privacy.looks>['items']; made: string }
export async function bookletOf(ctx: Ctx, all: Booklet): Promise<Uint8Array> {
  const title = ctx.say('privacy.export.title')
  const pdf = await openPdf({ title, author: ctx.say('privacy.export.author'), made: all.made })
  const page = flow(pdf)
  page.write(title, { size: 18, weight: 'bold', gap: 2 })
  page.write(ctx.say('privacy.export.lead', { made: said(ctx, all.made) }), { colour: grey, gap: 3 })
  for (const section of all.sections) {
    page.rule()
    page.write(section.title, { size: 14, weight: 'bold' })
    page.write(ctx.say('privacy.export.why', { purpose: section.purpose, basis: section.basis }), {
      size: 9.5,
      colour: grey,
      gap: 2.5,
    })
    for (const item of section.items) {
      page.write(said(ctx, item.title), { weight: 'bold' })
      for (const { label, value } of item.facts) page.write(`${label}：${said(ctx, value)}`, { indent: 5, gap: 0.8 })
      if (item.endsAt)
        page.write(ctx.say('privacy.export.ends', { at: said(ctx, item.endsAt).slice(0, 10) }), {
          indent: 5,
          size: 9.5,
          colour: grey,
        })
    }
  }
  page.rule()
  page.write(ctx.say('privacy.export.looks'), { size: 14, weight: 'bold' })
  if (all.looks.length === 0) page.write(ctx.say('privacy.export.nobody'))
  for (const look of all.looks)
    page.write(
      [
        said(ctx, look.at),
        look.post ? ctx.say(`people.role.${look.post}`) : '',
        ctx.say(`privacy.what.${look.what}`),
        look.title,
        look.reason ?? '',
      ]
        .filter(Boolean)
        .join('　'),
      { gap: 0.8 },
    )
  return pdf.finish()
}

type Breach = ReplyOf<typeof privacy.breach>
export async function letterOf(ctx: Ctx, breach: Breach, to: 'authority' | 'persons'): Promise<Uint8Array> {
  const title = ctx.say(`privacy.letter.${to}`)
  const pdf = await openPdf({ title, author: ctx.say('privacy.export.author'), made: ctx.now() })
  const page = flow(pdf)
  page.write(title, { size: 18, weight: 'bold', gap: 4 })
  page.write(ctx.say(`privacy.letter.${to}Lead`), { gap: 4 })
  const lines: [string, string][] = [
    ['found', said(ctx, breach.foundAt)],
    ['kinds', breach.kinds.map((kind) => ctx.say(`privacy.dataKinds.${kind}`)).join('、')],
    ['personsCount', String(breach.persons)],
    ['cause', breach.cause],
    ['harm', breach.harm],
    ['measures', breach.measures],
    ...(to === 'persons' ? ([['yourself', ctx.say('privacy.letter.yourselfWords')]] as [string, string][]) : []),
    ...(to === 'authority' && breach.exemptReason ? ([['exempt', breach.exemptReason]] as [string, string][]) : []),
    ['contact', breach.contact],
  ]
  for (const [name, words] of lines) {
    page.write(ctx.say(`privacy.letter.${name}`), { weight: 'bold', gap: 0.6 })
    page.write(words, { indent: 5, gap: 2.5 })
  }
  page.write(said(ctx, ctx.now()).slice(0, 10), { colour: grey })
  return pdf.finish()
}
