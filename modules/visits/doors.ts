import { newId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { calendarOf, dayOf } from '@doorstep/modules/calendar/index.ts'
import type { Act, Day, Planned } from './rules.ts'
import * as store from './store.ts'

/** What other modules ask of the calendar; all of it runs in the caller's transaction and may be repeated. */

export type ToPlan = Pick<Planned, 'area' | 'purpose' | 'source' | 'key' | 'dueOn'> &
  Partial<Pick<Planned, 'subject' | 'place' | 'point' | 'task' | 'lastDay' | 'assignee'>>

export async function actOf(ctx: Ctx): Promise<Act> {
  const at = ctx.now()
  return { by: ctx.actor.account, at, today: dayOf(at, await calendarOf(ctx)) }
}

export const fresh = (ctx: Ctx, id: string, wanted: ToPlan): Planned => ({
  subject: null,
  place: null,
  point: null,
  task: null,
  lastDay: null,
  assignee: null,
  along: [],
  ...wanted,
  id,
  state: 'planned',
  doneAt: null,
  doneBy: null,
  outcome: null,
  note: null,
  reason: null,
  updatedAt: ctx.now(),
})

/** Plans a visit, or puts the one of that name on its new day while it is still to be made. */
export async function planVisit(ctx: Ctx, wanted: ToPlan): Promise<void> {
  const visit = fresh(ctx, newId(ctx.county), wanted)
  if (await store.add(ctx, visit)) {
    tell(ctx, 'planned', visit)
    return
  }
  const known = await store.lockByKey(ctx, wanted.source, wanted.key)
  if (!known || known.state === 'done') return
  const after: Planned = { ...known, ...wanted, state: 'planned', reason: null, updatedAt: ctx.now() }
  await store.save(ctx, after)
  tell(ctx, 'moved', after)
}

/** What is still to be made and was planned by `source`: one by its name, or all about a subject. */
export async function cancelPlanned(
  ctx: Ctx,
  source: string,
  which: { key: string } | { subject: string },
  reason: string,
): Promise<void> {
  const found =
    'key' in which
      ? [await store.lockByKey(ctx, source, which.key)]
      : await store.lockOpenAbout(ctx, source, which.subject)
  for (const visit of found) {
    if (!visit || visit.state === 'done' || visit.state === 'cancelled') continue
    const after: Planned = { ...visit, state: 'cancelled', reason, updatedAt: ctx.now() }
    await store.save(ctx, after)
    tell(ctx, 'cancelled', after)
  }
}

/** How many visits of a planner were not made on their day, within the actor's reach and an area of it. */
export const missedOf = (
  ctx: Ctx,
  source: string,
  where: { area?: string | undefined; from: Day; to: Day },
): Promise<number> => store.countMissed(ctx, { ...where, source })

export type VisitFacts = Pick<Planned, 'id' | 'area' | 'purpose' | 'subject' | 'place' | 'point' | 'outcome' | 'doneAt'>
/** As far as the actor may see it; its note stays there. */
export async function factsOfVisit(ctx: Ctx, id: string): Promise<VisitFacts | undefined> {
  const visit = await store.find(ctx, id)
  if (!visit) return undefined
  const { area, purpose, subject, place, point, outcome, doneAt } = visit
  return { id, area, purpose, subject, place, point, outcome, doneAt }
}

/** Made, and recorded where it belongs; a name that nobody planned is none. */
export async function recordMade(
  ctx: Ctx,
  source: string,
  key: string,
  { outcome, at, by }: { outcome: NonNullable<Planned['outcome']>; at: string; by: string | null },
): Promise<void> {
  const visit = await store.lockByKey(ctx, source, key)
  if (!visit || visit.state === 'done') return
  const after: Planned = { ...visit, state: 'done', outcome, doneAt: at, doneBy: by, updatedAt: ctx.now() }
  await store.save(ctx, after)
  tell(ctx, 'made', after)
}

/** `visits.<what>`: staff of the place and the one who goes hear of it; the planner finds its own name in it. */
export function tell(ctx: Ctx, what: 'planned' | 'taken' | 'moved' | 'made' | 'missed' | 'cancelled', visit: Planned) {
  ctx.publish({
    type: `visits.${what}`,
    subject: visit.id,
    area: visit.area,
    accounts: visit.assignee === null ? [...visit.along] : [visit.assignee, ...visit.along],
    payload: {
      source: visit.source,
      key: visit.key,
      about: visit.subject,
      purpose: visit.purpose,
      dueOn: visit.dueOn satisfies Day,
      outcome: visit.outcome,
      doneAt: visit.doneAt,
      by: ctx.actor.account,
    },
  })
}
