// Every screen that a client's own ways lead to, in the modes that are easiest to forget: nothing for axe to find, no complaint.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { actor, look, sees, signIn, signInByPhone } from './actors.ts'
import { desktop, launchBrowser, phone } from './browser.ts'

const product = inject('product')
let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const clients = [
  { client: 'officer', username: 'officer', device: phone, settings: { elder: true } },
  { client: 'auxiliary', username: 'auxiliary', device: phone, settings: { theme: 'dark' } },
  { client: 'volunteer', username: 'grid', device: phone, settings: { elder: true, theme: 'dark' } },
  { client: 'resident', username: null, device: phone, settings: { elder: true } },
  { client: 'console', username: 'admin', device: desktop, settings: { theme: 'dark' } },
] as const

test.each(clients)('$client', async ({ client, username, device, settings }) => {
  const visitor = await actor(browser, device, settings)
  const { page } = visitor
  const home = `${product}/${client}/`
  await page.goto(`${home}sign-in`)
  await sees(page.getByRole('button', { name: '登录', exact: true }))
  await look(visitor, `40-${client}-sign-in`)
  if (username) await signIn(visitor, home, username)
  else await signInByPhone(visitor, `${home}sign-in`, '15400000001')
  const ways = page.locator('nav[aria-label="主导航"] a, .home-tiles a')
  await sees(ways)
  const paths = new Set(await ways.evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).pathname)))
  expect(paths.size).toBeGreaterThan(2)
  for (const path of paths) {
    const way = page.locator(`nav[aria-label="主导航"] a[href="${path}"]`).last()
    // By the way itself where it is on the screen: as people go, and without loading everything anew.
    if (await way.isVisible()) await way.click()
    else await page.goto(product + path)
    await page.waitForURL((url) => url.pathname === path)
    await sees(page.locator('main'))
    await page.locator('main .skeleton-lines').first().waitFor({ state: 'detached' })
    await look(visitor, `40-${path.replace(/\W+/g, '-').replace(/^-|-$/g, '')}`)
  }
  expect(visitor.troubles).toEqual([])
  await visitor.context.close()
})
