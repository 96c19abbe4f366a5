import { onBeforeUnmount, ref } from 'vue'

export type LiveEvent = { type: string; subject: string; area: string | null; at: string }
type Handler = (event: LiveEvent | null) => void

/** Whether the line to the server is open; `null` before it was asked for. */
export const connected = ref<boolean | null>(null)
const handlers = new Set<Handler>()
let source: EventSource | undefined
let wait: ReturnType<typeof setTimeout> | undefined
let lastId: string | undefined

/** Opens the one live line of this page. Browsers reconnect by themselves and say where they were; after a refusal we try again slowly. */
export function openLive(): void {
  if (source || typeof EventSource === 'undefined') return
  source = new EventSource(lastId ? `/api/live?last=${encodeURIComponent(lastId)}` : '/api/live')
  source.onopen = () => {
    connected.value = true
  }
  source.onmessage = (message) => {
    lastId = message.lastEventId
    const event = JSON.parse(message.data as string) as LiveEvent
    for (const handler of handlers) handler(event)
  }
  // Where the line begins: from here on nothing is missed, however often it breaks.
  source.addEventListener('here', (message) => {
    lastId = message.lastEventId
  })
  // Too much was missed: every screen reads anew.
  source.addEventListener('reset', (message) => {
    lastId = message.lastEventId
    for (const handler of handlers) handler(null)
  })
  source.onerror = () => {
    connected.value = false
    if (source?.readyState === EventSource.CLOSED) {
      closeLive()
      // not all at once: after a restart every screen comes back
      wait = setTimeout(openLive, 2_000 + Math.random() * 6_000)
    }
  }
}
export function closeLive(): void {
  clearTimeout(wait)
  source?.close()
  source = undefined
}

/**
 * Calls `changed` when something that `concerns` accepts has happened, and after a long absence; several at once become
 * one call. For use in `setup()`: it ends with the component.
 */
export function useLive(concerns: (event: LiveEvent) => boolean, changed: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const handler: Handler = (event) => {
    if (event && !concerns(event)) return
    clearTimeout(timer)
    timer = setTimeout(changed, 150)
  }
  handlers.add(handler)
  onBeforeUnmount(() => {
    clearTimeout(timer)
    handlers.delete(handler)
  })
}
