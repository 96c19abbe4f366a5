// Script that somebody stored, in every client: it is shown as the words it is, nothing runs, and no page may be framed.

import { newId } from '@doorstep/contract/ids.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Actor, actor, sees, signIn, signInByPhone } from './actors.ts'
import { type Api, apiOf } from './api.ts'
import { community, postBoard } from './board.ts'
import { desktop, launchBrowser, phone } from './browser.ts'

const product = inject('product')
const payload = `"><img src=x onerror="window.pwned=1;alert(1)"><script>window.pwned=1</script>{{constructor.constructor('window.pwned=1')()}}`
const visible = 'window.pwned=1'
const number = '15400000077'
let browser: Browser
let chief: Api
let officerApi: Api
let matter = ''
let own = ''

beforeAll(async () => {
  browser = await launchBrowser()
  chief = await apiOf(product, 'chief')
  officerApi = await apiOf(product, 'officer')
  await postBoard(chief)
  matter = newId(community.slice(0, 6))
  await officerApi.post('/matters/register', {
    id: matter,
    kind: 'dispute',
    description: payload,
    place: payload.slice(0, 120),
    name: payload.slice(0, 50),
    area: community,
    channel: 'phone',
    acceptNow: true,
  })
  await officerApi.post(`/matters/${matter}/note`, { text: payload })
  const room = await chief.get<{ version: number; name: string }>(`/rooms/${community}`)
  await chief.post(`/rooms/${community}/notices`, {
    id: newId(community.slice(0, 6)),
    title: payload.slice(0, 60),
    body: payload,
    from: new Date().toISOString().slice(0, 10),
  })
  expect(room.name).toBeTruthy()
})
afterAll(() => browser?.close())

/** Everything that would betray that something ran. */
async function watched(visitor: Actor): Promise<() => Promise<void>> {
  const { page } = visitor
  const signs: string[] = []
  page.on('dialog', (dialog) => {
    signs.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const held = JSON.parse(sessionStorage.getItem('violations') ?? '[]') as string[]
      sessionStorage.setItem('violations', JSON.stringify([...held, `${event.violatedDirective} ${event.blockedURI}`]))
    })
  })
  return async () => {
    expect(signs).toEqual([])
    expect(await page.evaluate(() => (window as { pwned?: number }).pwned)).toBeUndefined()
    expect(await page.evaluate(() => sessionStorage.getItem('violations'))).toBeNull()
    expect(await page.locator('img[src="x"]').count()).toBe(0)
  }
}

async function throughAllWays({ page }: Actor, clean: () => Promise<void>): Promise<void> {
  const ways = page.locator('nav[aria-label="主导航"] a, .home-tiles a')
  await sees(ways)
  const paths = new Set(await ways.evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).pathname)))
  for (const path of paths) {
    await page.goto(product + path)
    await sees(page.locator('main'))
    await page.locator('main .skeleton-lines').first().waitFor({ state: 'detached' })
    await clean()
  }
}

const staff = [
  { client: 'console', username: 'chief', device: desktop },
  { client: 'officer', username: 'officer', device: phone },
  { client: 'auxiliary', username: 'auxiliary', device: phone },
  { client: 'volunteer', username: 'grid', device: phone },
] as const

test.each(staff)('$client shows it as words', async ({ client, username, device }) => {
  const visitor = await actor(browser, device)
  const clean = await watched(visitor)
  await signIn(visitor, `${product}/${client}/`, username)
  await throughAllWays(visitor, clean)
  if (client === 'console' || client === 'officer') {
    await visitor.page.goto(`${product}/${client}/matters/${matter}`)
    await sees(visitor.page.getByText(visible))
    await clean()
  }
  await visitor.context.close()
})

test('resident: their own words, and the page of what is held about them', async () => {
  const visitor = await actor(browser, phone)
  const { page, context } = visitor
  const clean = await watched(visitor)
  await signInByPhone(visitor, `${product}/resident/sign-in`, number)
  own = newId(community.slice(0, 6))
  const status = await page.evaluate(
    async ([id, description, area]) =>
      (
        await fetch('/api/matters', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
          body: JSON.stringify({ id, kind: 'dispute', description, area }),
        })
      ).status,
    [own, payload, community],
  )
  expect(status).toBe(200)
  await throughAllWays(visitor, clean)
  await page.goto(`${product}/resident/matters/${own}`)
  await sees(page.getByText(visible))
  await clean()
  await context.close()
})

test('the public page of the room', async () => {
  const visitor = await actor(browser, phone)
  const clean = await watched(visitor)
  for (const query of ['', '?elder=1', '?lang=en-US']) {
    await visitor.page.goto(`${product}/r/${community}${query}`)
    await sees(visitor.page.getByText(visible))
    await clean()
  }
  await visitor.context.close()
})

test('no client and no page may be put into a frame, and none runs a script from elsewhere', async () => {
  const paths = [...staff.map(({ client }) => `/${client}/`), '/resident/', `/r/${community}`, '/', '/api/docs/']
  for (const path of paths) {
    const { headers } = await fetch(product + path, { headers: { accept: 'text/html' } })
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy, path).toContain("frame-ancestors 'none'")
    expect(policy, path).not.toMatch(/script-src[^;]*(unsafe|\*|data:|https?:)/)
    expect(headers.get('x-frame-options'), path).toBe('DENY')
    expect(headers.get('permissions-policy'), path).toContain('camera=(self)')
    expect(headers.get('referrer-policy'), path).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy'), path).toBe('same-origin')
  }
  const { page, context } = await actor(browser, desktop)
  await page.route('http://127.0.0.1:9/evil', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<iframe src="${product}/console/"></iframe>` }),
  )
  await page.goto('http://127.0.0.1:9/evil')
  await page.waitForTimeout(500)
  const framed = page.frames().find((frame) => frame !== page.mainFrame())
  expect(await framed?.evaluate(() => document.body.textContent).catch(() => '')).not.toContain('家门口')
  await context.close()
})
