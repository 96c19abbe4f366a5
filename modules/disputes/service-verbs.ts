import type { Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { standingOf } from '@doorstep/modules/matters/index.ts'
import type { verbContract } from './contract-verbs.ts'
import * as rules from './rules.ts'
import { consented, guardianPresent, notRefused, pass } from './rules-gates.ts'
import { waysTold } from './rules-gates-agreement.ts'
import { dropInstalments, endAgreement, mustHoldCopies } from './service-agreement-effect.ts'
import { change } from './service-change.ts'
import { factsOf } from './service-parties.ts'
import { planFollowUp, revisitsGood } from './service-revisits.ts'
import * as parties from './store-parties.ts'

/** The way of a file, but for what parties, sessions and the agreement do to it. */

export const verbService: Service<typeof verbContract, Ctx> = {
  askConsent: (ctx, { params }) =>
    change(ctx, params.id, 'askConsent', async (dispute, act) => {
      const found = await factsOf(ctx, dispute)
      if (!['applicant', 'respondent'].every((side) => found.some(({ role }) => role === side)))
        rules.fail('disputes.sidesMissing')
      await parties.askSides(ctx, dispute.id)
      return rules.move(dispute, 'askConsent', act)
    }),
  beginMediation: (ctx, { params }) =>
    change(ctx, params.id, 'beginMediation', async (dispute, act) => {
      const found = await factsOf(ctx, dispute)
      pass(notRefused, found)
      pass(consented, found)
      pass(guardianPresent, { parties: found })
      return rules.move(dispute, 'beginMediation', act)
    }),
  fail: (ctx, { params, body }) =>
    change(ctx, params.id, 'fail', (dispute, act) => rules.failed(dispute, act), { reason: body.reason }),
  tellWays: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'tellWays',
      (dispute, act) => {
        pass(waysTold, { words: body.text })
        return rules.tellWays(dispute, act, ctx.vault.seal(body.text as string))
      },
      { text: body.text },
    ),
  withdraw: (ctx, { params, body }) =>
    change(ctx, params.id, 'withdraw', (dispute, act) => rules.withdraw(dispute, act, ctx.vault.seal(body.reason)), {
      reason: body.reason,
    }),
  followUp: (ctx, { params }) =>
    change(ctx, params.id, 'followUp', async (dispute, act) => {
      await mustHoldCopies(ctx, dispute)
      return rules.move(dispute, 'followUp', act, { revisits: await planFollowUp(ctx, dispute, act.at) })
    }),
  close: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'close',
      async (dispute, act) => {
        if (!(await revisitsGood(ctx, dispute))) rules.fail('disputes.revisitsOpen')
        return rules.move(dispute, 'close', act)
      },
      { text: body.text },
    ),
  settleAgain: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'settleAgain',
      async (dispute, act) => {
        if (!(await standingOf(ctx, dispute.id))?.open) rules.fail('disputes.matterNotOpen')
        return rules.move(dispute, 'settleAgain', act)
      },
      { text: body.text },
    ),
  reopen: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'reopen',
      async (dispute, act) => {
        // What was put away, taken back or handed on is not opened again from here.
        const matter = await standingOf(ctx, dispute.id)
        if (!matter || ['archived', 'withdrawn', 'transferredOut'].includes(matter.state))
          rules.fail('disputes.matterClosed')
        await dropInstalments(ctx, dispute, 'reopened')
        await endAgreement(ctx, dispute.id, act)
        await parties.forgetConsent(ctx, dispute.id)
        return rules.reopen(dispute, act)
      },
      { reason: body.reason },
    ),
}
