import { type Download, type InputOf, joinId, type Service, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { agreementContract } from './contract-agreement.ts'
import { say } from './papers.ts'
import { contentPaper, copyPaper } from './papers-agreement.ts'
import { rightsPaper, waysPaper } from './papers-notices.ts'
import { type Dispute, fail } from './rules.ts'
import { bodyOf, isStaff, plannedOf } from './service-agreement-view.ts'
import { isWithheld } from './service-view.ts'
import * as store from './store.ts'
import * as rows from './store-agreement.ts'

/** Papers for a printer, or for the link by which a party follows the case. */

type Verbs = 'paper' | 'rightsPaper' | 'waysPaper'
export const paperService: Pick<Service<typeof agreementContract, Ctx>, Verbs> = {
  paper,
  async rightsPaper(ctx, { params }) {
    const { code } = await found(ctx, params.id)
    return pdf(await rightsPaper(ctx, { code, at: ctx.now() }), `${say(ctx, 'rights.title')} ${code}`)
  },
  async waysPaper(ctx, { params }) {
    const dispute = await found(ctx, params.id)
    const { code, state, outcome, result } = dispute
    const why =
      state === 'breached' || (state === 'waysTold' && outcome === null)
        ? 'breached'
        : outcome === 'refused' || outcome === 'failed'
          ? outcome
          : fail('disputes.wrongState', { state })
    if (!['refused', 'failed', 'breached', 'waysTold'].includes(state)) fail('disputes.wrongState', { state })
    const words = state === 'waysTold' && result !== null ? ctx.vault.open(result) : null
    return pdf(await waysPaper(ctx, { code, at: ctx.now(), why, words }), `${say(ctx, 'ways.title')} ${code}`)
  },
}

const found = async (ctx: Ctx, id: string): Promise<Dispute> => (await store.find(ctx, id)) ?? fail('disputes.missing')
const pdf = (body: Uint8Array, name: string): Download => ({ type: 'application/pdf', body, filename: `${name}.pdf` })

/** @throws `disputes.minorProtected`, `disputes.agreementMissing` also for a draft where a party asks */
async function paper(ctx: Ctx, { params, query }: InputOf<typeof agreementContract.paper>): Promise<Download> {
  const dispute = await found(ctx, params.id)
  const staff = isStaff(ctx, dispute)
  if (staff && (await isWithheld(ctx, dispute))) fail('disputes.minorProtected')
  const { uuid } = splitId(params.agreement)
  const row = (await rows.listAgreements(ctx, dispute.id)).find(({ id }) => id === uuid)
  if (!row || (row.state === 'draft' && !staff)) return fail('disputes.agreementMissing')
  const { code, way } = dispute
  const of = {
    code,
    kind: row.kind,
    way: way ?? 'people',
    at: row.drafted_at,
    body: bodyOf(ctx, row),
    instalments: row.instalments.map((each) => plannedOf(ctx, each)),
  }
  const name = `${say(ctx, row.kind === 'oral' ? 'title.oral' : `title.${of.way}`)} ${code}`
  const { as = row.state === 'open' ? 'content' : 'copy' } = query
  if (row.paper === null) return pdf(await contentPaper(ctx, of), name)
  if (as === 'content') return pdf(Buffer.from(ctx.vault.open(row.paper), 'base64'), name)
  const names = row.signatures.map(({ county, party, mediator, how, at, drawn }) => ({
    signer: joinId(county, (party ?? mediator) as string),
    how,
    at,
    drawn: drawn === null ? null : Buffer.from(ctx.vault.open(drawn), 'base64'),
  }))
  return pdf(await copyPaper(ctx, of, names, row.sha256), name)
}
