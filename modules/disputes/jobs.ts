import type { Ctx, Event, JobList } from '@doorstep/kernel'
import { heirsOf } from '@doorstep/modules/areas/index.ts'
import { standingOf } from '@doorstep/modules/matters/index.ts'
import { agreementJobs } from './jobs-agreement.ts'
import { canMove, type Dispute, drop } from './rules.ts'
import { actOf, record } from './service-change.ts'
import { fileOf } from './service-file.ts'
import { keyOfRevisit } from './service-revisits.ts'
import { mirrored } from './service-spine.ts'
import { notify } from './service-tell.ts'
import * as store from './store.ts'
import * as lists from './store-lists.ts'
import { moveArea } from './store-parties.ts'

/** The file follows its matter, its matter's level and its visits. All of it may run twice and happens once. */

/** Reported, or corrected into one: it has a file. Corrected into something else before anybody began: it has none. */
async function begin(ctx: Ctx, event: Event): Promise<void> {
  const matter = await standingOf(ctx, event.subject)
  if (matter?.kind === 'dispute' && matter.open) {
    await fileOf(ctx, matter)
    return
  }
  const known = await store.lock(ctx, event.subject)
  if (matter && matter.kind !== 'dispute' && known?.state === 'found') await store.remove(ctx, known.id)
}

/** What stands in the matter and is shown in the ledger. */
async function mirror(ctx: Ctx, event: Event): Promise<void> {
  const known = await store.lock(ctx, event.subject)
  if (!known) return
  const after = await mirrored(ctx, known)
  if (after.assignee !== known.assignee || after.deadline !== known.deadline) await store.save(ctx, after)
}
async function follow(ctx: Ctx, event: Event): Promise<void> {
  const known = await store.lock(ctx, event.subject)
  const matter = await standingOf(ctx, event.subject)
  if (known && matter) await moveTo(ctx, await mirrored(ctx, known), matter.area)
}
async function moveTo(ctx: Ctx, dispute: Dispute, area: string): Promise<void> {
  await store.save(ctx, { ...dispute, area })
  await moveArea(ctx, dispute.id, area)
}
/** Areas were merged, split or recoded: the matters have moved by now, their files go where they are. */
async function followAreas(ctx: Ctx): Promise<void> {
  const { ended } = await heirsOf(ctx)
  for (const id of await lists.listStanding(ctx, ended, 2000)) {
    const known = await store.lock(ctx, id)
    const matter = await standingOf(ctx, id)
    if (known && matter && matter.area !== known.area) await moveTo(ctx, known, matter.area)
  }
}

/** The matter was taken back or handed to somebody outside: there is nothing left to mediate. */
async function end(ctx: Ctx, event: Event): Promise<void> {
  const known = await store.lock(ctx, event.subject)
  if (known && canMove(known.state, 'drop')) await record(ctx, 'drop', known, drop(known, actOf(ctx, known)))
}
/** The person does not think it settled, and it was settled through its file: whoever handles it looks, in the file. */
async function again(ctx: Ctx, event: Event): Promise<void> {
  const known = await store.find(ctx, event.subject)
  if (known && !['registered', 'breached'].includes(known.state)) notify(ctx, known, [known.assignee], 'again')
  await mirror(ctx, event)
}

/** The person's words are gone from the matter, and the place was one of them. */
async function forget(ctx: Ctx, event: Event): Promise<void> {
  const known = await store.lock(ctx, event.subject)
  if (known) await store.save(ctx, { ...known, place: null })
}

type Coloured = { about: string; kind: string; colour: Dispute['colour']; state: string }
async function colour(ctx: Ctx, event: Event): Promise<void> {
  const { about, kind, colour: of, state } = event.payload as Coloured
  if (kind !== 'matter') return
  const known = await store.lock(ctx, about)
  if (known) await store.save(ctx, { ...known, colour: state === 'active' ? of : null })
}

type Made = { source: string; key: string; about: string | null; outcome: string | null; doneAt: string | null }
async function revisited(ctx: Ctx, event: Event): Promise<void> {
  const { source, key, about, outcome, doneAt } = event.payload as Made
  if (source !== 'disputes' || about === null) return
  const known = await store.lock(ctx, about)
  if (!known) return
  const revisits = known.revisits.map((revisit) =>
    keyOfRevisit(known, revisit.day) === key ? { ...revisit, doneAt: doneAt ?? event.at, outcome } : revisit,
  )
  await store.save(ctx, { ...known, revisits })
}

const mirrors = { mirror }
const on: NonNullable<JobList['on']> = {
  'matters.reported': { begin },
  'matters.corrected': { begin, mirror },
  'matters.accepted': mirrors,
  'matters.assigned': mirrors,
  'matters.handedOver': mirrors,
  'matters.paused': mirrors,
  'matters.suspended': mirrors,
  'matters.resumed': mirrors,
  'matters.departmentAnswered': mirrors,
  'matters.returned': mirrors,
  'matters.extensionDecided': mirrors,
  'matters.resolved': mirrors,
  'matters.passedOn': { follow },
  'matters.reopened': { again },
  'matters.objected': { again },
  'matters.withdrawn': { end },
  'matters.transferredOut': { end },
  'matters.closedWithOther': { end },
  'matters.recoded': { followAreas },
  'matters.emptied': { forget },
  'levels.raised': { colour },
  'levels.lowered': { colour },
  'levels.expired': { colour },
  'levels.closed': { colour },
  'visits.made': { revisited },
}
const theirs: NonNullable<JobList['on']> = agreementJobs.on
const types = [...new Set([...Object.keys(on), ...Object.keys(theirs)])]

export const jobs: JobList = {
  on: Object.fromEntries(types.map((type) => [type, { ...on[type], ...theirs[type] }])),
  every: { followAreas: { cron: '23 * * * *', run: followAreas }, ...agreementJobs.every },
}
