// Whether and how this browser can be told something while the page is closed.

/** `install`: an iPhone allows it only to what stands on its home screen. */
export type PushState = 'on' | 'off' | 'denied' | 'unsupported' | 'insecure' | 'install'
export type PushRefusal = 'denied' | 'dismissed' | 'failed'
export type PushEnd = { endpoint: string; keys: { p256dh: string; auth: string } }

const isApplePhone = (): boolean => /iPhone|iPad/.test(navigator.userAgent)
const onHomeScreen = (): boolean => matchMedia('(display-mode: standalone)').matches
const known = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

export async function pushState(): Promise<PushState> {
  if (!window.isSecureContext) return 'insecure'
  if (!known()) return isApplePhone() && !onHomeScreen() ? 'install' : 'unsupported'
  if (Notification.permission === 'denied') return 'denied'
  return (await current()) ? 'on' : 'off'
}
async function current(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker?.getRegistration()
  return (await registration?.pushManager?.getSubscription()) ?? null
}

const bytesOf = (key: string): Uint8Array<ArrayBuffer> => {
  const padded = key.replace(/-/g, '+').replace(/_/g, '/')
  return Uint8Array.from(atob(padded), (sign) => sign.charCodeAt(0))
}

/** Asks the person, then the browser's push service. Only after a touch: browsers refuse questions that nobody asked for. */
export async function switchPushOn(client: string, key: string): Promise<PushEnd | PushRefusal> {
  const allowed = await Notification.requestPermission()
  if (allowed !== 'granted') return allowed === 'denied' ? 'denied' : 'dismissed'
  try {
    const base = `/${client}/`
    const file = client === 'console' ? 'desk-sw.js' : 'sw.js'
    await navigator.serviceWorker.register(base + file, { scope: base, updateViaCache: 'none' })
    const { pushManager } = await navigator.serviceWorker.ready
    // One that was made with another key of the server reaches nobody.
    await (await pushManager.getSubscription())?.unsubscribe()
    const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) })
    const { endpoint, keys } = made.toJSON()
    return endpoint && keys?.p256dh && keys.auth
      ? { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } }
      : 'failed'
  } catch {
    return 'failed'
  }
}

/** Nothing reaches this browser any more; the server learns it from the next message that is refused. */
export async function switchPushOff(): Promise<void> {
  await (await current().catch(() => null))?.unsubscribe().catch(() => false)
}
