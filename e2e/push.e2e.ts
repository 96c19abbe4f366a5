// Push messages in a real browser: what its push service would hand over is shown, and a new address reaches the server. The
// push service itself is the vendor's, outside of this machine. A browser without a desktop drops what its
// debugging door delivers, and shows notifications to nobody: the events are begun in the worker, what it asks to show is kept.

import { createECDH, randomBytes } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Actor, actor, onDevice, signInByPhone } from './actors.ts'
import { launchBrowser, phone } from './browser.ts'

const product = inject('named')
let browser: Browser
let person: Actor
beforeAll(async () => {
  browser = await launchBrowser()
  person = await actor(browser, phone)
  await person.context.grantPermissions(['notifications'], { origin: product })
  await signInByPhone(person, `${product}/resident/sign-in`, '15400000012')
  await onDevice(person.page)
})
afterAll(() => browser?.close())

type Shown = { title: string; body: string; tag: string }
const service = () => {
  const [found] = person.context.serviceWorkers()
  if (!found) throw new Error('no service worker')
  return found
}
const record = () =>
  service().evaluate(() => {
    const scope = self as unknown as { shown: Shown[]; registration: ServiceWorkerRegistration }
    scope.shown = []
    const show = scope.registration.showNotification.bind(scope.registration)
    scope.registration.showNotification = async (title, options = {}) => {
      scope.shown.push({ title, body: options.body ?? '', tag: options.tag ?? '' })
      await show(title, options)
    }
  })
const shown = () => service().evaluate(() => (self as unknown as { shown: Shown[] }).shown)
const hand = (told: object | string) =>
  service().evaluate(
    (data) => {
      const scope = self as unknown as {
        dispatchEvent(event: Event): void
        PushEvent: new (type: string, init: { data: string }) => Event
      }
      scope.dispatchEvent(new scope.PushEvent('push', { data }))
    },
    typeof told === 'string' ? told : JSON.stringify(told),
  )

test('a message is shown with its words; one that nobody could read still shows that there is something', async () => {
  await record()
  const told = { tag: 'one', title: '家门口', body: '您的事项已受理', url: '/resident/', urgent: false }
  await hand(told)
  const first = { title: '家门口', body: '您的事项已受理', tag: 'one' }
  await expect.poll(shown, { timeout: 10_000 }).toEqual([first])
  await hand('not what we write')
  await expect.poll(shown, { timeout: 10_000 }).toEqual([first, { title: '家门口', body: '', tag: '' }])
})

test('a browser that was given another address tells the server, in the place of the old one', async () => {
  const { page } = person
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  const keys = { p256dh: pair.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') }
  const address = (name: string) => `https://fcm.googleapis.com/fcm/send/${name}`
  const [old, next] = [address(`old-${Date.now()}`), address(`new-${Date.now()}`)]
  const call = (path: string, body: object) =>
    page.evaluate(
      async ([to, sent]) => {
        const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
        const reply = await fetch(`/api${to}`, { method: 'POST', headers, body: sent as string })
        return { status: reply.status, body: await reply.json() }
      },
      [path, JSON.stringify(body)],
    )
  const county = await page.evaluate(async () => (await (await fetch('/api/people/session')).json()).county as string)
  const id = () =>
    page.evaluate((code) => `${code}-01a${crypto.randomUUID().slice(3, 14)}7${crypto.randomUUID().slice(15)}`, county)
  const { items } = await page.evaluate(async () => (await fetch('/api/consents/wordings')).json())
  const { hash } = items.find(({ purpose }: { purpose: string }) => purpose === 'reach.push')
  expect((await call('/consents', { id: await id(), purpose: 'reach.push', hash })).status).toBe(200)
  const made = await call('/reach/devices', { id: await id(), client: 'resident', endpoint: old, keys })
  expect(made, JSON.stringify(made)).toMatchObject({ status: 200 })

  await service().evaluate(
    ([was, is, sealed]) => {
      const scope = self as unknown as {
        dispatchEvent(event: Event): void
        ExtendableEvent: new (type: string) => Event
      }
      const change = new scope.ExtendableEvent('pushsubscriptionchange')
      const newSubscription = { toJSON: () => ({ endpoint: is, keys: sealed }) }
      scope.dispatchEvent(Object.assign(change, { oldSubscription: { endpoint: was, options: {} }, newSubscription }))
    },
    [old, next, keys] as const,
  )
  // The old address is nobody's any more, the new one is known: to move from it changes nothing and is no fault.
  const from = (was: string) => call('/reach/devices/renew', { old: was, endpoint: next, keys })
  await expect
    .poll(async () => (await call('/reach/devices/renew', { old, endpoint: address('elsewhere'), keys })).status, {
      timeout: 10_000,
    })
    .toBe(404)
  expect((await from(next)).body).toMatchObject({ id: made.body.id })
})
