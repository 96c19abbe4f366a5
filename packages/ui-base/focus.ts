// Keyboard stays inside an open sheet and returns to where it came from when the sheet closes.

import { nextTick, onBeforeUnmount, type Ref, watch } from 'vue'

const reachable =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex]:not([tabindex="-1"])'

export function useFocusTrap(holder: Ref<HTMLElement | null>, open: Ref<boolean>, close: () => void): void {
  let before: HTMLElement | null = null
  const inside = (): HTMLElement[] =>
    [...(holder.value?.querySelectorAll<HTMLElement>(reachable) ?? [])].filter(
      (element) => element.offsetParent !== null,
    )

  const onKey = (event: KeyboardEvent): void => {
    // A question above this sheet has the keyboard to itself.
    if ((event.target as Element | null)?.closest?.('dialog[open]')) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      close()
    }
    if (event.key !== 'Tab') return
    const all = inside()
    const edge = event.shiftKey ? all[0] : all[all.length - 1]
    const within = holder.value?.contains(document.activeElement)
    if (within && document.activeElement !== edge && document.activeElement !== holder.value) return
    event.preventDefault()
    ;(event.shiftKey ? all[all.length - 1] : all[0])?.focus()
  }
  const leave = (): void => {
    document.removeEventListener('keydown', onKey, true)
    before?.focus({ preventScroll: true })
    before = null
  }
  watch(
    open,
    async (isOpen, wasOpen) => {
      if (!isOpen) {
        if (wasOpen) leave()
        return
      }
      before = document.activeElement as HTMLElement | null
      document.addEventListener('keydown', onKey, true)
      await nextTick()
      const wanted = holder.value?.querySelector<HTMLElement>('[autofocus]') ?? holder.value
      wanted?.focus({ preventScroll: true })
    },
    { immediate: true },
  )
  onBeforeUnmount(() => {
    if (open.value) leave()
  })
}
