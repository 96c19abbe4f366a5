import type { Ctx, Event, JobList } from '@doorstep/kernel'
import { calendarOf, dayOf } from '@doorstep/modules/calendar/index.ts'
import { raiseCard } from '@doorstep/modules/matters/index.ts'
import { planVisit } from '@doorstep/modules/visits/index.ts'
import { canMove } from './rules.ts'
import { performIfKept } from './service-agreement-effect.ts'
import { kept, missed } from './service-agreement-keep.ts'
import { changed } from './service-change.ts'
import * as store from './store.ts'
import { findInstalment } from './store-agreement.ts'

/** What the calendar says of a term: seen kept, seen broken, nobody met, nobody went. */

type About = {
  source: string
  key: string
  about: string | null
  purpose: string
  outcome: string | null
  by: string | null
}
/** The term a visit was about, or nothing: other visits have other names. `instalment/<id>` or `instalment/<id>/<day>` */
const termOf = ({ payload }: Event): { id: string; about: About } | undefined => {
  const about = payload as unknown as About
  const [kind, id] = about.key.split('/')
  return about.source === 'disputes' && kind === 'instalment' && id ? { id, about } : undefined
}
const againAfterDays = 3

async function seen(ctx: Ctx, event: Event): Promise<void> {
  const term = termOf(event)
  const row = term && (await findInstalment(ctx, term.id))
  if (!term || !row || row.state === 'kept') return
  const dispute = await store.lock(ctx, `${row.county}-${row.dispute}`)
  if (!dispute || !canMove(dispute.state, 'keepInstalment')) return
  const { outcome, by } = term.about
  if (outcome === 'good') {
    await changed(ctx, dispute.id, 'keepInstalment', (before, act) => kept(ctx, before, { ...act, by }, term.id, null))
    const after = await store.find(ctx, dispute.id)
    if (after) await performIfKept(ctx, after)
  } else if (outcome === 'concern' && row.state === 'due')
    await changed(ctx, dispute.id, 'missInstalment', (before, act) =>
      missed(ctx, before, { ...act, by }, term.id, null),
    )
  else if (outcome === 'notMet') {
    const at = new Date(Date.parse(ctx.now()) + againAfterDays * 86_400_000).toISOString()
    const dueOn = dayOf(at, await calendarOf(ctx))
    await planVisit(ctx, {
      area: dispute.area,
      purpose: 'instalment',
      source: 'disputes',
      key: `instalment/${term.id}/${dueOn}`,
      subject: dispute.id,
      task: 'disputes.tasks.instalment',
      place: dispute.place,
      dueOn,
      assignee: dispute.assignee,
    })
  }
}
/** Nobody went to see whether it was kept. */
async function unseen(ctx: Ctx, event: Event): Promise<void> {
  const term = termOf(event)
  if (term?.about.about) await raiseCard(ctx, term.about.about, 'instalment.yellow')
}

export const agreementJobs = {
  on: { 'visits.made': { seen }, 'visits.missed': { unseen } },
  every: {},
} as const satisfies JobList
