// One page at a time by key: the way back is the keys already passed.

import { type LoadPage, nextFilled } from '@doorstep/ui-base/pages.ts'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'

export function useKeyedPages<T>(load: LoadPage<T>) {
  const rows = shallowRef<T[]>([])
  const busy = ref(false)
  const ready = ref(false)
  const error = shallowRef<unknown>()
  const passed = ref<(string | undefined)[]>([undefined])
  const following = ref<string | null>(null)
  let running: AbortController | undefined

  async function go(keys: (string | undefined)[]): Promise<void> {
    running?.abort()
    const mine = new AbortController()
    running = mine
    busy.value = true
    error.value = undefined
    try {
      const found = await nextFilled(load, keys[keys.length - 1], mine.signal)
      if (mine.signal.aborted) return
      rows.value = found.items
      following.value = found.next
      passed.value = keys
      ready.value = true
    } catch (caught) {
      if (!mine.signal.aborted) error.value = caught
    } finally {
      if (running === mine) busy.value = false
    }
  }
  onScopeDispose(() => running?.abort())
  return {
    rows,
    busy,
    ready,
    error,
    page: computed(() => passed.value.length),
    hasNext: computed(() => following.value !== null),
    first: () => go([undefined]),
    again: () => go(passed.value),
    next: () => (following.value === null ? Promise.resolve() : go([...passed.value, following.value])),
    previous: () => (passed.value.length > 1 ? go(passed.value.slice(0, -1)) : Promise.resolve()),
  }
}
