import { newId, splitId } from '@doorstep/contract'
import type { Ctx, JobList } from '@doorstep/kernel'
import { closeAccount, keepAccount } from './closing.ts'
import * as store from './store.ts'
import { eraseAll, letGo } from './together.ts'

const most = 50
/** Erasures whose day to be called back is over. */
async function eraseDue(ctx: Ctx): Promise<void> {
  for (const row of await store.dueErasures(ctx, most)) {
    // A receipt opens the matter that stands in the request.
    const receipt = row.receipt_hash && row.matter ? { subject: row.matter, hash: row.receipt_hash } : null
    const report = await eraseAll(ctx, { account: row.account, receipt })
    await store.changeRequest(ctx, row.id, { state: 'done', report, done_at: ctx.now() })
    ctx.audit({ operation: 'privacy.erase', subject: store.idOf(row), detail: { report } })
    ctx.publish({ type: 'privacy.erased', subject: store.idOf(row) })
  }
}

async function keep(ctx: Ctx): Promise<void> {
  const { county, uuid } = splitId(newId(ctx.county))
  const started_at = ctx.now()
  await store.addRun(ctx, { county, id: uuid, started_at, by_account: null, report: await letGo(ctx) })
}

export const jobs: JobList = {
  on: {
    'consents.withdrawn': { closeAccount },
    'consents.given': { keepAccount },
  },
  every: {
    erase: { cron: '*/10 * * * *', run: eraseDue },
    keep: { cron: '23 2 * * *', run: keep },
  },
}
