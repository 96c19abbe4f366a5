import { failing, joinId, type Service, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { placeNames } from '@doorstep/modules/areas/index.ts'
import { failures } from './contract.ts'
import type { deliveryOperations } from './contract-deliveries.ts'
import { mayDrop, mayResend, vendors } from './rules-kinds.ts'
import * as store from './store.ts'
import type { Delivery } from './store-deliveries.ts'
import * as deliveries from './store-deliveries.ts'
import { textOf } from './words.ts'

const fail = failing(failures)

const isOfRobot = ({ channel }: Delivery) => (vendors as readonly string[]).includes(channel)

async function view(ctx: Ctx, rows: readonly Delivery[]) {
  const places = await placeNames(
    ctx,
    rows.map(({ area }) => area),
  )
  const robots = await store.robotNames(
    ctx,
    rows.filter(isOfRobot).map(({ endpoint }) => endpoint),
  )
  return rows.map((row) => {
    const { channel, state, urgent, attempts, trouble, answer, reason } = row
    return {
      id: joinId(row.county, row.id),
      ...{ channel, state, urgent, attempts, trouble, answer, reason },
      text: textOf(ctx, row),
      to: isOfRobot(row) ? (robots.get(row.endpoint) ?? '') : ctx.say(`reach.to.${channel}`),
      place: places.get(row.area) ?? row.area,
      why: trouble && ctx.say(`reach.trouble.${trouble}`),
      advice: trouble && ctx.say(`reach.advice.${state === 'doubtful' ? 'doubtful' : trouble}`),
      madeAt: row.made_at,
      triedAt: row.tried_at,
      nextAt: state === 'waiting' ? row.due_at : null,
      doneAt: row.done_at,
    }
  })
}
const viewOne = async (ctx: Ctx, row: Delivery) => (await view(ctx, [row]))[0] ?? fail('reach.deliveryMissing')
const lock = async (ctx: Ctx, id: string): Promise<Delivery> =>
  (await deliveries.lock(ctx, splitId(id).uuid)) ?? fail('reach.deliveryMissing')

export const deliveryService: Service<typeof deliveryOperations, Ctx> = {
  async deliveries(ctx, { query }) {
    const page = await deliveries.list(ctx, { ...query, limit: query.limit ?? 50 }, (row) => row)
    return { items: await view(ctx, page.items), next: page.next }
  },
  stuck: (ctx) => deliveries.countStuck(ctx),
  async resend(ctx, { params }) {
    const row = await lock(ctx, params.id)
    if (!mayResend.includes(row.state)) return fail('reach.wrongState', { state: row.state })
    const now = { due_at: ctx.now(), asked_at: ctx.now(), done_at: null, done_by: ctx.actor.account }
    const change = { state: 'waiting', attempts: 0, ...now } as const
    await deliveries.change(ctx, [row.id], change)
    return viewOne(ctx, { ...row, ...change })
  },
  async drop(ctx, { params, body }) {
    const row = await lock(ctx, params.id)
    if (!mayDrop.includes(row.state)) return fail('reach.wrongState', { state: row.state })
    const change = {
      state: 'dropped',
      due_at: null,
      done_at: ctx.now(),
      done_by: ctx.actor.account,
      reason: body.reason,
    } as const
    await deliveries.change(ctx, [row.id], change)
    return viewOne(ctx, { ...row, ...change })
  },
}
