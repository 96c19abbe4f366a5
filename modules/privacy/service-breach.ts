import { failing, type Service, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { failures } from './contract.ts'
import type { county } from './contract-county.ts'
import { letterOf } from './pdf.ts'
import { insideOwn } from './service-county.ts'
import * as store from './store.ts'
import { breachView } from './views.ts'

const fail = failing(failures)
const mustFind = async (ctx: Ctx, id: string): Promise<store.BreachRow> =>
  (await store.findBreach(ctx, id)) ?? fail('privacy.missing')

/** Leaks: PIPL art. 57. Who is told, by when, and the letter for it. */
type Names = 'breaches' | 'recordBreach' | 'breach' | 'changeBreach' | 'breachLetter'
export const breachService: Pick<Service<typeof county, Ctx>, Names> = {
  breaches: (ctx, { query }) => store.listBreaches(ctx, query, breachView),
  breach: async (ctx, { params }) => breachView(await mustFind(ctx, params.id)),

  async recordBreach(ctx, { body }) {
    insideOwn(ctx)
    const { id, foundAt, exemptReason, ...facts } = body
    const found = new Date(foundAt)
    if (Number.isNaN(found.getTime()) || found.getTime() > Date.parse(ctx.now()) || found.getUTCFullYear() < 2000)
      return fail('privacy.wrongTime')
    const row: store.BreachRow = {
      county: ctx.county,
      id: splitId(id).uuid,
      found_at: found.toISOString(),
      ...facts,
      exempt_reason: exemptReason ?? null,
      steps: {},
      made_by: ctx.actor.account,
      updated_at: ctx.now(),
    }
    return (await store.addBreach(ctx, row)) ? breachView(row) : fail('privacy.idTaken')
  },

  async changeBreach(ctx, { params, body }) {
    const row = await mustFind(ctx, params.id)
    const { exemptReason, done, ...facts } = body
    // A step keeps the moment at which it was first ticked.
    const steps = Object.fromEntries(done.map((code) => [code, row.steps[code] ?? ctx.now()]))
    const change = { ...facts, exempt_reason: exemptReason ?? null, steps, updated_at: ctx.now() }
    await store.changeBreach(ctx, params.id, change)
    return breachView({ ...row, ...change })
  },

  async breachLetter(ctx, { params, query }) {
    const row = await mustFind(ctx, params.id)
    return {
      type: 'application/pdf',
      body: await letterOf(ctx, breachView(row), query.to),
      filename: `${ctx.say(`privacy.letter.${query.to}`)}-${row.found_at.slice(0, 10)}.pdf`,
    }
  },
}
