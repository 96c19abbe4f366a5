import { holder, recall, remember } from '@doorstep/browser'
import { online } from '@doorstep/ui-base/online.ts'
import { ref, watch } from 'vue'
import { may } from '../../people/shared/session.ts'
import { type MatterRow, mattersApi } from './api.ts'
import { keepOne, keepPhotos } from './keep-ready.ts'

/**
 * Yesterday's and today's work on the device before the signal is gone: what is mine and open, what is late or waits in my
 * area, what I closed since yesterday; with flow logs, small photos and what may be done next.
 */
export type Ready = { matters: number; at: string }
export const ready = ref<Ready | null>(null)
export const preparing = ref<{ done: number; of: number } | null>(null)
const memory = 'matters.ready'
/** Most matters that one device is prepared with. */
const most = 120
const pageSize = 60
/** After a signal that comes and goes, not everything is asked anew each time. */
const fresh = 5 * 60_000

async function wanted(): Promise<MatterRow[]> {
  const reach = may('matters.list')
  if (!reach) return []
  const views =
    reach.scopes.length > 0 ? (['mine', 'overdue', 'unaccepted', 'recent'] as const) : (['open', 'recent'] as const)
  const found = new Map<string, MatterRow>()
  for (const view of views)
    for (const row of (await mattersApi.list({ query: { view, limit: pageSize } })).items) found.set(row.id, row)
  return [...found.values()].slice(0, most)
}

/** Quiet where the signal goes in the middle: what has come so far stays, and it goes on with the next one. */
export async function prepareOffline(): Promise<void> {
  if (preparing.value || !online.value || !holder.value) return
  const whose = holder.value
  preparing.value = { done: 0, of: 0 }
  try {
    const rows = await wanted()
    for (const [done, row] of rows.entries()) {
      preparing.value = { done, of: rows.length }
      if (holder.value !== whose) return
      await keepPhotos(await keepOne(row))
    }
    ready.value = { matters: rows.length, at: new Date().toISOString() }
    await remember(memory, ready.value)
  } catch {
    // No signal, or a refusal that the screens themselves tell.
  } finally {
    preparing.value = null
  }
}

/** For the frame of a client: prepares after a sign-in and whenever the signal comes back. */
export function useOfflineReady(): void {
  watch(
    [holder, online],
    async ([account, is], before) => {
      if (account !== before[0]) ready.value = null
      if (!account) return
      ready.value ??= ((await recall(memory).catch(() => undefined))?.value as Ready | undefined) ?? null
      const old = !ready.value || Date.now() - Date.parse(ready.value.at) > fresh
      // The first screen has the line for itself.
      if (is && old) setTimeout(() => void prepareOffline(), 1500)
    },
    { immediate: true },
  )
}
