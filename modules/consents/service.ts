import { failing, type Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { type consents, failures } from './contract.ts'
import { giveOne, restoreOne, withdrawOne } from './giving.ts'
import { mayRestore } from './rules.ts'
import * as store from './store.ts'
import { viewsOf, wordingOf } from './wording.ts'

const fail = failing(failures)
const view = async (ctx: Ctx, row: store.Row) => (await viewsOf(ctx, [row]))[0] ?? fail('consents.missing')
/** With the asker's own rows: another's is not there. */
const mine = async (ctx: Ctx, id: string): Promise<store.Row> => (await store.lock(ctx, id)) ?? fail('consents.missing')

/** What happens: one function per operation, same name. */
export const service: Service<typeof consents, Ctx> = {
  wordings: async (ctx) => ({ items: [...ctx.purposes().keys()].map((purpose) => wordingOf(ctx, purpose)) }),

  async give(ctx, { body }) {
    const wording = wordingOf(ctx, body.purpose)
    const { account } = ctx.actor
    if (!wording.own || account === null) return fail('consents.purposeUnknown')
    // Agreed to is what the person had before their eyes, not what stands here by now.
    if (wording.hash !== body.hash) return fail('consents.wordsChanged')
    const row = await giveOne(ctx, { purpose: body.purpose, way: 'screen', account }, body.id)
    return row ? view(ctx, row) : fail('consents.idTaken')
  },

  async withdraw(ctx, { params }) {
    const row = await mine(ctx, params.id)
    if (row.withdrawn_at !== null) return fail('consents.wrongState')
    return view(ctx, await withdrawOne(ctx, row, 'screen'))
  },

  async restore(ctx, { params }) {
    const row = await mine(ctx, params.id)
    const whose = { account: row.account, receipt: row.receipt_hash === null ? null : { hash: row.receipt_hash } }
    if (row.withdrawn_at === null) return fail('consents.wrongState')
    if (await store.inForceOf(ctx, row.purpose, whose, row.about)) return fail('consents.wrongState')
    if (!mayRestore({ withdrawnAt: row.withdrawn_at }, ctx.now())) return fail('consents.tooLate')
    return view(ctx, await restoreOne(ctx, row))
  },
}
