import { newId } from '@doorstep/contract'
import type { Ctx, Handler } from '@doorstep/kernel'
import { requestRow } from './request-row.ts'
import { erasesAt } from './rules.ts'
import * as store from './store.ts'

/** The account rests on a consent: taken back, it closes after the day in which it can be called back; given again, it stays. */

const onAccount =
  (work: (ctx: Ctx, account: string) => Promise<void>): Handler =>
  async (ctx, { payload, accounts }) => {
    const account = accounts[0]
    if (payload.purpose === 'people.account' && account) await work(ctx, account)
  }
const ofAccount = (account: string) => ({ account, receipt: null })

export const closeAccount = onAccount(async (ctx, account) => {
  if (await store.waitingErasure(ctx, ofAccount(account))) return
  const id = newId(ctx.county)
  await store.addRequest(ctx, await requestRow(ctx, id, { kind: 'erase', account, runs_at: erasesAt(ctx.now()) }))
  ctx.publish({ type: 'privacy.asked', subject: id })
})
export const keepAccount = onAccount(async (ctx, account) => {
  const waiting = await store.waitingErasure(ctx, ofAccount(account))
  if (waiting) await store.changeRequest(ctx, waiting.id, { state: 'calledBack', done_at: ctx.now() })
})
