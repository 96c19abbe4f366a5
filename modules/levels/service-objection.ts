import type { InputOf, Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { addLimit, timesOf } from '@doorstep/modules/calendar/index.ts'
import type { levels } from './contract.ts'
import * as rules from './rules.ts'
import { tellLeaders, tellReporter } from './service-decide.ts'
import { viewObjection } from './service-view.ts'
import * as store from './store.ts'
import * as said from './store-said.ts'

/** Whoever reported the matter does not agree with its colour, and is answered. */

const actOf = (ctx: Ctx): rules.Act => ({ by: ctx.actor.account, at: ctx.now() })

async function object(ctx: Ctx, { params, body }: InputOf<typeof levels.object>) {
  const level = (await store.find(ctx, params.id)) ?? rules.fail('levels.missing')
  if (level.state !== 'active') rules.fail('levels.ended')
  const act = actOf(ctx)
  const { calendar, limits } = await timesOf(ctx, 'level.objection')
  const due = addLimit(act.at, limits['level.objection'], calendar)
  if (!(await said.addObjection(ctx, level.id, ctx.vault.seal(body.text), act.at, due)))
    rules.fail('levels.objectionWaits')
  await said.addChange(ctx, level, 'object', act, null)
  await tellLeaders(ctx, level, 'objected')
  return { text: body.text, at: act.at, due, answer: null, answeredAt: null }
}
async function answer(ctx: Ctx, { params, body }: InputOf<typeof levels.answer>) {
  const level = (await store.lock(ctx, params.id)) ?? rules.fail('levels.missing')
  const act = actOf(ctx)
  const answered = await said.answerObjection(ctx, level.id, ctx.vault.seal(body.text), act)
  if (!answered) return rules.fail('levels.noObjection')
  await said.addChange(ctx, level, 'answer', act, null)
  await tellReporter(ctx, level, 'answered')
  return viewObjection(ctx, answered)
}

export const objecting: Pick<Service<typeof levels, Ctx>, 'object' | 'answer'> = { object, answer }
