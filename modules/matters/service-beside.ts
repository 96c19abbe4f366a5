import { newId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { canMove, fail, type Grade, type Matter, move } from './rules.ts'
import { hold, release, resolve } from './rules-closing.ts'
import { actOf, doneOn, record } from './service-change.ts'
import { planVisits } from './service-closing.ts'
import { roleForVerb } from './service-voice.ts'
import * as store from './store.ts'

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
> & { minor: boolean; heldBy: string | null; photos: string[] }

/** As far as the actor may see it; undefined where they may not. `photos`: ids of the pictures that hang on it. */
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
  return { ...facts, minor: found.matter.minor ?? false, heldBy: found.matter.heldBy ?? null }
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

/** Settles the matter for the record that holds it, with the visits that follow. @throws `matters.held` by another, `matters.wrongState` */
export async function closeMatter(
  ctx: Ctx,
  id: string,
  { by, grade, result }: { by: string; grade: Grade; result: string },
): Promise<void> {
  const found = await locked(ctx, id)
  const after = resolve(release(found.matter, by), actOf(ctx, found.matter), grade, result)
  await planVisits(ctx, found, after)
  await record(ctx, 'resolve', found.matter, after, { text: result, data: { grade } })
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
