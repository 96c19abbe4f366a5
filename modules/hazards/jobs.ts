import type { Ctx, Event, JobList } from '@doorstep/kernel'
import { heirsOf } from '@doorstep/modules/areas/index.ts'
import { factsOfMatter, raiseCard } from '@doorstep/modules/matters/index.ts'
import { accountsWithRole } from '@doorstep/modules/people/index.ts'
import { expire, type Hazard } from './rules.ts'
import { dropFile, follow, goesOn, isHazard, openFile, reopenFile, tell } from './service-open.ts'
import { actOf } from './service-view.ts'
import * as store from './store.ts'

/** A file follows its matter, and the clock. */

const batch = 500

async function begin(ctx: Ctx, event: Event): Promise<void> {
  if (event.payload.kind !== 'hazard') return
  const facts = await factsOfMatter(ctx, event.subject)
  if (isHazard(facts) && goesOn(facts)) await openFile(ctx, facts)
}
/** Corrected into a hazard, out of one, or only elsewhere. */
async function corrected(ctx: Ctx, event: Event): Promise<void> {
  const facts = await factsOfMatter(ctx, event.subject)
  const hazard = await store.lock(ctx, event.subject)
  if (isHazard(facts) && !hazard) return begin(ctx, event)
  if (!facts || !hazard) return
  if (!isHazard(facts)) return dropFile(ctx, hazard, await actOf(ctx))
  if (hazard.state === 'dropped' && goesOn(facts)) await reopenFile(ctx, hazard, await actOf(ctx))
  await follow(ctx, (await store.lock(ctx, hazard.id)) as Hazard, facts)
}
async function end(ctx: Ctx, event: Event): Promise<void> {
  const hazard = await store.lock(ctx, event.subject)
  if (hazard) await dropFile(ctx, hazard, await actOf(ctx))
}
async function transferred(ctx: Ctx, event: Event): Promise<void> {
  const hazard = await store.lock(ctx, event.subject)
  if (hazard) await dropFile(ctx, hazard, await actOf(ctx), true)
}
async function again(ctx: Ctx, event: Event): Promise<void> {
  const hazard = await store.lock(ctx, event.subject)
  if (hazard) await reopenFile(ctx, hazard, await actOf(ctx))
  else await begin(ctx, event)
}
async function passedOn(ctx: Ctx, event: Event): Promise<void> {
  const facts = await factsOfMatter(ctx, event.subject)
  const hazard = await store.lock(ctx, event.subject)
  if (hazard && isHazard(facts)) await follow(ctx, hazard, facts)
}
/** The person's words are gone from the matter, and the place was one of them. */
async function forget(ctx: Ctx, event: Event): Promise<void> {
  const hazard = await store.lock(ctx, event.subject)
  if (hazard) await store.save(ctx, { ...hazard, place: null, point: null })
}
/** Areas were cut anew, and the matters have moved. */
async function recoded(ctx: Ctx): Promise<void> {
  const { ended } = await heirsOf(ctx)
  for (const hazard of await store.lockIn(ctx, ended)) {
    const facts = await factsOfMatter(ctx, hazard.id)
    if (facts && facts.area !== hazard.area) await follow(ctx, hazard, facts)
  }
}

/** The day is over: it is listed, the matter gets a card, its officer and the leaders hear of it. */
async function overdue(ctx: Ctx): Promise<void> {
  const act = await actOf(ctx)
  for (let found = batch; found === batch; ) {
    const due = await store.lockOverdue(ctx, act.today, batch)
    found = due.length
    for (const hazard of due) {
      const after = expire(hazard, act)
      await store.save(ctx, after)
      await raiseCard(ctx, hazard.id, 'hazard.yellow')
      tell(ctx, 'expired', after)
      await tellConcerned(ctx, after)
    }
  }
}
async function tellConcerned(ctx: Ctx, hazard: Hazard): Promise<void> {
  const leaders = await accountsWithRole(ctx, ['deputyChief'], hazard.area)
  const assignee = (await factsOfMatter(ctx, hazard.id))?.assignee
  const accounts = [...new Set([...leaders.map(({ account }) => account), ...(assignee ? [assignee] : [])])]
  if (accounts.length === 0) return
  ctx.publish({
    type: 'notices.wanted',
    subject: hazard.id,
    accounts,
    payload: { words: 'hazards.notices.overdue', data: { code: hazard.code } },
  })
}

export const jobs: JobList = {
  on: {
    'matters.reported': { begin },
    'matters.corrected': { corrected },
    'matters.passedOn': { passedOn },
    'matters.recoded': { recoded },
    'matters.resolved': { end },
    'matters.closedWithOther': { end },
    'matters.withdrawn': { end },
    'matters.transferredOut': { transferred },
    'matters.reopened': { again },
    'matters.objected': { again },
    'matters.emptied': { forget },
  },
  every: { overdue: { cron: '20 0 * * *', run: overdue } },
}
