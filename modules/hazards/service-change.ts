import type { Static } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { addLimit, dayOf, endOfDay, timesOf } from '@doorstep/modules/calendar/index.ts'
import { closeMatter, factsOfMatter, noteOnMatter } from '@doorstep/modules/matters/index.ts'
import { planVisit } from '@doorstep/modules/visits/index.ts'
import * as rules from './rules.ts'
import { lockFile, tell } from './service-open.ts'
import { actOf, numberOf, suggestedDue, view } from './service-view.ts'
import type { NoticeBody, Hazard as Shown, TakenPhoto } from './shapes.ts'
import { isHandled, type Verb } from './states.ts'
import * as store from './store.ts'
import * as file from './store-file.ts'

/** Every verb: lock → rules → save → what follows → answer. */

const pastTense: Record<Verb, string> = {
  clear: 'cleared',
  notify: 'notified',
  serve: 'served',
  extend: 'extended',
  recheck: 'rechecked',
  notifyAgain: 'notifiedAgain',
  strikeOff: 'struckOff',
  refer: 'referred',
}
/** @throws `hazards.missing` */
export async function change(
  ctx: Ctx,
  id: string,
  verb: Verb,
  work: (hazard: rules.Hazard, act: rules.Act) => rules.Hazard | Promise<rules.Hazard>,
  then: (after: rules.Hazard, act: rules.Act) => Promise<void>,
): Promise<Shown> {
  const before = (await lockFile(ctx, id)) ?? rules.fail('hazards.missing')
  if (!rules.canMove(before.state, verb)) rules.fail('hazards.wrongState', { state: before.state })
  const act = await actOf(ctx)
  const after = await work(before, act)
  await store.save(ctx, after)
  await then(after, act)
  tell(ctx, pastTense[verb], after)
  return view(ctx, after)
}

/** The matter as somebody handles it; notices and closings need that. @throws `hazards.notAccepted` */
export async function handled(ctx: Ctx, id: string) {
  const facts = (await factsOfMatter(ctx, id)) ?? rules.fail('hazards.missing')
  return isHandled(facts.state) ? facts : rules.fail('hazards.notAccepted')
}
/** A picture counts when it hangs on the matter. @throws `hazards.photoUnknown` */
export async function photoOf(
  ctx: Ctx,
  id: string,
  taken: Static<typeof TakenPhoto> | undefined,
): Promise<rules.Photo | null> {
  if (!taken) return null
  const facts = await factsOfMatter(ctx, id)
  if (!facts?.photos.includes(taken.file)) rules.fail('hazards.photoUnknown')
  return { file: taken.file, point: taken.point ?? null }
}

/** What a notice says, its day from the county's terms where nobody chose one. */
export async function noticeOf(
  ctx: Ctx,
  id: string,
  act: rules.Act,
  body: Static<typeof NoticeBody>,
): Promise<rules.Notice> {
  return {
    class: body.class,
    responsible: body.responsible,
    person: body.person === undefined ? null : ctx.vault.seal(body.person),
    demands: body.demands,
    due: body.due ?? (await suggestedDue(ctx, act.at))[body.class],
    before: await photoOf(ctx, id, body.before),
  }
}
export async function issued(ctx: Ctx, after: rules.Hazard, act: rules.Act, demands: string): Promise<void> {
  const { class: sort, responsible, person, due, notices } = after
  if (sort === null || responsible === null || due === null) return
  await file.addNotice(ctx, after, { class: sort, responsible, person, demands, due }, act)
  await noteOnMatter(ctx, after.id, {
    words: 'hazards.notified',
    data: { number: numberOf(after.code, notices), responsible, day: due },
    reason: demands,
    public: true,
  })
}

/** Somebody looks again right after the day, whoever handles the matter. */
export async function planRecheck(ctx: Ctx, hazard: rules.Hazard): Promise<void> {
  if (hazard.due === null) return
  const { calendar, limits } = await timesOf(ctx, 'hazard.recheck')
  const lastDay = dayOf(addLimit(endOfDay(hazard.due, calendar), limits['hazard.recheck'], calendar), calendar)
  await planVisit(ctx, {
    area: hazard.area,
    purpose: 'recheck',
    source: 'hazards',
    key: visitOf(hazard),
    subject: hazard.id,
    task: 'hazards.tasks.recheck',
    dueOn: hazard.due,
    lastDay,
    assignee: (await factsOfMatter(ctx, hazard.id))?.assignee ?? null,
  })
}
export const visitOf = ({ id, notices }: Pick<rules.Hazard, 'id' | 'notices'>): string => `${id}/${notices}`

export async function close(
  ctx: Ctx,
  { id }: rules.Hazard,
  grade: 'solved' | 'procedureEnded',
  result: string,
): Promise<void> {
  await handled(ctx, id)
  await closeMatter(ctx, id, { by: 'hazards', grade, result })
}
