// Every screen of the console with the Tab key alone: it reaches every control that shows, each stop is seen and lies free,
// and the focus comes round. The screens come from the client's own routes: a new one is walked by itself.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { actor, signIn } from './actors.ts'
import { desktop, launchBrowser } from './browser.ts'
import { roundOf } from './keyboard.ts'
import { walk } from './walk.ts'

const product = inject('product')
let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const seen = new Set<string>()
test.each(['chief', 'admin'])('%s goes round every screen', { timeout: 600_000 }, async (username) => {
  const who = await actor(browser, { ...desktop, reducedMotion: 'reduce' })
  await signIn(who, `${product}/console/`, username)
  const before = seen.size
  await walk(who.page, seen, async (screen) => {
    expect.soft(await roundOf(who.page), `${screen}, ${username}`).toEqual([])
  })
  expect(seen.size - before).toBeGreaterThan(3)
  expect(who.troubles).toEqual([])
  await who.context.close()
})
