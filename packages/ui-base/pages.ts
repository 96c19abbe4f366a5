// Walking a list by key: first page, next page, all again. An answer that comes too late is dropped.

import { onScopeDispose, ref, shallowRef } from 'vue'

export type Page<T> = { items: T[]; next: string | null }
export type LoadPage<T> = (after: string | undefined, signal: AbortSignal) => Promise<Page<T>>

/** A search may look a while and say "nothing so far, go on here": then it goes on by itself. */
export async function nextFilled<T>(
  load: LoadPage<T>,
  after: string | undefined,
  signal: AbortSignal,
): Promise<Page<T>> {
  let page = await load(after, signal)
  while (page.items.length === 0 && page.next !== null && !signal.aborted) page = await load(page.next, signal)
  return page
}

export function usePages<T>(load: LoadPage<T>) {
  const items = shallowRef<T[]>([])
  const next = ref<string | null>(null)
  const busy = ref(false)
  /** Something has been shown at least once. */
  const ready = ref(false)
  const error = shallowRef<unknown>()
  let running: AbortController | undefined

  async function fetchPage(after: string | undefined): Promise<void> {
    running?.abort()
    const mine = new AbortController()
    running = mine
    busy.value = true
    error.value = undefined
    try {
      const page = await nextFilled(load, after, mine.signal)
      if (mine.signal.aborted) return
      items.value = after === undefined ? page.items : [...items.value, ...page.items]
      next.value = page.next
      ready.value = true
    } catch (caught) {
      if (!mine.signal.aborted) error.value = caught
    } finally {
      if (running === mine) busy.value = false
    }
  }
  const reload = (): Promise<void> => fetchPage(undefined)
  const more = async (): Promise<void> => {
    if (next.value !== null && !busy.value) await fetchPage(next.value)
  }
  onScopeDispose(() => running?.abort())
  return { items, next, busy, ready, error, reload, more }
}
