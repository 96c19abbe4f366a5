// The service worker of a phone client, one per client: keeps the client's own files on the device, so that it opens and
// goes on without a signal. What the server says is never kept here: replies that are to last lie in the outbox's store.
/// <reference lib="webworker" />

import { ExpirationPlugin } from 'workbox-expiration'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { CacheFirst } from 'workbox-strategies'
import './sw-push.ts'

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] }

const base = new URL(self.registration.scope).pathname
/** The Chinese web font comes in some hundred pieces; a day's reading takes about thirty. */
const pieces = 120

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
// Every path of the client is its page; whatever has a file's ending is a file.
registerRoute(new NavigationRoute(createHandlerBoundToURL(`${base}index.html`), { denylist: [/\.\w{2,11}$/] }))
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/fonts/'),
  new CacheFirst({
    cacheName: 'doorstep-fonts',
    plugins: [new ExpirationPlugin({ maxEntries: pieces, maxAgeSeconds: 90 * 86_400, purgeOnQuotaError: true })],
  }),
)
// Words of the other language and whatever else was left out of the list: kept once it was asked for. Names carry hashes.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith(`${base}assets/`),
  new CacheFirst({
    cacheName: `doorstep-extra${base}`,
    plugins: [new ExpirationPlugin({ maxEntries: 60, purgeOnQuotaError: true })],
  }),
)

// The first one serves the page that brought it at once; a newer one waits until the person says so.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('message', ({ data }) => {
  if (data === 'takeOver') void self.skipWaiting()
})
