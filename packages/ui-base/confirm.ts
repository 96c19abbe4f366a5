// What a confirmation does, however it is drawn: asks for the reason, runs, stays open on failure and says why.

import { type Ref, ref, shallowRef, watch } from 'vue'

/** What every confirmation is told: `ConfirmSheet` on phones, `ConfirmDialog` in the console. */
export type Confirm = {
  title: string
  words?: string
  action: string
  danger?: boolean
  reason?: 'required' | 'optional'
  reasonLabel?: string
  /** Runs on confirmation; the frame stays while it runs and closes when it is through. */
  run: (reason: string) => unknown
}

export function useConfirm(
  open: Ref<boolean>,
  reason: Ref<'required' | 'optional' | undefined>,
  run: (reason: string) => unknown,
) {
  const written = ref('')
  const missing = ref(false)
  const busy = ref(false)
  const error = shallowRef<unknown>()
  watch(open, (is) => {
    if (!is) return
    written.value = ''
    error.value = undefined
  })
  watch(written, () => {
    missing.value = false
  })
  async function confirm(): Promise<void> {
    missing.value = reason.value === 'required' && !written.value.trim()
    if (missing.value || busy.value) return
    busy.value = true
    error.value = undefined
    try {
      await run(written.value.trim())
      open.value = false
    } catch (caught) {
      error.value = caught
    } finally {
      busy.value = false
    }
  }
  return { written, missing, busy, error, confirm }
}
