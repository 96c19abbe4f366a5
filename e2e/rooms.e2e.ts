// The public pages of a room stand outside of the clients: their elder mode is chosen by the address and kept by a cookie.
// The same numbers hold there (docs/design-system.md), on a phone and on a desk.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { actor, sees, shot } from './actors.ts'
import { apiOf } from './api.ts'
import { community, postBoard } from './board.ts'
import { launchBrowser, phone } from './browser.ts'
import { rightEverywhere } from './everywhere.ts'
import { measured } from './measures.ts'

const product = inject('product')
let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
  await postBoard(await apiOf(product, 'chief'))
})
afterAll(() => browser?.close())

test('a room as everybody and as older people see it', async () => {
  const visitor = await actor(browser, phone)
  const { page } = visitor
  for (const [query, name] of [
    ['', 'room'],
    ['?elder=1', 'room-elder'],
    ['?elder=1&lang=en-US', 'room-elder-en'],
  ] as const) {
    await page.goto(`${product}/r/${community}${query}`)
    await sees(page.getByRole('heading', { level: 1 }))
    await shot(page, `90-${name}`, { whole: true })
    await rightEverywhere(page, name)
  }
  // The ruler does measure here: type of 12 px would not pass.
  await page.evaluate(() => {
    for (const one of document.querySelectorAll<HTMLElement>('main p')) one.style.fontSize = '12px'
  })
  expect((await measured(page)).join()).toContain('type of 12 px')
  // Chosen once, it stays.
  await page.goto(`${product}/r/${community}`)
  expect(await page.evaluate(() => document.documentElement.hasAttribute('data-elder'))).toBe(true)
  await page
    .getByRole('link', { name: /Standard|Normal|标准|普通/ })
    .first()
    .click()
  await page.waitForURL(/elder=0/)
  expect(await page.evaluate(() => document.documentElement.hasAttribute('data-elder'))).toBe(false)
  expect(visitor.troubles).toEqual([])
})
