// A short word that something was done. For what went wrong use ErrorNote: it stays until it is read.

import { ref } from 'vue'

export const toasts = ref<{ id: number; words: string }[]>([])
let last = 0

export function toast(words: string, milliseconds = 3200): void {
  const id = ++last
  // Said twice in a row it is still one word.
  toasts.value = [...toasts.value.filter((one) => one.words !== words).slice(-2), { id, words }]
  setTimeout(() => {
    toasts.value = toasts.value.filter((one) => one.id !== id)
  }, milliseconds)
}
