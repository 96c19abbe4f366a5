import type { Flow, Pdf } from '@doorstep/pdf'
import { dateOf, dayIn, grey, heading, paper, paragraph, say, type Teller, timeOf, yuan } from './papers.ts'
import type { Body, Kind, Planned } from './rules-agreement.ts'
import { isSide } from './rules-gates.ts'
import { policeFields, termFields } from './rules-gates-agreement.ts'

/** The agreement on paper: the contents that the People's Mediation Law (art. 29) and the police's own rules name. */

export type AgreementPaper = {
  code: string
  kind: Kind
  way: string
  /** When its words were fixed. */
  at: string
  body: Body
  instalments: readonly Planned[]
}
/** A name under it: drawn on a screen, or given on paper. */
export type Signed = { signer: string; how: 'screen' | 'paper'; at: string; drawn: Uint8Array | null }

/** The words alone: what is read, hashed and signed. The same input gives the same bytes. */
export const contentPaper = (ctx: Teller, of: AgreementPaper): Promise<Uint8Array> =>
  paper(ctx, headOf(ctx, of), (page) => {
    contents(ctx, page, of)
    if (of.kind === 'written') blanks(ctx, page, of.body)
  })
/** A copy: the words with the names under them, and the hash of what was signed. */
export const copyPaper = (
  ctx: Teller,
  of: AgreementPaper,
  signed: readonly Signed[],
  sha256: string | null,
): Promise<Uint8Array> =>
  paper(ctx, headOf(ctx, of), async (page, pdf) => {
    contents(ctx, page, of)
    await names(ctx, page, pdf, of.body, signed)
    if (sha256) page.write(say(ctx, 'digest', { sha256 }), { size: 8, colour: grey })
  })

const headOf = (ctx: Teller, { code, kind, way, at }: AgreementPaper) => ({
  title: say(ctx, kind === 'oral' ? 'title.oral' : `title.${way}`),
  number: code,
  made: at,
})

function contents(ctx: Teller, page: Flow, { body, instalments, way, at, kind }: AgreementPaper): void {
  const { terms, parties, mediators } = body
  heading(page, say(ctx, 'parties'))
  for (const { role, name, phone, address } of parties) {
    const more = [phone && say(ctx, 'phone', { phone }), address && say(ctx, 'address', { address })].filter(Boolean)
    page.line(`${say(ctx, `role.${role}`)}：`, [name, ...more].join('，'), { gap: 1 })
  }
  for (const { name, post, organisation } of mediators)
    page.line(
      `${say(ctx, 'mediator')}：`,
      [name, [organisation, post].filter(Boolean).join(' ')].filter(Boolean).join('，'),
      {
        gap: 1,
      },
    )
  page.space(2)
  if (way === 'police' || way === 'joint')
    for (const field of policeFields) {
      const words = terms[field]
      if (words) page.line(`${say(ctx, `terms.${field}`)}：`, field === 'happenedOn' ? dateOf(ctx, words) : words)
    }
  for (const field of termFields) {
    const words = terms[field]
    if (!words) continue
    heading(page, say(ctx, `terms.${field}`))
    paragraph(page, words)
  }
  if (instalments.length > 0) schedule(ctx, page, body, instalments)
  paragraph(page, say(ctx, kind === 'oral' ? 'effect.oral' : 'effect.written'))
  if (way !== 'police') paragraph(page, say(ctx, 'effect.court'))
  const copies = parties.filter(isSide).length + 1
  if (kind === 'written') paragraph(page, say(ctx, 'copies', { copies }))
  page.write(dateOf(ctx, dayIn(ctx, at)), { align: 'right', gap: 4 })
}

function schedule(ctx: Teller, page: Flow, { parties }: Body, instalments: readonly Planned[]): void {
  heading(page, say(ctx, 'schedule'))
  const nameOf = (id: string) => parties.find((party) => party.id === id)?.name ?? ''
  page.table(
    [{ width: 14, align: 'centre' }, { width: 38 }, { width: 34 }, { width: 80 }],
    ['n', 'due', 'payer', 'what'].map((name) => say(ctx, `columns.${name}`)),
    instalments.map(({ n, due, payer, amountCents, act }) => [
      String(n),
      dateOf(ctx, due),
      nameOf(payer),
      [amountCents === null ? '' : say(ctx, 'money', { amount: yuan(amountCents) }), act ?? '']
        .filter(Boolean)
        .join('，'),
    ]),
  )
}

const signers = (ctx: Teller, { parties, mediators }: Body) => [
  ...parties
    .filter(({ role }) => isSide({ role }) || role === 'guardian' || role === 'agent')
    .map(({ id, role, name }) => ({ id, label: `${say(ctx, `role.${role}`)}（${name}）` })),
  ...mediators.map(({ id, name }) => ({ id, label: `${say(ctx, 'mediator')}（${name}）` })),
]
/** Lines to sign on, for whoever signs on paper. */
function blanks(ctx: Teller, page: Flow, body: Body): void {
  for (const { label } of signers(ctx, body)) page.write(say(ctx, 'blank', { label }), { gap: 5 })
  page.write(say(ctx, 'seal'), { align: 'right', gap: 5 })
}
async function names(ctx: Teller, page: Flow, pdf: Pdf, body: Body, signed: readonly Signed[]): Promise<void> {
  for (const { id, label } of signers(ctx, body)) {
    const name = signed.find(({ signer }) => signer === id)
    if (!name) continue
    const words = say(ctx, `signed.${name.how}`, { label, at: timeOf(ctx, name.at) })
    const image = name.drawn && (await pdf.png(name.drawn))
    if (!image) page.write(words, { gap: 3 })
    else
      page.block(28, (sheet, { x, y, width }) => {
        sheet.text(words, { x, y, width }, { size: 10.5 })
        sheet.image(image, { x: x + 8, y: y + 7, width: Math.min(60, (16 * image.width) / image.height), height: 16 })
      })
  }
  page.write(say(ctx, 'seal'), { align: 'right', gap: 5 })
}
