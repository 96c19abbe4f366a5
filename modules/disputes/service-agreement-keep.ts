import { type InputOf, type Service, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { raiseCard } from '@doorstep/modules/matters/index.ts'
import { recordMade } from '@doorstep/modules/visits/index.ts'
import type { agreementContract } from './contract-agreement.ts'
import { type Act, type Dispute, fail, move } from './rules.ts'
import { isSide } from './rules-gates.ts'
import {
  dropInstalments,
  endAgreement,
  instalmentIn,
  nameOfVisit,
  performIfKept,
  planInstalments,
  tellParties,
} from './service-agreement-effect.ts'
import { rowsOf } from './service-agreement-terms.ts'
import { agreementIn, bodyOf, sealBody } from './service-agreement-view.ts'
import { change } from './service-change.ts'
import { view } from './service-view.ts'
import * as store from './store.ts'
import * as rows from './store-agreement.ts'
import * as parties from './store-parties.ts'

/** Whether what was agreed is kept. The committee sees to it (People's Mediation Law, art. 31). */

type Verbs = 'keepInstalment' | 'missInstalment' | 'breach' | 'renew'
export const keepService: Pick<Service<typeof agreementContract, Ctx>, Verbs> = {
  async keepInstalment(ctx, { params, body }) {
    const note = body.note === undefined ? null : ctx.vault.seal(body.note)
    await change(ctx, params.id, 'keepInstalment', (dispute, act) => kept(ctx, dispute, act, params.instalment, note))
    return view(ctx, await performIfKept(ctx, await reread(ctx, params.id)))
  },
  missInstalment: (ctx, { params, body }) =>
    change(ctx, params.id, 'missInstalment', (dispute, act) =>
      missed(ctx, dispute, act, params.instalment, body.note === undefined ? null : ctx.vault.seal(body.note)),
    ),
  breach: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'breach',
      async (dispute, act) => {
        await agreementIn(ctx, dispute.id, 'effective')
        await dropInstalments(ctx, dispute, 'breached')
        return move(dispute, 'breach', act, { breaches: dispute.breaches + 1, settledAt: null, outcome: null })
      },
      { reason: body.reason },
    ),
  renew,
}
const reread = async (ctx: Ctx, id: string): Promise<Dispute> => (await store.find(ctx, id)) ?? fail('disputes.missing')

/** Also what the calendar says of it: whoever went and saw it kept has recorded it. */
export async function kept(ctx: Ctx, dispute: Dispute, act: Act, id: string, note: string | null): Promise<Dispute> {
  const row = await instalmentIn(ctx, dispute.id, id)
  if (row.state === 'kept') fail('disputes.instalmentDone')
  await rows.saveInstalment(ctx, row, { state: 'kept', done_at: act.at, done_by: act.by, note })
  await ctx.asSystem((system) =>
    recordMade(system, 'disputes', nameOfVisit(row), { outcome: 'good', at: act.at, by: act.by }),
  )
  return move(dispute, 'keepInstalment', act)
}
export async function missed(ctx: Ctx, dispute: Dispute, act: Act, id: string, note: string | null): Promise<Dispute> {
  const row = await instalmentIn(ctx, dispute.id, id)
  if (row.state !== 'due') fail('disputes.instalmentDone')
  await rows.saveInstalment(ctx, row, { state: 'missed', done_at: act.at, done_by: act.by, note })
  await ctx.asSystem((system) =>
    recordMade(system, 'disputes', nameOfVisit(row), { outcome: 'concern', at: act.at, by: act.by }),
  )
  await raiseCard(ctx, dispute.id, 'instalment.yellow')
  return move(dispute, 'missInstalment', act)
}

/** By word of mouth and on record (art. 28); a written one is drafted and signed again instead. */
async function renew(ctx: Ctx, { params, body }: InputOf<typeof agreementContract.renew>) {
  return change(
    ctx,
    params.id,
    'renew',
    async (dispute, act) => {
      const before = await agreementIn(ctx, dispute.id, 'effective')
      const found = await parties.listParties(ctx, dispute.id)
      if (!found.filter(isSide).every((party) => body.agreedBy.includes(parties.apiId(party))))
        fail('disputes.notAllAgreed')
      const id = splitId(body.id).uuid
      const instalments = await rowsOf(ctx, dispute, id, body.instalments)
      const { terms, ...who } = bodyOf(ctx, before)
      const term = instalments.at(-1)?.due ?? terms.term
      await endAgreement(ctx, dispute.id, act)
      const added = await rows.addAgreement(ctx, {
        county: ctx.county,
        id,
        dispute: before.dispute,
        kind: 'oral',
        state: 'effective',
        body: sealBody(ctx, { ...who, terms: { ...terms, content: body.record, term } }),
        paper: null,
        sha256: null,
        drafted_at: act.at,
        drafted_by: act.by,
        effective_at: act.at,
        ended_at: null,
      })
      if (!added || !(await rows.setInstalments(ctx, { county: ctx.county, id }, instalments))) fail('disputes.idTaken')
      await planInstalments(ctx, dispute, instalments)
      tellParties(ctx, dispute, found, 'renewed')
      return move(dispute, 'renew', act, { settledAt: act.at, outcome: 'oral' })
    },
    {
      data: {
        until: body.instalments
          .map(({ due }) => due)
          .sort()
          .at(-1),
      },
    },
  )
}
