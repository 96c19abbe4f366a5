import { newId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { canMove, fail, type Grade, type Matter, move, relimit } from './rules.ts'
import { hold, release, reopen, settle, settlingOf } from './rules-closing.ts'
import { actOf, doneOn, record } from './service-change.ts'
import { handleDue } from './service-clock.ts'
import { again, planVisits } from './service-closing.ts'
import { isWithheld, sealGuardian } from './service-minor.ts'
import { roleForVerb } from './service-voice.ts'
import * as store from './store.ts'
import { markMinor } from './store-minor.ts'

/**
 * What a record of another module may ask of the matter whose id it shares: a dispute, a hazard. All of it runs in the
 * caller's transaction; whether the actor may do it is the caller's own permission.
 */

export type MatterFacts = Pick<
  Matter,
  | 'id'
  | 'code'
  | 'area'
  | 'kind'
  | 'state'
  | 'assignee'
  | 'reporter'
  | 'description'
  | 'place'
  | 'point'
  | 'extra'
  | 'reportedAt'
> & {
  minor: boolean
  heldBy: string | null
  photos: string[]
  revisits: Pick<store.FullVisit, 'day' | 'doneAt' | 'outcome'>[]
}

/** As far as the actor may see it; undefined where they may not. `photos`: ids of the pictures that hang on it; `revisits`: of this run, in their order. */
export async function factsOfMatter(ctx: Ctx, id: string): Promise<MatterFacts | undefined> {
  const found = await store.find(ctx, id)
  if (!found) return undefined
  const { code, area, kind, state, assignee, reporter, description, place, point, extra, reportedAt } = found.matter
  const photos = found.attachments.filter(({ type }) => type.startsWith('image/')).map((file) => file.id)
  const facts = {
    id,
    code,
    area,
    kind,
    state,
    assignee,
    reporter,
    description,
    place,
    point,
    extra,
    reportedAt,
    photos,
  }
  const revisits = found.visits.filter(({ round }) => round === found.matter.reopened)
  return { ...facts, revisits, minor: found.matter.minor ?? false, heldBy: found.matter.heldBy ?? null }
}

/** Its record has somebody under 18 in it: from now on others than whoever handles it need an approval to read it. */
export async function markMatterMinor(ctx: Ctx, id: string): Promise<void> {
  const { matter } = await locked(ctx, id)
  if (!matter.minor) await markMinor(ctx, id, sealGuardian(ctx, { how: 'none' }))
}
/** What is said of a child in it is not for this reader, at this moment. */
export async function isMatterWithheld(ctx: Ctx, id: string): Promise<boolean> {
  const found = await store.find(ctx, id)
  return !found || isWithheld(ctx, found.matter)
}

const locked = async (ctx: Ctx, id: string): Promise<store.Found> =>
  (await store.lock(ctx, id)) ?? fail('matters.missing')

/** From now on only `by` closes it. @param by name of the module. @throws `matters.held` by another, `matters.wrongState` */
export async function holdMatter(ctx: Ctx, id: string, by: string): Promise<void> {
  const { matter } = await locked(ctx, id)
  await store.saveQuietly(ctx, hold(matter, by))
}
/** May be closed by hand again. */
export async function releaseMatter(ctx: Ctx, id: string, by: string): Promise<void> {
  const { matter } = await locked(ctx, id)
  await store.saveQuietly(ctx, release(matter, by))
}

/**
 * Settles the matter for the record that holds it, with the visits that follow; one that is settled gets the other grade.
 * @param stays the record goes on and keeps hold of it: it is not put away. @throws `matters.held` by another, `matters.wrongState`
 */
export async function closeMatter(
  ctx: Ctx,
  id: string,
  { by, grade, result, stays = false }: { by: string; grade: Grade; result: string; stays?: boolean },
): Promise<void> {
  const found = await locked(ctx, id)
  const before = found.matter
  const verb = settlingOf(before.state)
  if (verb === 'regrade' && before.grade === grade && stays) return
  const after = settle(before, actOf(ctx, before), verb, { by, grade, result, stays })
  if (verb !== 'regrade') await planVisits(ctx, found, after)
  await record(ctx, verb, before, after, { text: result, data: { grade } })
}
/** What was settled is worked on again, with a new limit; one that is open stays as it is. @throws `matters.wrongState` */
export async function reopenMatter(
  ctx: Ctx,
  id: string,
  { by, reason }: { by: string; reason: string },
): Promise<void> {
  const found = await locked(ctx, id)
  const before = found.matter
  const act = actOf(ctx, before)
  if (canMove(before.state, 'reopen')) {
    const after = await again(ctx, found, (due) => hold(reopen(before, act, due), by), act.at)
    await record(ctx, 'reopen', before, after, { reason, data: { due: after.handleDue } })
  } else await store.saveQuietly(ctx, hold(before, by))
}
/** Another limit than its kind's, from the acceptance on; what pauses and extensions gave stays given. */
export async function limitMatter(ctx: Ctx, id: string, limit: string): Promise<void> {
  const { matter } = await locked(ctx, id)
  if (matter.limit === limit || !canMove(matter.state, 'relimit')) return
  const from = matter.reopened > 0 ? matter.clockFrom : (matter.acceptedAt ?? matter.clockFrom)
  const [was, is] = [await handleDue(ctx, matter, from), await handleDue(ctx, { ...matter, limit }, from)]
  const shifted = Date.parse(matter.handleDue ?? was) + Date.parse(is) - Date.parse(was)
  const after = relimit(matter, actOf(ctx, matter), limit, new Date(shifted).toISOString())
  await record(ctx, 'relimit', matter, after, { data: { due: after.handleDue } })
}

/** `words`: `<module>.<name>`, told by `<module>.plain.<name>` to the person where public, by `<module>.full.<name>` among staff. */
export type Noted = {
  words: `${string}.${string}`
  data?: Record<string, unknown>
  text?: string | null
  reason?: string | null
  public?: boolean
}
/** One line of the flow log about what happened beside the matter, so that one log tells the whole story. */
export async function noteOnMatter(ctx: Ctx, id: string, noted: Noted): Promise<void> {
  const { matter } = await locked(ctx, id)
  const act = actOf(ctx, matter)
  const after = canMove(matter.state, 'note') ? move(matter, 'note', act) : matter
  const { doneAt, ...clock } = doneOn(ctx, matter.reportedAt)
  const at = act.arrived ?? act.at
  await store.save(ctx, after, {
    id: newId(ctx.county, Date.parse(at)),
    at,
    doneAt,
    verb: noted.words,
    by: ctx.actor.account,
    role: roleForVerb(ctx, matter, 'note'),
    from: matter.state,
    to: null,
    text: noted.text ?? null,
    reason: noted.reason ?? null,
    data: { ...noted.data, ...clock },
    public: noted.public ?? false,
  })
  ctx.publish({
    type: 'matters.noted',
    subject: id,
    area: matter.area,
    accounts: [...new Set([matter.assignee, noted.public ? matter.reporter : null].filter((each) => each !== null))],
  })
}
