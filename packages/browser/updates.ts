import { readonly, ref } from 'vue'

const ready = ref(false)
/** A newer version lies ready on this device. The frame says so; nothing changes until the person wants it. */
export const updateReady = readonly(ready)

const hour = 3_600_000
let registration: ServiceWorkerRegistration | undefined
let wanted = false

/**
 * Keeps this client on the device: its service worker serves it without a signal, and looks for newer versions. Does
 * nothing where browsers allow none (plain http, private windows). @param base `/officer/`
 */
export async function keepOnDevice(base: string): Promise<void> {
  if (!window.isSecureContext || !('serviceWorker' in navigator)) return
  const container = navigator.serviceWorker
  let hadOne = container.controller !== null
  container.addEventListener('controllerchange', () => {
    if (wanted) location.reload()
    // The person said yes in another tab: this one still shows the old version, whose files are gone now.
    else if (hadOne) ready.value = true
    hadOne = true
  })
  // A file of this version is neither on the device nor on the server any more.
  addEventListener('vite:preloadError', () => {
    ready.value = navigator.onLine
  })
  registration = await container
    .register(`${base}sw.js`, { scope: base, updateViaCache: 'none' })
    .catch(() => undefined)
  if (registration) watchFor(registration)
}

function watchFor(found: ServiceWorkerRegistration): void {
  const look = (worker: ServiceWorker | null): void => {
    // The very first one is no news: there is no older version here.
    if (worker?.state === 'installed' && found.active) ready.value = true
    if (worker?.state === 'installing') worker.addEventListener('statechange', () => look(worker), { once: true })
  }
  look(found.waiting)
  look(found.installing)
  found.addEventListener('updatefound', () => look(found.installing))
  const ask = (): void => void found.update().catch(() => undefined)
  setInterval(ask, hour)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && ask())
}

/** The person wants the newer version now: it takes over, and the page is loaded anew. */
export function takeUpdate(): void {
  wanted = true
  if (registration?.waiting) registration.waiting.postMessage('takeOver')
  else location.reload()
}
