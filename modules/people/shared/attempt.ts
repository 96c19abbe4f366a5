// One thing at a time, and what went wrong with it.

import { ref, shallowRef } from 'vue'

export function useAttempt() {
  const busy = ref(false)
  const error = shallowRef<unknown>()
  /** @returns what `work` gave; `undefined` when it failed, or something else is under way. */
  async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (busy.value) return undefined
    busy.value = true
    error.value = undefined
    try {
      return await work()
    } catch (caught) {
      error.value = caught
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { busy, error, attempt }
}
