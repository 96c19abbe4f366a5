import { newId } from '@doorstep/contract'
import type { Ctx, Event, JobList } from '@doorstep/kernel'
import { findRun, goOn } from '@doorstep/modules/ledgers/index.ts'
import { factsOfMatter } from '@doorstep/modules/matters/index.ts'
import { factsOfVisit } from '@doorstep/modules/visits/index.ts'
import { toCalls } from './calls.ts'
import { lapse, placeKeyOf, type Sign } from './rules.ts'
import { lookAtNew, tell } from './service-look.ts'
import { families } from './states.ts'
import * as store from './store.ts'
import * as signs from './store-signs.ts'

/** What comes in becomes signs; signs are looked at; what is no longer kept goes. */

/** The importer has read a file of calls: its rows come here. */
async function bringCalls(ctx: Ctx, event: Event): Promise<void> {
  const run = await findRun(ctx, event.subject)
  if (run && !run.by_command && run.target === 'calls') await goOn(ctx, run, event, toCalls)
}

type Place = Pick<Sign, 'source' | 'ref' | 'area' | 'family' | 'place' | 'point' | 'at' | 'matter'>
async function come(ctx: Ctx, place: Place): Promise<void> {
  const id = newId(ctx.county, Date.parse(place.at))
  await signs.addSigns(ctx, [{ ...place, id, placeKey: placeKeyOf(place.place), proposal: null }])
  ctx.publish({ type: 'findings.cameIn', subject: String(ctx.county) })
}
async function reported(ctx: Ctx, event: Event): Promise<void> {
  if (event.payload.kind !== 'dispute') return
  const matter = await factsOfMatter(ctx, event.subject)
  if (matter?.kind !== 'dispute' || matter.minor) return
  const { id, area, place, point, extra, reportedAt: at } = matter
  const family = families.find((each) => each === extra.family) ?? null
  await come(ctx, { source: 'report', ref: id, area, family, place, point, at, matter: id })
}
/** Somebody went to a place, about no matter, and it was not all well. */
async function visited(ctx: Ctx, event: Event): Promise<void> {
  const visit = await factsOfVisit(ctx, event.subject)
  if (!visit || visit.subject !== null || visit.outcome !== 'concern') return
  const { area, place, point } = visit
  const at = visit.doneAt ?? event.at
  await come(ctx, { source: 'visit', ref: visit.id, area, family: null, place, point, at, matter: null })
}

async function look(ctx: Ctx): Promise<void> {
  if (await lookAtNew(ctx)) ctx.publish({ type: 'findings.cameIn', subject: String(ctx.county) })
}
/** What nothing stands behind any more is no proposal. */
async function lapsed(ctx: Ctx): Promise<void> {
  for (const proposal of await store.lockEmpty(ctx, 500)) {
    const after = lapse(proposal, { by: null, at: ctx.now() })
    await store.save(ctx, after)
    tell(ctx, 'lapsed', after)
  }
}

export const jobs: JobList = {
  on: {
    'ledgers.wanted': { bringCalls },
    'matters.reported': { reported },
    'visits.made': { visited },
    'matters.emptied': { forget: (ctx, event) => signs.forgetReport(ctx, event.subject) },
    'findings.cameIn': { look },
  },
  every: { lapsed: { cron: '50 4 * * *', run: lapsed } },
}
