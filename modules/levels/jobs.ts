import type { Ctx, Event, JobList } from '@doorstep/kernel'
import { raiseCard, standingOf } from '@doorstep/modules/matters/index.ts'
import { followAreas } from './jobs-areas.ts'
import { type Act, finish } from './rules.ts'
import { decide, planContact, tellLeaders } from './service-decide.ts'
import * as store from './store.ts'

/** A colour follows its matter, its contacts and its term. */

const batch = 500
const actOf = (ctx: Ctx): Act => ({ by: null, at: ctx.now() })

/** The matter is put away, withdrawn or somewhere else: its colour is over with it. */
async function close(ctx: Ctx, event: Event): Promise<void> {
  const level = await store.lockOf(ctx, event.subject)
  if (level) await decide(ctx, level, 'closed', finish(level, actOf(ctx), 'closed'), actOf(ctx), null)
}

/** The matter went to another place, or is of another kind: its colour goes with it. */
async function follow(ctx: Ctx, event: Event): Promise<void> {
  const level = await store.lockOf(ctx, event.subject)
  const matter = level && (await standingOf(ctx, event.subject))
  if (matter) await store.save(ctx, { ...level, area: matter.area, kind: matter.kind })
}

type About = { source: string; about: string | null; doneAt: string | null; dueOn: string }
async function contacted(ctx: Ctx, event: Event): Promise<void> {
  const { source, about, doneAt } = event.payload as About
  if (source !== 'levels' || about === null) return
  const level = await store.lockOf(ctx, about)
  if (level) await planContact(ctx, level, doneAt ?? event.at)
}
/** Nobody went: the matter gets a card, a leader hears of it. */
async function missed(ctx: Ctx, event: Event): Promise<void> {
  const { source, about, dueOn } = event.payload as About
  if (source !== 'levels' || about === null) return
  const level = await store.lockOf(ctx, about)
  if (!level) return
  if (level.subjectKind === 'matter') await raiseCard(ctx, level.subject, 'contact.yellow')
  await tellLeaders(ctx, level, 'missed')
  ctx.log.info({ level: level.id, dueOn }, 'contact missed')
}

/** Over by their own term: a colour that nobody confirmed does not stay. */
async function expire(ctx: Ctx): Promise<void> {
  for (let found = batch; found === batch; ) {
    const due = await store.listDue(ctx, ctx.now(), 'expires', batch)
    found = due.length
    for (const level of due) await decide(ctx, level, 'expired', finish(level, actOf(ctx), 'expired'), actOf(ctx), null)
  }
}
/** Word on the day three days before. */
async function warn(ctx: Ctx): Promise<void> {
  const at = (days: number) => new Date(Date.parse(ctx.now()) + days * 86_400_000).toISOString()
  for (const level of await store.listExpiring(ctx, at(2), at(3))) await tellLeaders(ctx, level, 'expiring')
}
/** An orange or a red that no leader has signed in its time. */
async function unsigned(ctx: Ctx): Promise<void> {
  for (const level of await store.listDue(ctx, ctx.now(), 'sign_due', batch))
    if (level.subjectKind === 'matter') await raiseCard(ctx, level.subject, 'signature.yellow')
}

export const jobs: JobList = {
  on: {
    'areas.changed': { followAreas },
    'matters.archived': { close },
    'matters.passedOn': { follow },
    'matters.corrected': { follow },
    'matters.withdrawn': { close },
    'matters.transferredOut': { close },
    'visits.made': { contacted },
    'visits.missed': { missed },
  },
  every: {
    followAreas: { cron: '20 * * * *', run: followAreas },
    expire: { cron: '10 * * * *', run: expire },
    warn: { cron: '30 8 * * *', run: warn },
    unsigned: { cron: '25 * * * *', run: unsigned },
  },
}
