import type { Ctx } from '@doorstep/kernel'
import { factsOfMatter, type MatterFacts, noteOnMatter, releaseMatter } from '@doorstep/modules/matters/index.ts'
import { cancelPlanned } from '@doorstep/modules/visits/index.ts'
import { type Act, canMove, drop, type Hazard, refer, reopen } from './rules.ts'
import * as store from './store.ts'

/** A file begins with its matter, follows it, and ends with it where nothing has been demanded yet. */

const goingOn: readonly string[] = [
  ...(['submitted', 'accepted', 'inProgress', 'waitingPerson', 'waitingDepartment', 'suspended'] as const),
]
export const isHazard = (facts: MatterFacts | undefined): facts is MatterFacts => facts?.kind === 'hazard'
export const goesOn = (facts: MatterFacts): boolean => goingOn.includes(facts.state)

const sortOf = ({ extra }: MatterFacts): string => (typeof extra.sort === 'string' ? extra.sort : 'other')
/** What is said about somebody under age stays with the matter. */
const placeOf = ({ minor, place, point }: MatterFacts) => (minor ? { place: null, point: null } : { place, point })

/** Once, by its id. @returns false where it is there already */
export async function openFile(ctx: Ctx, facts: MatterFacts): Promise<boolean> {
  const opened = await store.add(ctx, {
    id: facts.id,
    code: facts.code,
    area: facts.area,
    sort: sortOf(facts),
    ...placeOf(facts),
    state: 'found',
    class: null,
    responsible: null,
    person: null,
    notices: 0,
    due: null,
    before: null,
    recheck: null,
    referredTo: null,
    foundAt: facts.reportedAt,
    closedAt: null,
    updatedAt: ctx.now(),
  })
  if (opened) tell(ctx, 'found', { id: facts.id, area: facts.area, state: 'found' })
  return opened
}
/** The file, opened now where nobody has yet; undefined where the matter is none or is over. */
export async function lockFile(ctx: Ctx, id: string): Promise<Hazard | undefined> {
  const known = await store.lock(ctx, id)
  if (known) return known
  const facts = await factsOfMatter(ctx, id)
  if (!isHazard(facts) || !goesOn(facts)) return undefined
  await openFile(ctx, facts)
  return store.lock(ctx, id)
}

/** The matter was corrected or passed on: where it is and of what sort stands there. */
export async function follow(ctx: Ctx, hazard: Hazard, facts: MatterFacts): Promise<void> {
  const after = { ...hazard, area: facts.area, sort: sortOf(facts), ...placeOf(facts) }
  await store.save(ctx, after)
  if (after.area !== hazard.area) tell(ctx, 'moved', after)
}
/** The matter is over, is no hazard any more, or somebody else has it now. */
export async function dropFile(ctx: Ctx, hazard: Hazard, act: Act, elsewhere = false): Promise<void> {
  if (!canMove(hazard.state, 'drop')) return
  const after = elsewhere ? refer(hazard, act, 'other') : drop(hazard, act)
  await store.save(ctx, after)
  await cancelPlanned(ctx, 'hazards', { subject: hazard.id }, 'hazards.reasons.ended')
  if (hazard.notices > 0) await releaseMatter(ctx, hazard.id, 'hazards')
  tell(ctx, elsewhere ? 'referred' : 'dropped', after)
}
export async function reopenFile(ctx: Ctx, hazard: Hazard, act: Act): Promise<void> {
  if (!canMove(hazard.state, 'reopen')) return
  const after = reopen(hazard, act)
  await store.save(ctx, after)
  await noteOnMatter(ctx, hazard.id, { words: 'hazards.reopened' })
  tell(ctx, 'reopened', after)
}

export function tell(ctx: Ctx, what: string, hazard: Pick<Hazard, 'id' | 'area' | 'state'>): void {
  ctx.publish({
    type: `hazards.${what}`,
    subject: hazard.id,
    area: hazard.area,
    payload: { state: hazard.state, by: ctx.actor.account },
  })
}
