import { newId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { type Act, canMove, fail, type Matter, notBefore } from './rules.ts'
import { mayDo, reachOf } from './rules-allowed.ts'
import { cardsAfter } from './service-cards.ts'
import { handoverAfter } from './service-handovers.ts'
import { eventOf, tellConcerned } from './service-tell.ts'
import { view } from './service-view.ts'
import { reachOfReader, roleForVerb, whoOf } from './service-voice.ts'
import type { Verb } from './states.ts'
import * as store from './store.ts'

/** What the flow log says of a change: `text` to or from the person, `reason` among staff, `data` for both sentences. */
export type Told = { text?: string | undefined; reason?: string | undefined; data?: Record<string, unknown> }

/** Between staff only; every other step is public. */
const inner: ReadonlySet<Verb> = new Set<Verb>(['note', 'dropHelp', 'helped', 'askExtension', 'supervise'])
export const isPublic = (verb: Verb, after: Matter, before: Matter): boolean =>
  verb === 'decideExtension' ? after.extensions > before.extensions : !inner.has(verb)

/** Who does it, and when it counts: on a matter, done without a signal, at the time it was done; else when it reaches us. */
export function actOf(ctx: Ctx, matter?: Matter): Act {
  const [by, now] = [ctx.actor.account, ctx.now()]
  return ctx.done && matter ? { by, at: notBefore(matter, ctx.done.at), arrived: now } : { by, at: now }
}
/** What the log keeps of it: a matter is not handled before it exists; a clock that was off is marked. */
export const doneOn = ({ done }: Ctx, since: string | null) => ({
  doneAt: done && since !== null && done.at < since ? since : (done?.at ?? null),
  ...(done && Math.abs(done.clockOff) > clockTolerance ? { clockOff: done.clockOff } : {}),
})
/** Seconds; phones are seldom more wrong than that. */
const clockTolerance = 300

function stepOf(ctx: Ctx, verb: Verb, before: Matter, after: Matter, told: Told): store.NewStep & { id: string } {
  const { doneAt, ...clock } = doneOn(ctx, before.reportedAt)
  return {
    id: newId(ctx.county, Date.parse(after.updatedAt)),
    at: after.updatedAt,
    doneAt,
    verb,
    by: ctx.actor.account,
    role: roleForVerb(ctx, before, verb),
    from: before.state,
    to: after.state === before.state ? null : after.state,
    text: told.text ?? null,
    reason: told.reason ?? null,
    data: { ...told.data, ...clock },
    public: isPublic(verb, after, before),
  }
}

/** Saves a change that has been decided, with its step, event and notices. */
export async function record(ctx: Ctx, verb: Verb, before: Matter, after: Matter, told: Told = {}): Promise<void> {
  const step = stepOf(ctx, verb, before, after, told)
  // A change may move the row out of the writer's own sight; row-level security would refuse to write such a row.
  const stays = ctx.actor.kind === 'system' || reachOf(after, ctx.grant, whoOf(ctx, after)) !== undefined
  if (stays) await store.save(ctx, after, step)
  else await ctx.asSystem((system) => store.save(system, after, step))
  ctx.publish(eventOf(ctx, verb, before, after, step.public))
  // Those who lose sight of it have to hear that it is gone: the event above is told where it is now.
  if (after.area !== before.area) ctx.publish({ type: 'matters.leftArea', subject: after.id, area: before.area })
  tellConcerned(ctx, verb, before, after)
  await cardsAfter(ctx, verb, before, after, step)
  await handoverAfter(ctx, verb, before, after, actOf(ctx))
}

type Work = (found: store.Found, act: Act) => Matter | Promise<Matter>
type Tell = Told | ((after: Matter, before: Matter) => Told)

/** Every verb: lock → may they → rules → save → step → publish → answer. @throws `matters.missing`, `matters.wrongState`, `matters.notYours` */
export async function change(ctx: Ctx, id: string, verb: Verb, work: Work, tell: Tell = {}) {
  const found = (await store.lock(ctx, id)) ?? fail('matters.missing')
  const before = found.matter
  if (!canMove(before.state, verb)) fail('matters.wrongState', { state: before.state })
  if (!mayDo(verb, before, whoOf(ctx, before)))
    fail(verb === 'decideExtension' ? 'matters.ownRequest' : 'matters.notYours')
  const as = reachOfReader(ctx, before)
  const after = await work(found, actOf(ctx, before))
  await record(ctx, verb, before, after, typeof tell === 'function' ? tell(after, before) : tell)
  return view(ctx, { ...found, matter: after }, reachOfReader(ctx, after) ?? as)
}
