import { randomUUID } from 'node:crypto'
import { joinId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { consentsInForce } from '@doorstep/modules/consents/index.ts'
import { contactsOf } from '@doorstep/modules/people/index.ts'
import { choicesFrom } from './plan.ts'
import { type Bucket, close, fullBucket, take } from './rules-bucket.ts'
import { type Vendor, vendors } from './rules-kinds.ts'
import { afterQuiet } from './rules-quiet.ts'
import { leaseFor, leaseLost, next, type Outcome } from './rules-retry.ts'
import type { Subscription, Target, Task } from './send.ts'
import * as store from './store.ts'
import type { Delivery } from './store-deliveries.ts'
import * as deliveries from './store-deliveries.ts'
import { pathOf, robotText, textOf } from './words.ts'

/** Before an attempt and after it: who takes what, for how long, and what becomes of it. */

const looked = 64
const most = 8
const at = (milliseconds: number): string => new Date(milliseconds).toISOString()
const isVendor = (channel: string): channel is Vendor => (vendors as readonly string[]).includes(channel)

export async function claim(ctx: Ctx): Promise<Task[]> {
  const found = await deliveries.lockDue(ctx, looked)
  const lost = found.filter(({ state }) => state === 'sending')
  for (const delivery of lost) await conclude(ctx, delivery, leaseLost)
  const waiting = found.filter(({ state }) => state === 'waiting')
  // One at a time to one end, the oldest first: they arrive in their order.
  const firsts = [
    ...new Map([...waiting].reverse().map((delivery) => [delivery.endpoint, delivery])).values(),
  ].reverse()
  const tasks: Task[] = []
  for (const delivery of firsts) {
    if (tasks.length >= most) break
    const task = await claimOne(ctx, delivery)
    if (task) tasks.push(task)
  }
  return tasks
}

async function claimOne(ctx: Ctx, delivery: Delivery): Promise<Task | undefined> {
  const now = Date.parse(ctx.now())
  const robot = isVendor(delivery.channel) ? await store.findRobot(ctx, delivery.endpoint) : undefined
  // The lock on the bucket makes robots wait for one another; only then is it known what is under way.
  const wait = robot?.enabled ? await waitFor(ctx, robot, now) : 0
  if ((await deliveries.busyEnds(ctx, [delivery.endpoint])).size > 0) return undefined
  if (wait > 0) {
    await deliveries.change(ctx, [delivery.id], { due_at: at(now + wait) })
    return undefined
  }
  const lease = randomUUID()
  await deliveries.change(ctx, [delivery.id], { state: 'sending', lease, due_at: at(now + leaseFor) })
  const target = robot ? robotTarget(ctx, delivery, robot) : await personTarget(ctx, delivery)
  return { id: joinId(delivery.county, delivery.id), lease, now, target }
}

/** @returns how long this robot must be silent; takes one from its bucket when it may speak. */
async function waitFor(ctx: Ctx, { vendor, address }: store.RobotRow, now: number): Promise<number> {
  const row = await store.lockBucket(ctx, rowOf(address, fullBucket(vendor, now)))
  const closedUntil = row.closed_until === null ? null : Date.parse(row.closed_until)
  const { bucket, wait } = take(vendor, { tokens: row.tokens, at: Date.parse(row.at), closedUntil }, now)
  await store.saveBucket(ctx, rowOf(address, bucket))
  return wait
}
const rowOf = (address: string, { tokens, at: filled, closedUntil }: Bucket) => ({
  address,
  tokens,
  at: at(filled),
  closed_until: closedUntil === null ? null : at(closedUntil),
})

const agrees = async (ctx: Ctx, purpose: string, account: string): Promise<boolean> =>
  (await consentsInForce(ctx, purpose, [account])).has(account)
const nobody = (outcome: Outcome): Target => ({ channel: 'none', outcome })
const withdrawn = nobody({ kind: 'void', code: 'consentWithdrawn' })
type Sealed = { address: string; secret: string | null }

function robotTarget(ctx: Ctx, delivery: Delivery, robot: store.RobotRow): Target {
  if (!robot.enabled) return nobody({ kind: 'void', code: 'robotOff' })
  const { address, secret } = JSON.parse(ctx.vault.open(robot.sealed)) as Sealed
  return { channel: robot.vendor, address, secret, text: robotText(ctx, delivery, robot.language) }
}

async function personTarget(ctx: Ctx, delivery: Delivery): Promise<Target> {
  if (delivery.channel === 'push') return pushTarget(ctx, delivery)
  if (delivery.channel !== 'sms') return nobody({ kind: 'void', code: 'robotGone' })
  const contact = (await contactsOf(ctx, [delivery.endpoint])).get(delivery.endpoint)
  if (!contact?.phone) return nobody({ kind: 'void', code: 'noPhone' })
  // Staff get texts because they serve; residents because they agreed, and only as long as they do.
  if (!contact.serves && !(await agrees(ctx, 'reach.sms', delivery.endpoint))) return withdrawn
  const text = ctx.say('reach.sms.text', { text: textOf(ctx, delivery, contact.language) }, contact.language)
  return { channel: 'sms', phone: contact.phone, text }
}

async function pushTarget(ctx: Ctx, delivery: Delivery): Promise<Target> {
  const device = await store.findDevice(ctx, delivery.endpoint)
  // Somebody else uses this browser now: it is not told what was meant for the one before.
  if (!device || device.account !== delivery.account) return nobody({ kind: 'void', code: 'deviceGone' })
  if (!(await agrees(ctx, 'reach.push', device.account))) return withdrawn
  const payload = {
    tag: joinId(delivery.county, delivery.id),
    title: ctx.say('reach.push.title', {}, device.language),
    body: textOf(ctx, delivery, device.language),
    url: pathOf(device.client, delivery),
    urgent: delivery.urgent,
    at: delivery.made_at,
  }
  const subscription = JSON.parse(ctx.vault.open(device.sealed)) as Subscription
  return { channel: 'push', subscription, payload: JSON.stringify(payload), urgent: delivery.urgent }
}

export async function settle(ctx: Ctx, { id, lease }: Task, outcome: Outcome): Promise<void> {
  const delivery = await deliveries.lockLeased(ctx, id.slice(7), lease)
  if (delivery) await conclude(ctx, delivery, outcome)
}

/** Writes down what follows from one attempt. */
async function conclude(ctx: Ctx, delivery: Delivery, outcome: Outcome): Promise<void> {
  const { channel, attempts } = delivery
  const now = Date.parse(ctx.now())
  const then = next({ channel, attempts, askedAt: Date.parse(delivery.asked_at) }, outcome, now, Math.random())
  const over = then.dueAt === null
  const dueAt = then.dueAt === null ? null : at(await outsideQuiet(ctx, delivery, then.dueAt))
  await deliveries.change(ctx, [delivery.id], {
    state: then.state,
    attempts: then.attempts,
    due_at: dueAt,
    lease: null,
    trouble: then.trouble,
    answer: 'answer' in outcome ? (outcome.answer ?? null) : null,
    tried_at: ctx.now(),
    done_at: over ? ctx.now() : null,
  })
  await follow(ctx, delivery, outcome)
  if (then.state === 'dead' || then.state === 'doubtful')
    ctx.publish({ type: 'reach.stuck', subject: joinId(delivery.county, delivery.id), area: delivery.area })
}

/** What is tried again does not wake anybody either. */
async function outsideQuiet(ctx: Ctx, { account, urgent }: Delivery, dueAt: number): Promise<number> {
  if (account === null || urgent) return dueAt
  const [row] = await store.choicesOf(ctx, [account])
  return afterQuiet(dueAt, choicesFrom(row, false).quiet, ctx.settings.zone)
}

async function follow(ctx: Ctx, { channel, endpoint }: Delivery, outcome: Outcome): Promise<void> {
  if (channel === 'push' && outcome.kind === 'sent') await store.deviceReached(ctx, endpoint)
  if (channel === 'push' && outcome.kind === 'gone') {
    await store.removeDevices(ctx, [endpoint])
    await deliveries.dropWaiting(ctx, endpoint, outcome.code)
  }
  if (!isVendor(channel)) return
  if (outcome.kind === 'sent') await store.changeRobot(ctx, endpoint, { reached_at: ctx.now() })
  const robot = outcome.kind === 'later' ? await store.findRobot(ctx, endpoint) : undefined
  if (robot && outcome.kind === 'later') {
    await store.lockBucket(ctx, rowOf(robot.address, fullBucket(channel, Date.parse(ctx.now()))))
    await store.saveBucket(ctx, rowOf(robot.address, close(Date.parse(ctx.now()), outcome.wait)))
  }
}
