import type { Ctx, Event, JobList } from '@doorstep/kernel'
import { clock } from './jobs-clock.ts'
import { followAreas } from './jobs-recode.ts'
import { finishErasures } from './personal.ts'
import { handOver, type Matter } from './rules.ts'
import { closeWithOther } from './rules-closing.ts'
import { actOf, record } from './service-change.ts'
import { planVisits } from './service-closing.ts'
import { departmentAccounts, onDuty, withRole } from './service-duty.ts'
import { begin } from './service-handovers.ts'
import { notify } from './service-tell.ts'
import { isOpen } from './states.ts'
import * as store from './store.ts'
import { endHandover, findWaiting } from './store-handovers.ts'
import * as life from './store-life.ts'

/** What happens later: people to look up and tell, and what the clock causes. All of it may run twice and happens once. */

type Look = (ctx: Ctx, matter: Matter) => Promise<string[]>
const leadersOf: Look = (ctx, { area }) => withRole(ctx, area, 'deputyChief', 'chief')
const tell =
  (
    words: string | ((matter: Matter) => string),
    whom: Look,
    options: { urgent?: boolean; when?: (matter: Matter) => boolean } = {},
  ) =>
  async (ctx: Ctx, event: Event): Promise<void> => {
    const matter = (await store.find(ctx, event.subject))?.matter
    if (!matter || options.when?.(matter) === false) return
    const to = (await whom(ctx, matter)).filter((account) => account !== event.payload.by)
    const key = typeof words === 'string' ? words : words(matter)
    notify(ctx, matter, { to, words: key, ...(options.urgent ? { urgent: true } : {}) })
  }
const dutyOf: Look = (ctx, matter) => onDuty(ctx, matter.area)
const departmentOf: Look = (ctx, { area, unit }) => departmentAccounts(ctx, area, unit)
const isUnaccepted = (matter: Matter): boolean => matter.state === 'submitted'

/** What was linked to a matter gets its result together with it. */
async function closeDuplicates(ctx: Ctx, event: Event): Promise<void> {
  const other = (await store.find(ctx, event.subject))?.matter
  if (other?.state !== 'resolved') return
  for (const id of await life.listDuplicates(ctx, event.subject)) {
    const found = await store.lock(ctx, id)
    if (!found || !isOpen(found.matter.state)) continue
    if (found.matter.heldBy) continue // its own record closes it
    const after = closeWithOther(found.matter, actOf(ctx, found.matter), other)
    await planVisits(ctx, found, after)
    await record(ctx, 'closeWithOther', found.matter, after, {
      ...(other.result === null ? {} : { text: other.result }),
      data: { grade: other.grade, code: other.code },
    })
  }
}

/** Somebody moves on: what still lies with them inside the area goes to whoever takes over. */
async function takeOver(ctx: Ctx, event: Event): Promise<void> {
  const { from, to, area, role } = event.payload as { from: string; to: string; area: string; role: string }
  const as = role === 'auxiliary' ? 'helper' : 'assignee'
  for (const id of await life.listOpenWork(ctx, from, area, as)) {
    const found = await store.lock(ctx, id)
    if (!found) continue
    const after = handOver(found.matter, actOf(ctx, found.matter), as, from, to)
    await store.save(ctx, after, {
      at: after.updatedAt,
      verb: 'handOver',
      by: null,
      role: null,
      from: after.state,
      to: null,
      text: null,
      reason: null,
      data: { account: to, accountRole: role },
      public: as === 'assignee',
    })
    ctx.publish({
      type: 'matters.handedOver',
      subject: id,
      area: after.area,
      accounts: [from, to],
      payload: { from, assignee: after.assignee },
    })
    notify(ctx, after, { to: [to], words: 'handedOver' })
    if (as === 'assignee' && isOpen(after.state)) await passedTo(ctx, found.matter, after, from)
  }
}

/** Whoever takes over a post says of each matter that they have it; until then it shows itself as the others do. */
async function passedTo(ctx: Ctx, before: Matter, after: Matter, from: string): Promise<void> {
  const waiting = await findWaiting(ctx, after.id)
  if (waiting?.way === 'department') return
  if (waiting) await endHandover(ctx, waiting.id, { at: after.updatedAt, by: null, ended: 'rerouted' })
  await begin(ctx, 'posting', before, after, actOf(ctx), from)
}

/** Only once the rows are gone for good: a transaction that was undone must not have lost its files. */
async function removeFiles(ctx: Ctx, event: Event): Promise<void> {
  for (const file of event.payload.files as string[]) await ctx.files.remove(file)
}

export const jobs: JobList = {
  on: {
    'matters.reported': {
      tellDuty: tell((matter) => (matter.urgency === 'urgent' ? 'reportedUrgent' : 'reported'), dutyOf, {
        urgent: true,
        when: isUnaccepted,
      }),
    },
    'matters.passedOn': { tellDuty: tell('passedOnToYou', dutyOf, { urgent: true, when: isUnaccepted }) },
    'matters.urged': { tellDuty: tell('urged', dutyOf, { when: isUnaccepted }) },
    'matters.departmentAsked': { tellDepartment: tell('departmentAsked', departmentOf) },
    'matters.extensionAsked': { tellLeaders: tell('extensionAsked', leadersOf) },
    'matters.accessAsked': { tellLeaders: tell('accessAsked', leadersOf) },
    'matters.objected': { tellLeaders: tell('objected', leadersOf) },
    'matters.resolved': { closeDuplicates },
    'matters.filesDropped': { removeFiles },
    'people.handedOver': { takeOver },
    'areas.changed': { followAreas },
  },
  every: {
    ...clock,
    followAreas: { cron: '7 * * * *', run: followAreas },
    erase: { cron: '41 * * * *', run: finishErasures },
  },
}
