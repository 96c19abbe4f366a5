import type { Ctx } from '@doorstep/kernel'
import type { Dispute } from './rules.ts'
import * as store from './store.ts'

/** Notices: those with an account hear by themselves; the others are called, as everybody is on paper. */

export function notify(ctx: Ctx, dispute: Pick<Dispute, 'id' | 'code'>, to: readonly (string | null)[], words: string) {
  const accounts = [...new Set(to.filter((account): account is string => account !== null))]
  const others = accounts.filter((account) => account !== ctx.actor.account)
  if (others.length === 0) return
  ctx.publish({
    type: 'notices.wanted',
    subject: dispute.id,
    accounts: others,
    payload: { words: `disputes.notices.${words}`, data: { code: dispute.code } },
  })
}
/** The parties and the mediators of a file. */
export async function tellThose(ctx: Ctx, dispute: Dispute, words: string): Promise<void> {
  notify(ctx, dispute, await ctx.asSystem((system) => store.accountsIn(system, dispute.id)), words)
}
