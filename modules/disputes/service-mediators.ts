import type { InputOf, Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { nameOf } from '@doorstep/modules/people/index.ts'
import type { partyContract } from './contract-parties.ts'
import { fail, move } from './rules.ts'
import { isSide } from './rules-gates.ts'
import { change } from './service-change.ts'
import { uuidOf } from './store.ts'
import * as parties from './store-parties.ts'

/** Who mediates. Parties choose or accept them (People's Mediation Law, art. 19). */

type Verbs = 'addMediator' | 'removeMediator' | 'acceptMediator'
export const mediatorService: Pick<Service<typeof partyContract, Ctx>, Verbs> = {
  addMediator,
  removeMediator: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'removeMediator',
      async (dispute, act) => {
        const mediator = await mustFind(ctx, dispute.id, params.mediator)
        await parties.saveMediator(ctx, mediator, { left_at: act.at })
        return move(dispute, 'removeMediator', act)
      },
      { reason: body.reason },
    ),
  acceptMediator: (ctx, { params, body }) =>
    change(ctx, params.id, 'acceptMediator', async (dispute, act) => {
      const party = (await parties.findParty(ctx, dispute.id, body.party)) ?? fail('disputes.partyMissing')
      if (!isSide(party)) fail('disputes.notASide')
      await accept(ctx, dispute.id, params.mediator, [party.id], body.accept)
      return move(dispute, 'acceptMediator', act)
    }),
}

const mustFind = async (ctx: Ctx, id: string, mediator: string) =>
  (await parties.findMediator(ctx, id, mediator)) ?? fail('disputes.mediatorMissingHere')

/** @param sides uuids of those who accept them, or do not any more */
export async function accept(ctx: Ctx, id: string, mediator: string, sides: readonly string[], accepts: boolean) {
  const found = await mustFind(ctx, id, mediator)
  const others = found.accepted.filter((each) => !sides.includes(each))
  await parties.saveMediator(ctx, found, { accepted: accepts ? [...others, ...sides] : others })
}

async function addMediator(ctx: Ctx, { params, body }: InputOf<typeof partyContract.addMediator>) {
  const { id, role, account, post = null, organisation = null } = body
  return change(
    ctx,
    params.id,
    'addMediator',
    async (dispute, act) => {
      const known = account === undefined ? undefined : (await nameOf(ctx, [account])).get(account)
      const name = body.name ?? known
      // Of an account that does not exist, or of nobody at all, there is nothing to accept.
      if (name === undefined || (account !== undefined && known === undefined)) return fail('disputes.mediatorUnknown')
      const added = await parties.addMediator(ctx, {
        county: ctx.county,
        id: uuidOf(id),
        dispute: uuidOf(dispute.id),
        area: dispute.area,
        role,
        account: account ?? null,
        name,
        post,
        organisation,
        accepted: [],
        added_at: act.at,
        left_at: null,
      })
      if (!added) fail('disputes.idTaken')
      return move(dispute, 'addMediator', act)
    },
    { data: { role } },
  )
}
