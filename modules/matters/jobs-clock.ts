import type { Ctx, JobList } from '@doorstep/kernel'
import { addLimit, dayOf, dueState, endOfDay, nationalCalendar, timesOf } from '@doorstep/modules/calendar/index.ts'
import { canMove, type Instant, type Matter } from './rules.ts'
import { type Caused, cards, cause, causedBy, type Watch } from './rules-clock.ts'
import { archive, quietDays, readyForArchive } from './rules-closing.ts'
import { actOf, record } from './service-change.ts'
import { responsibleFor, withRole } from './service-duty.ts'
import { tellStuck } from './service-handovers.ts'
import { notify } from './service-tell.ts'
import * as store from './store.ts'
import { takeUnanswered } from './store-cards.ts'
import { takeStuck } from './store-handovers.ts'
import * as life from './store-life.ts'

/** What the clock does every few minutes. A round that is repeated finds nothing left to do. */

const hour = 3_600_000
const before = (at: Instant, milliseconds: number): Instant => new Date(Date.parse(at) - milliseconds).toISOString()
const batch = 200
const mostAtOnce = 2000

async function watchOf(ctx: Ctx): Promise<Watch> {
  const codes = [...cards, 'dueSoon' as const].map((card) => `card.${card}` as const)
  const { calendar, limits } = await timesOf(ctx, ...codes)
  const lead = limits['card.dueSoon']
  const rule = { workingDays: 'workingDays' in lead ? lead.workingDays : 0, share: 0.25 }
  const leadHours = 'hours' in lead ? lead.hours * hour : 0
  const now = ctx.now()
  return {
    now,
    after: (card, from) => addLimit(from, limits[`card.${card}`], calendar),
    dueSoon: (from, due) =>
      leadHours > 0 ? before(due, leadHours) <= now : dueState(from, due, now, calendar, rule) === 'due_soon',
  }
}

/** Reminders before the deadline, yellow and red cards after it. */
async function watch(ctx: Ctx): Promise<void> {
  const watching = await watchOf(ctx)
  const span = { soon: before(ctx.now(), -14 * 24 * hour), silentSince: before(ctx.now(), 24 * hour) }
  let after = '00000000-0000-0000-0000-000000000000'
  for (let done = 0; done < mostAtOnce; ) {
    const found = await life.listLate(ctx, span, batch, after)
    for (const matter of found) if (causedBy(matter, watching)) done += await causeOne(ctx, matter.id, watching)
    const last = found.at(-1)
    if (!last || found.length < batch) return
    after = last.id.slice(7)
  }
}
async function causeOne(ctx: Ctx, id: string, watching: Watch): Promise<number> {
  const matter = (await store.lock(ctx, id))?.matter
  const caused = matter && causedBy(matter, watching)
  if (!matter || !caused) return 0
  const after = cause(matter, actOf(ctx, matter), caused)
  if (caused === 'dueSoon') {
    await store.saveQuietly(ctx, after)
    notify(ctx, after, { to: await responsibleFor(ctx, after), words: 'dueSoon' })
  } else await record(ctx, 'supervise', matter, after, { data: factsOf(after, caused) })
  return 1
}
const factsOf = (matter: Matter, because: Caused) => ({ supervision: matter.supervision, because, due: matter.dueAt })

/** What was handed on and nobody took; cards that nobody answered in time. */
async function watchSilence(ctx: Ctx): Promise<void> {
  for (const handover of await takeStuck(ctx, ctx.now(), mostAtOnce)) await tellStuck(ctx, handover)
  for (const card of await takeUnanswered(ctx, ctx.now(), mostAtOnce)) {
    const matter = (await store.find(ctx, card.matter))?.matter
    if (!matter) continue
    notify(ctx, matter, { to: await responsibleFor(ctx, matter), words: 'answerLate', urgent: true })
    notify(ctx, matter, { to: await withRole(ctx, matter.area, 'chief'), words: 'answerLateChief', urgent: true })
    ctx.publish({ type: 'matters.cardLate', subject: matter.id, area: matter.area, payload: { colour: card.colour } })
  }
}

/** Visits of today, told in the morning of their day. */
async function tellVisits(ctx: Ctx): Promise<void> {
  const zone = { ...nationalCalendar, zone: ctx.settings.zone }
  const today = endOfDay(dayOf(before(ctx.now(), 8 * hour), zone), zone)
  for (const { matter: id } of await life.takeDueVisits(ctx, today)) {
    const matter = (await store.find(ctx, id))?.matter
    if (matter && canMove(matter.state, 'recordVisit'))
      notify(ctx, matter, { to: [matter.assignee], words: 'visitDue' })
  }
}

/** What is over and quiet is put away. */
async function putAway(ctx: Ctx): Promise<void> {
  for (const id of await life.listClosing(ctx, before(ctx.now(), quietDays * 24 * hour), mostAtOnce)) {
    const found = await store.lock(ctx, id)
    if (found && readyForArchive(found.matter, found.visits, ctx.now()))
      await record(ctx, 'archive', found.matter, archive(found.matter, actOf(ctx, found.matter)))
  }
}

export const clock: NonNullable<JobList['every']> = {
  watch: { cron: '*/5 * * * *', run: watch },
  silence: { cron: '*/5 * * * *', run: watchSilence },
  visits: { cron: '*/15 * * * *', run: tellVisits },
  archive: { cron: '17 * * * *', run: putAway },
}
