import type { Ctx } from '@doorstep/kernel'
import { rolesOf } from '@doorstep/modules/people/index.ts'
import { objecting } from './service-objection.ts'
import * as store from './store.ts'
import * as said from './store-said.ts'

/** For the record beside a matter, whose parties may see its colour and object (design §7): the post of who decided, no names, no words of others. */
export async function levelOf(ctx: Ctx, matter: string) {
  const level = await store.findOf(ctx, matter)
  if (!level) return null
  const { id, colour, reason, since, expires, decidedBy } = level
  const role = decidedBy === null ? undefined : (await rolesOf(ctx, [decidedBy])).get(decidedBy)
  const objection = (await said.objections(ctx, id)).some(({ answer }) => answer === null)
  const post = decidedBy === null ? null : ctx.say(`people.role.${role ?? 'officer'}`)
  return { id, colour, reason, since, expires, decidedBy: post, objection }
}
export const objectTo = async (ctx: Ctx, level: string, text: string): Promise<void> => {
  await objecting.object(ctx, { params: { id: level }, query: undefined, body: { text } })
}
