import { newId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { addLimit, timesOf } from '@doorstep/modules/calendar/index.ts'
import type { Act, Matter } from './rules.ts'
import { begun, endedBy, type Handover, leaseOf, type Way } from './rules-handovers.ts'
import { departmentAccounts, onDuty, withRole } from './service-duty.ts'
import { notify } from './service-tell.ts'
import type { Verb } from './states.ts'
import * as store from './store-handovers.ts'

/** Who handed what to whom, and whether anybody took it. */

/** Begins a lease: within it the receiver takes the matter, by a word of their own or by doing something about it. */
export async function begin(
  ctx: Ctx,
  way: Way,
  before: Matter,
  after: Matter,
  act: Act,
  from: string | null = act.by,
): Promise<void> {
  const code = leaseOf(way, after.urgency)
  const { calendar, limits } = await timesOf(ctx, code)
  const due = way === 'passOn' && after.acceptDue ? after.acceptDue : addLimit(act.at, limits[code], calendar)
  const handover: Handover = {
    id: newId(ctx.county, Date.parse(act.at)),
    matter: after.id,
    code: after.code,
    way,
    fromAccount: from,
    fromArea: before.area,
    wasAssignee: before.assignee,
    toAccount: way === 'assign' || way === 'posting' ? after.assignee : null,
    toUnit: way === 'department' ? after.unit : null,
    toArea: after.area,
    at: act.at,
    dueAt: due,
    stuckAt: null,
    endedAt: null,
    ended: null,
    endedBy: null,
  }
  await ctx.asSystem((system) => store.insertHandover(system, handover))
}

/** What a step means for the handing on of its matter. Called for every verb. */
export async function handoverAfter(ctx: Ctx, verb: Verb, before: Matter, after: Matter, act: Act): Promise<void> {
  const waiting = await ctx.asSystem((system) => store.findWaiting(system, after.id))
  const ended = waiting && endedBy(waiting, verb, after, act)
  if (waiting && ended)
    await ctx.asSystem((system) => store.endHandover(system, waiting.id, { at: act.at, by: act.by, ended }))
  const way = begun(verb, before, after, act)
  if (way && (!waiting || ended)) await begin(ctx, way, before, after, act)
}

/** Sender, receiver and supervisors hear that nobody has answered. */
export async function tellStuck(ctx: Ctx, handover: Handover): Promise<void> {
  const { way, toArea, fromArea, toUnit, toAccount } = handover
  const receivers =
    way === 'department'
      ? await departmentAccounts(ctx, toArea, toUnit)
      : toAccount
        ? [toAccount]
        : await onDuty(ctx, toArea)
  const chiefs = [...(await withRole(ctx, toArea, 'chief')), ...(await withRole(ctx, fromArea, 'chief'))]
  const matter = { id: handover.matter, code: handover.code }
  const senders = [handover.fromAccount].filter((account): account is string => account !== null)
  const told = new Set<string>()
  const once = (accounts: readonly string[]) => accounts.filter((account) => !told.has(account) && told.add(account))
  notify(ctx, matter, { to: once(receivers), words: 'takeIt', urgent: true })
  notify(ctx, matter, { to: once(senders), words: 'noAnswer', urgent: true })
  notify(ctx, matter, { to: once(chiefs), words: 'noAnswerChief', urgent: true })
  const about = { type: 'matters.handoverStuck', subject: handover.matter, accounts: [...told] }
  for (const area of new Set([toArea, fromArea])) ctx.publish({ ...about, area, payload: { way } })
}
