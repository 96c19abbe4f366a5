import type { Ctx, Event, JobList } from '@doorstep/kernel'
import { readKept } from './service-read.ts'
import { goOn } from './service-work.ts'
import * as store from './store.ts'
import { toMatters } from './targets.ts'

/** Reading and working in the background: each piece is a transaction of its own, so that a killed server goes on where it was. */

async function read(ctx: Ctx, event: Event): Promise<void> {
  const run = await store.lockRun(ctx, event.subject)
  if (run?.state === 'received' && !run.by_command) await readKept(ctx, run)
}
async function work(ctx: Ctx, event: Event): Promise<void> {
  const run = await store.findRun(ctx, event.subject)
  if (!run || run.by_command || run.target !== 'matters') return
  await goOn(ctx, run, event, toMatters)
}

const keptDays = 30
/** What came with a file is not kept for ever: neither its rows nor the file. The report stays. */
async function clean(ctx: Ctx): Promise<void> {
  const before = new Date(Date.parse(ctx.now()) - keptDays * 86_400_000).toISOString()
  for (const id of await store.listOldRuns(ctx, before)) {
    await store.dropBatches(ctx, id)
    await store.dropSeen(ctx, id)
    await store.changeRun(ctx, id, { facts: null })
    await ctx.files.remove(id)
  }
}

export const jobs: JobList = {
  on: { 'ledgers.received': { read }, 'ledgers.wanted': { work } },
  every: { clean: { cron: '40 3 * * *', run: clean } },
}
