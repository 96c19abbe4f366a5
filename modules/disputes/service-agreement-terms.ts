import { type InputOf, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { agreementContract } from './contract-agreement.ts'
import { type Dispute, fail } from './rules.ts'
import * as parties from './store-parties.ts'
import type { InstalmentRow } from './store-tables.ts'

type ToKeep = InputOf<typeof agreementContract.draft>['body']['instalments'][number]
/** What is to be kept, by its days. @throws `disputes.instalmentEmpty`, `disputes.partyMissing` */
export async function rowsOf(
  ctx: Ctx,
  dispute: Pick<Dispute, 'id'>,
  agreement: string,
  wanted: readonly ToKeep[],
): Promise<InstalmentRow[]> {
  const known = new Set((await parties.listParties(ctx, dispute.id)).map(parties.apiId))
  return [...wanted]
    .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0))
    .map(({ id, due, amountCents, act, payer }, at) => {
      if (amountCents === undefined && act === undefined) fail('disputes.instalmentEmpty')
      if (!known.has(payer)) fail('disputes.partyMissing')
      return {
        county: ctx.county,
        id: splitId(id).uuid,
        agreement,
        dispute: splitId(dispute.id).uuid,
        n: at + 1,
        due,
        amount_cents: amountCents ?? null,
        act: act === undefined ? null : ctx.vault.seal(act),
        payer: splitId(payer).uuid,
        state: 'due',
        done_at: null,
        done_by: null,
        note: null,
      }
    })
}
