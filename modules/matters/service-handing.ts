import { type InputOf, newId, type ReplyOf, splitId } from '@doorstep/contract'
import { type Ctx, keyOf, pageOf } from '@doorstep/kernel'
import { placeNames } from '@doorstep/modules/areas/index.ts'
import type { supervision } from './contract-supervision.ts'
import { fail } from './rules.ts'
import * as rules from './rules-handovers.ts'
import { actOf } from './service-change.ts'
import { acceptDue } from './service-clock.ts'
import { checked } from './service-lists.ts'
import { notify } from './service-tell.ts'
import { namesFor } from './service-voice.ts'
import { whereOf } from './service-where.ts'
import * as store from './store.ts'
import * as handovers from './store-handovers.ts'

/** Handing on, as sender, receiver and supervisor see it: who has it, since when nobody answers, take it or take it back. */

type Reply = ReplyOf<typeof supervision.takeHandover>
const leads = (ctx: Ctx, area: string): boolean =>
  ctx.may('matters.lead')?.scopes.some((scope) => area.startsWith(scope)) ?? false

/** The receiver, or the department that got it. A room takes what was passed to it by accepting it. */
function mayTake(ctx: Ctx, { way, toAccount, toUnit, toArea }: rules.Handover): boolean {
  if (way === 'passOn') return false
  if (way !== 'department') return toAccount === ctx.actor.account
  return ctx.may('matters.department')?.units.some((unit) => `${toUnit}@${toArea}`.startsWith(unit)) ?? false
}
/** The sender, or a leader of either place. Who left a post does not get its work back: it is given to somebody else. */
const mayTakeBack = (ctx: Ctx, { way, fromAccount, fromArea, toArea }: rules.Handover): boolean =>
  way !== 'posting' && (fromAccount === ctx.actor.account || leads(ctx, fromArea) || leads(ctx, toArea))
function mayOf(ctx: Ctx, handover: rules.Handover): Reply['may'] {
  if (handover.endedAt) return []
  return [
    ...(mayTake(ctx, handover) ? (['take'] as const) : []),
    ...(mayTakeBack(ctx, handover) ? (['back'] as const) : []),
    ...(leads(ctx, handover.toArea) ? (['reroute'] as const) : []),
  ]
}

async function viewAll(ctx: Ctx, found: readonly rules.Handover[]): Promise<Reply[]> {
  const names = await namesFor(
    ctx,
    found.flatMap(({ fromAccount, toAccount, endedBy }) => [fromAccount, toAccount, endedBy]),
  )
  const places = await placeNames(ctx, [...new Set(found.flatMap(({ fromArea, toArea }) => [fromArea, toArea]))])
  const staff = (account: string | null) => account && { account, name: names.get(account) ?? '' }
  return found.map((handover) => ({
    id: handover.id,
    matter: handover.matter,
    code: handover.code,
    way: handover.way,
    from: staff(handover.fromAccount) || null,
    fromArea: handover.fromArea,
    fromAreaName: places.get(handover.fromArea) ?? handover.fromArea,
    to: staff(handover.toAccount) || null,
    unit: handover.toUnit,
    toArea: handover.toArea,
    toAreaName: places.get(handover.toArea) ?? handover.toArea,
    at: handover.at,
    dueAt: handover.dueAt,
    state: rules.stateOfHandover(handover, ctx.now()),
    stuckAt: handover.stuckAt,
    ended:
      handover.endedAt && handover.ended
        ? {
            at: handover.endedAt,
            how: handover.ended,
            by: handover.endedBy && (names.get(handover.endedBy) ?? ''),
          }
        : null,
    may: mayOf(ctx, handover),
  }))
}
const one = async (ctx: Ctx, handover: rules.Handover): Promise<Reply> => (await viewAll(ctx, [handover]))[0] as Reply

async function list(ctx: Ctx, { query }: InputOf<typeof supervision.handovers>) {
  const { limit = 50, after } = query
  const where = {
    ...whereOf(ctx.grant, query.area),
    ...(query.state ? { state: query.state } : {}),
    ...(query.way ? { way: query.way } : {}),
  }
  const key = checked(keyOf(after, 2), false)
  const found = await handovers.listHandovers(ctx, where, { limit: limit + 1, now: ctx.now(), after: key })
  const page = pageOf(
    found,
    limit,
    ({ at, id }) => [at, splitId(id).uuid],
    (each) => each,
  )
  return { items: await viewAll(ctx, page.items), next: page.next }
}

/** Seen through the asker's own eyes, then locked with its matter as the system: the sender may not see the matter any more. */
async function locked(ctx: Ctx, id: string) {
  const seen = (await handovers.findHandover(ctx, id)) ?? fail('matters.handoverMissing')
  return ctx.asSystem(async (system) => {
    const found = (await store.lock(system, seen.matter)) ?? fail('matters.handoverMissing')
    const handover = (await handovers.lockHandover(system, id)) ?? fail('matters.handoverMissing')
    return { handover, matter: found.matter }
  })
}
const stepOf = (ctx: Ctx, verb: string, state: store.NewStep['from'], reason: string | null, data: object) => ({
  id: newId(ctx.county, Date.parse(ctx.now())),
  at: ctx.now(),
  verb,
  by: ctx.actor.account,
  role: ctx.actor.postings[0]?.role ?? null,
  from: state,
  to: null,
  text: null,
  reason,
  data: { ...data },
  public: false,
})

async function take(ctx: Ctx, { params }: InputOf<typeof supervision.takeHandover>) {
  const { handover, matter } = await locked(ctx, params.handover)
  if (!mayTake(ctx, handover)) fail('matters.notYours')
  if (handover.endedAt) fail('matters.handoverEnded')
  const at = ctx.now()
  const by = ctx.actor.account
  await ctx.asSystem(async (system) => {
    await handovers.endHandover(system, handover.id, { at, by, ended: 'taken' })
    await store.insertStep(system, matter.id, stepOf(ctx, 'take', matter.state, null, {}))
  })
  publish(ctx, 'handoverTaken', handover)
  notify(ctx, matter, { to: [handover.fromAccount], words: 'taken' })
  return one(ctx, { ...handover, endedAt: at, endedBy: by, ended: 'taken' })
}
const publish = (ctx: Ctx, type: string, { matter, toArea, fromArea, fromAccount, toAccount, way }: rules.Handover) => {
  const accounts = [fromAccount, toAccount].filter((account): account is string => account !== null)
  for (const area of new Set([toArea, fromArea]))
    ctx.publish({ type: `matters.${type}`, subject: matter, area, accounts, payload: { way, by: ctx.actor.account } })
}

async function back(ctx: Ctx, { params, body }: InputOf<typeof supervision.takeBack>) {
  const { handover, matter } = await locked(ctx, params.handover)
  if (!mayTakeBack(ctx, handover)) fail('matters.notYours')
  if (handover.endedAt) fail('matters.handoverEnded')
  const act = actOf(ctx)
  const due = handover.way === 'passOn' ? await acceptDue(ctx, matter, act.at) : act.at
  const after = rules.takenBack(handover, matter, act, due)
  const step = stepOf(ctx, 'takeBack', matter.state, body.reason, { unit: handover.toUnit ?? undefined })
  await ctx.asSystem(async (system) => {
    await store.save(system, after, { ...step, to: after.state === matter.state ? null : after.state })
    await handovers.endHandover(system, handover.id, { at: act.at, by: act.by, ended: 'back' })
  })
  publish(ctx, 'takenBack', handover)
  notify(ctx, matter, { to: [handover.toAccount, after.assignee], words: 'takenBack' })
  return one(ctx, { ...handover, endedAt: act.at, endedBy: act.by, ended: 'back' })
}

export const handing = { viewAll, list, take, back }
