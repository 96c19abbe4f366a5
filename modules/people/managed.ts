import { failing } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { failures } from './contract.ts'
import * as store from './store.ts'
import { mayManage } from './views.ts'

const fail = failing(failures)

export const personOf = async (ctx: Ctx, id: string): Promise<store.PersonRow> =>
  (await store.find(ctx, id)) ?? fail('people.missing')

/** The person, when the actor may look after them. */
export async function managed(ctx: Ctx, id: string): Promise<store.PersonRow> {
  const person = await personOf(ctx, id)
  if (id === ctx.actor.account) return fail('people.notYourself')
  return (await mayManage(ctx, id)) ? person : fail('people.roleAboveYours')
}
