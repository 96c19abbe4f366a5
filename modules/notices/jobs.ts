import { newId, splitId } from '@doorstep/contract'
import type { Ctx, Event, JobList } from '@doorstep/kernel'
import * as store from './store.ts'

/** What another module publishes to tell accounts something: `words` is a locale key of that module. */
export type Wanted = { words: string; data?: Record<string, string | number>; urgent?: boolean }

async function deliver(ctx: Ctx, event: Event): Promise<void> {
  const { words, data = {}, urgent = false } = event.payload as Wanted
  // An account of another county has its inbox there; this transaction reaches only its own.
  const accounts = [...new Set(event.accounts)].filter((account) => account.startsWith(`${ctx.county}-`))
  const rows = accounts.map((account) => ({
    id: splitId(newId(ctx.county)).uuid,
    account,
    event: event.id,
    words,
    data: JSON.stringify(data),
    subject: event.subject,
    urgent,
    at: event.at,
  }))
  if ((await store.add(ctx, rows)) > 0) ctx.publish({ type: 'notices.arrived', subject: event.subject, accounts })
}

export const jobs: JobList = { on: { 'notices.wanted': { deliver } } }
