// What a push message does: it is shown, and a touch opens what it is about. Part of every service worker of ours.
/// <reference lib="webworker" />

declare const self: ServiceWorkerGlobalScope

export {}

/** As modules/reach writes it; what is missing is left out, because a push without a notification is taken back by browsers. */
type Told = { tag?: string; title?: string; body?: string; url?: string; urgent?: boolean }

const base = new URL(self.registration.scope).pathname

function readTold(data: PushMessageData | null): Told {
  try {
    return (data?.json() ?? {}) as Told
  } catch {
    return {}
  }
}

/** A page of this client and no other: the address came over the net. */
function pageOf(url: string | undefined): string {
  const page = new URL(url ?? base, self.location.origin)
  return page.origin === self.location.origin && page.pathname.startsWith(base) ? page.href : base
}

async function open(page: string): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const ours = windows.find(({ url }) => new URL(url).pathname.startsWith(base))
  const shown = await ours?.focus().catch(() => undefined)
  // A window of an older worker may be shown, but not be led elsewhere.
  const led = await shown?.navigate(page).catch(() => null)
  if (!led) await self.clients.openWindow(page)
}

self.addEventListener('push', (event) => {
  const { tag, title = '家门口', body = '', url, urgent = false } = readTold(event.data)
  // The same tag again is the same message again: it takes the place of the first one without a sound.
  const shown = {
    body,
    data: { url },
    icon: `${base}icon-192.png`,
    requireInteraction: urgent,
    ...(tag ? { tag } : {}),
  }
  event.waitUntil(self.registration.showNotification(title, shown))
})
/** The push service gave this browser another address, or took the old one away: the server learns where to write now. */
type Change = ExtendableEvent & { oldSubscription?: PushSubscription; newSubscription?: PushSubscription }
async function renew({ oldSubscription, newSubscription }: Change): Promise<void> {
  const key = oldSubscription?.options.applicationServerKey
  const next =
    newSubscription ??
    (await self.registration.pushManager.getSubscription()) ??
    (key && (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })))
  if (!oldSubscription || !next) return
  const { endpoint, keys } = next.toJSON()
  // Nobody signed in, or no line: the next message to the old address is refused, and the settings say so.
  await fetch('/api/reach/devices/renew', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ old: oldSubscription.endpoint, endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth } }),
  }).catch(() => undefined)
}
self.addEventListener('pushsubscriptionchange', (event) => {
  const change = event as Change
  change.waitUntil(renew(change).catch(() => undefined))
})
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(pageOf((event.notification.data as { url?: string } | null)?.url)))
})
