import type { Ctx, Event, JobList } from '@doorstep/kernel'
import { actOf, cancelPlanned, planVisit, recordMade, tell } from './doors.ts'
import { followAreas } from './jobs-areas.ts'
import { miss } from './rules.ts'
import * as store from './store.ts'

/** The calendar follows what others plan, and says what was missed. */

const batch = 500

/** A day is over: what was not made on it was missed. It can still be made. */
async function missed(ctx: Ctx): Promise<void> {
  const act = await actOf(ctx)
  for (let found = batch; found === batch; ) {
    const visits = await store.lockOverdue(ctx, act.today, batch)
    found = visits.length
    for (const visit of visits) {
      const after = miss(visit, act)
      await store.save(ctx, after)
      tell(ctx, 'missed', after)
    }
  }
}

/** In the morning, one line to each officer: how many there are today. */
async function today(ctx: Ctx): Promise<void> {
  const { today: day } = await actOf(ctx)
  for (const { assignee, count } of await store.countDue(ctx, day))
    ctx.publish({
      type: 'notices.wanted',
      subject: assignee,
      accounts: [assignee],
      payload: { words: 'visits.notices.today', data: { count } },
    })
}

type Revisit = { round: number; day: number; dueOn: string }
const nameOfRevisit = (matter: string, { round, day }: Omit<Revisit, 'dueOn'>): string => `${matter}/${round}/${day}`

/** Revisits of a settled matter stand in the calendar; they are recorded at the matter. */
async function mirror(ctx: Ctx, event: Event): Promise<void> {
  const { revisits, assignee } = event.payload as { revisits: Revisit[]; assignee: string | null }
  for (const revisit of revisits)
    await planVisit(ctx, {
      area: event.area,
      purpose: 'revisit',
      source: 'matters',
      key: nameOfRevisit(event.subject, revisit),
      subject: event.subject,
      task: 'visits.tasks.revisit',
      dueOn: revisit.dueOn,
      assignee,
    })
}
async function made(ctx: Ctx, event: Event): Promise<void> {
  const { round, day, outcome, by } = event.payload as {
    round: number
    day: number
    outcome: string
    by: string | null
  }
  const outcomes = { good: 'good', notReached: 'notMet' } as const
  await recordMade(ctx, 'matters', nameOfRevisit(event.subject, { round, day }), {
    outcome: outcomes[outcome as keyof typeof outcomes] ?? 'concern',
    at: event.at,
    by,
  })
}
const dropRevisits = (ctx: Ctx, event: Event): Promise<void> =>
  cancelPlanned(ctx, 'matters', { subject: event.subject }, 'visits.reasons.reopened')

async function takeOver(ctx: Ctx, event: Event): Promise<void> {
  const { from, to, area } = event.payload as { from: string; to: string; area: string }
  await store.handOver(ctx, from, to, area)
}

export const jobs: JobList = {
  on: {
    'areas.changed': { followAreas },
    'matters.revisitsPlanned': { mirror },
    'matters.revisited': { made },
    'matters.reopened': { dropRevisits },
    'matters.objected': { dropRevisits },
    'people.handedOver': { takeOver },
  },
  every: {
    followAreas: { cron: '15 * * * *', run: followAreas },
    missed: { cron: '5 0 * * *', run: missed },
    today: { cron: '0 8 * * *', run: today },
  },
}
