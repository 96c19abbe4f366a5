import { type InputOf, type Service, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { addLimit, dayOf, timesOf } from '@doorstep/modules/calendar/index.ts'
import type { agreementContract } from './contract-agreement.ts'
import { type Dispute, fail, move } from './rules.ts'
import { pass } from './rules-gates.ts'
import { confirmFits, confirmInTime, confirmTogether } from './rules-gates-agreement.ts'
import { performIfKept } from './service-agreement-effect.ts'
import { agreementIn, bodyOf } from './service-agreement-view.ts'
import { change } from './service-change.ts'
import { view } from './service-view.ts'
import * as store from './store.ts'
import * as rows from './store-agreement.ts'
import type { ConfirmationRow } from './store-tables.ts'

/** Judicial confirmation (People's Mediation Law, art. 33): applied for together, accepted, ruled on. */

type Verbs = 'applyConfirm' | 'acceptConfirm' | 'recordRuling'
export const courtService: Pick<Service<typeof agreementContract, Ctx>, Verbs> = {
  applyConfirm,
  acceptConfirm: (ctx, { params, body }) =>
    change(ctx, params.id, 'acceptConfirm', async (dispute, act) => {
      const found = await running(ctx, dispute)
      await mustBePast(ctx, body.on, found.applied_on)
      await rows.saveConfirmation(ctx, found, { accepted_on: body.on })
      return move(dispute, 'acceptConfirm', act)
    }),
  async recordRuling(ctx, { params, body }) {
    await change(ctx, params.id, 'recordRuling', async (dispute, act) => {
      const found = await running(ctx, dispute)
      await mustBePast(ctx, body.on, found.accepted_on ?? found.applied_on)
      const note = body.note === undefined ? null : ctx.vault.seal(body.note)
      await rows.saveConfirmation(ctx, found, { ruled_on: body.on, result: body.result, note })
      return move(dispute, 'recordRuling', act)
    })
    const after = (await store.find(ctx, params.id)) ?? fail('disputes.missing')
    return view(ctx, await performIfKept(ctx, after))
  },
}

async function running(ctx: Ctx, { id }: Pick<Dispute, 'id'>): Promise<ConfirmationRow> {
  const found = (await rows.listConfirmations(ctx, id)).find(({ ruled_on }) => ruled_on === null)
  return found ?? fail('disputes.confirmationMissing')
}
/** @throws `disputes.dayWrong` for a day that is not over, or before the one it follows */
async function mustBePast(ctx: Ctx, on: string, from: string): Promise<void> {
  const { calendar } = await timesOf(ctx)
  if (on < from || on > dayOf(ctx.now(), calendar)) fail('disputes.dayWrong')
}

async function applyConfirm(ctx: Ctx, { params, body }: InputOf<typeof agreementContract.applyConfirm>) {
  return change(
    ctx,
    params.id,
    'applyConfirm',
    async (dispute, act) => {
      const agreement = await agreementIn(ctx, dispute.id, 'effective')
      const effective = agreement.effective_at ?? act.at
      const { calendar, limits } = await timesOf(ctx, 'confirmation.apply')
      const until = dayOf(addLimit(effective, limits['confirmation.apply'], calendar), calendar)
      pass(confirmFits, { about: body.about })
      pass(confirmTogether, { parties: bodyOf(ctx, agreement).parties, applicants: body.applicants })
      pass(confirmInTime, { on: body.appliedOn, until }, { until })
      await mustBePast(ctx, body.appliedOn, dayOf(effective, calendar))
      const added = await rows.addConfirmation(ctx, {
        county: ctx.county,
        id: splitId(body.id).uuid,
        dispute: agreement.dispute,
        agreement: agreement.id,
        court: body.court,
        applied_on: body.appliedOn,
        accepted_on: null,
        ruled_on: null,
        result: null,
        note: null,
        by_account: act.by,
      })
      if (!added) fail('disputes.idTaken')
      return move(dispute, 'applyConfirm', act)
    },
    { data: { court: body.court } },
  )
}
