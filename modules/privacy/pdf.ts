import type { ReplyOf } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { flow, openPdf } from '@doorstep/pdf'
import type { privacy } from './contract.ts'

/** What a person takes along, and the letters of a leak, set on A4. */

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
