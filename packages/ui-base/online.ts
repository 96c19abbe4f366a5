import { readonly, ref } from 'vue'

const state = ref(navigator.onLine)
addEventListener('online', () => {
  state.value = true
})
addEventListener('offline', () => {
  state.value = false
})

/** Whether the device believes it has a line. It may be wrong: a request that fails still says so by itself. */
export const online = readonly(state)
