import type { InputOf, Service } from '@doorstep/contract'
import { type Ctx, holdReceipt, receiptHash } from '@doorstep/kernel'
import { levelOf, objectTo } from '@doorstep/modules/levels/index.ts'
import type { ownContract } from './contract-own.ts'
import { type Dispute, fail, move, refuse, withdraw } from './rules.ts'
import { isSide, pass, rightsRead } from './rules-gates.ts'
import { changed } from './service-change.ts'
import { accept } from './service-mediators.ts'
import { viewOwn } from './service-own-view.ts'
import { factsOf } from './service-parties.ts'
import type { Told } from './service-spine.ts'
import { notify } from './service-tell.ts'
import type { Verb } from './states.ts'
import * as store from './store.ts'
import * as own from './store-own.ts'
import * as parties from './store-parties.ts'
import type { PartyRow } from './store-tables.ts'

/** What a party does themselves. Who they are is their account, or the code that their browser holds. */

type Input<K extends keyof typeof ownContract> = InputOf<(typeof ownContract)[K]>
export const ownService: Service<typeof ownContract, Ctx> = {
  async openCode(ctx, { body }) {
    const hash = receiptHash(ctx.vault, body.code)
    await ctx.claimReceipt(hash)
    const id = (await own.findByCode(ctx, hash)) ?? fail('disputes.codeUnknown')
    holdReceipt(ctx, id, hash)
    return { id }
  },
  mine: async (ctx) => ({ items: await own.listMine(ctx, whoOf(ctx)) }),
  own: async (ctx, { params }) =>
    viewOwn(ctx, (await store.find(ctx, params.id)) ?? fail('disputes.missing'), await mine(ctx, params.id)),
  ownRights: (ctx, { params }) =>
    act(ctx, params.id, 'readRights', async (system, dispute, at, me) => {
      for (const party of await answered(system, dispute, me))
        await parties.saveParty(system, party, { rights_read_at: at, rights_how: 'screen' })
      return move(dispute, 'readRights', { by: ctx.actor.account, at })
    }),
  ownConsent,
  ownMediator: (ctx, { params, body }) =>
    act(ctx, params.id, 'acceptMediator', async (system, dispute, at, me) => {
      const sides = (await answered(system, dispute, me)).filter(isSide)
      if (sides.length === 0) fail('disputes.notASide')
      const ids = sides.map(({ id }) => id)
      await accept(system, dispute.id, params.mediator, ids, body.accept)
      return move(dispute, 'acceptMediator', { by: ctx.actor.account, at })
    }),
  ownWithdraw,
  ownObjection,
}

const whoOf = ({ actor }: Ctx): own.Asker => ({ account: actor.account, code: actor.receipt?.hash ?? null })
/** The asker's own rows. @throws `disputes.missing` where they have none: staff read files by another way */
async function mine(ctx: Ctx, id: string): Promise<PartyRow[]> {
  const found = await own.listOwn(ctx, id, whoOf(ctx))
  return found.length > 0 ? found : fail('disputes.missing')
}
/** Whom they answer for: themselves, and the minors whose guardian they are. */
async function answered(system: Ctx, dispute: Pick<Dispute, 'id'>, me: readonly PartyRow[]): Promise<PartyRow[]> {
  const all = await parties.listParties(system, dispute.id)
  return all.filter(({ id, guardian }) => me.some((each) => each.id === id || each.id === guardian))
}

type Work = (system: Ctx, dispute: Dispute, at: string, me: PartyRow[]) => Promise<Dispute>
/** The party's rows are their own, those of a ward are not: what is saved is saved with the county's eyes. */
async function act(ctx: Ctx, id: string, verb: Verb, work: Work, told: Told = {}) {
  const me = await mine(ctx, id)
  const after = await changed(
    ctx,
    id,
    verb,
    (dispute, { at }) => ctx.asSystem((system) => work(system, dispute, at, me)),
    told,
  )
  notify(ctx, after, [after.assignee], 'said')
  return viewOwn(ctx, after, await mine(ctx, id))
}

async function ownConsent(ctx: Ctx, { params, body }: Input<'ownConsent'>) {
  const verb = body.agree ? 'consent' : 'refuse'
  return act(
    ctx,
    params.id,
    verb,
    async (system, dispute, at, me) => {
      const sides = (await answered(system, dispute, me)).filter(isSide)
      if (sides.length === 0) fail('disputes.notASide')
      const ids = sides.map(parties.apiId)
      if (body.agree)
        pass(
          rightsRead,
          (await factsOf(system, dispute)).filter(({ id }) => ids.includes(id)),
        )
      for (const party of sides)
        await parties.saveParty(system, party, {
          consent: body.agree ? 'agreed' : 'refused',
          consent_at: at,
          consent_how: 'screen',
          consent_by: null,
        })
      const doing = { by: ctx.actor.account, at }
      return body.agree ? move(dispute, 'consent', doing) : refuse(dispute, doing)
    },
    { reason: body.reason },
  )
}

async function ownWithdraw(ctx: Ctx, { params, body }: Input<'ownWithdraw'>) {
  return act(
    ctx,
    params.id,
    'withdraw',
    async (system, dispute, at, me) => {
      const applicants = (await parties.listParties(system, dispute.id)).filter(({ role }) => role === 'applicant')
      const ids = (await answered(system, dispute, me)).map(({ id }) => id)
      if (!applicants.some(({ id }) => ids.includes(id))) fail('disputes.notApplicant')
      // Who asked together takes it back together; one of several says that they do not agree.
      if (!applicants.every(({ id }) => ids.includes(id))) fail('disputes.othersApply')
      const reason = body.reason === undefined ? null : ctx.vault.seal(body.reason)
      return withdraw(dispute, { by: ctx.actor.account, at }, reason)
    },
    { reason: body.reason },
  )
}

async function ownObjection(ctx: Ctx, { params, body }: Input<'ownObjection'>) {
  const me = await mine(ctx, params.id)
  const dispute = (await store.find(ctx, params.id)) ?? fail('disputes.missing')
  await ctx.asSystem(async (system) => {
    const level = (await levelOf(system, dispute.id)) ?? fail('disputes.noLevel')
    if (level.objection) fail('disputes.objectionWaits')
    await objectTo(system, level.id, body.text)
  })
  return viewOwn(ctx, dispute, me)
}
