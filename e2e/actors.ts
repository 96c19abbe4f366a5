// Those who play in the story: each has a device of their own, and what their page complains about is written down.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { faultsOf } from './axe.ts'

export type Actor = { page: Page; context: BrowserContext; troubles: string[] }
type Settings = { elder?: boolean; language?: string; theme?: string }

const shots = join(import.meta.dirname, 'shots')
// A refusal or a lost line is a matter of the screen, which says so; the browser's own line about it is no trouble.
const known = /Failed to load resource|net::ERR_INTERNET_DISCONNECTED/

export async function actor(browser: Browser, device: BrowserContextOptions, settings: Settings = {}): Promise<Actor> {
  const context = await browser.newContext(device)
  context.setDefaultTimeout(20_000)
  const kept = JSON.stringify({ theme: 'light', ...settings })
  await context.addInitScript((value) => {
    if (!localStorage.getItem('doorstep.settings')) localStorage.setItem('doorstep.settings', value)
  }, kept)
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !known.test(message.text())) troubles.push(message.text())
  })
  page.on('pageerror', (error) => troubles.push(String(error.stack ?? error)))
  return { page, context, troubles }
}

/** Staff come in by their user name, as printed by `npm start`. */
export async function signIn({ page }: Actor, address: string, username: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('button', { name: '登录', exact: true }).waitFor()
  // Volunteers come with their phone number first.
  const byName = page.getByRole('radio', { name: '用户名' })
  if ((await byName.count()) > 0) await page.locator('label').filter({ has: byName }).click()
  await page.getByRole('textbox', { name: '用户名' }).fill(username)
  await page.getByLabel('密码', { exact: false }).fill('doorstep-demo')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'))
}

/** A resident comes in with a code; a demo server shows it, because it sends no messages. */
export async function signInByPhone({ page }: Actor, address: string, number: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('textbox', { name: '手机号' }).fill(number)
  await page.getByRole('button', { name: '获取验证码' }).click()
  const code = await page.locator('.demo-code b').textContent()
  await page.getByRole('textbox', { name: '验证码' }).fill(code ?? '')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'))
}

/** A picture for people to look at: `e2e/shots/<name>.png`. */
export async function shot(page: Page, name: string, { whole = false } = {}): Promise<void> {
  mkdirSync(shots, { recursive: true })
  await page.evaluate(async (fromTop) => {
    if (fromTop) scrollTo(0, 0)
    await document.fonts.ready
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    await Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)))
  }, whole)
  // A picture of the whole page would show bars that stay with the reader in its middle.
  if (whole) await letBarsGo(page, true)
  // Pictures are for people. A browser without a graphics card sometimes never hands out a frame of a page that was made
  // narrow and wide again; what the page is and does is asked by other means, and goes on being asked.
  await page
    .screenshot({ path: join(shots, `${name}.png`), fullPage: whole, timeout: 10_000 })
    .catch((error: Error) => console.warn(`no picture of ${name}: ${error.message.split('\n')[0]}`))
  if (whole) await letBarsGo(page, false)
}

const letBarsGo = (page: Page, go: boolean): Promise<void> =>
  page.evaluate((away) => {
    for (const bar of document.querySelectorAll<HTMLElement>('.app-head, .tab-bar, .steps'))
      bar.style.position = away ? 'static' : ''
  }, go)

/** A picture, and nothing for axe to find. */
export async function look({ page }: Actor, name: string, options: { whole?: boolean } = {}): Promise<void> {
  await shot(page, name, options)
  const faults = await faultsOf(page)
  expect.soft(faults, `axe on ${name}`).toEqual([])
}

/** The same page once more as older people see it, and back. */
export async function shotOfElder(page: Page, name: string): Promise<void> {
  const toggle = (on: boolean) =>
    page.evaluate((elder) => void document.documentElement.toggleAttribute('data-elder', elder), on)
  await toggle(true)
  await shot(page, `${name}-elder`, { whole: true })
  expect.soft(await faultsOf(page), `axe on ${name}, elder mode`).toEqual([])
  await toggle(false)
}

/** Marks the page as it is now; the returned function fails if it was loaded anew since. */
export async function notReloaded(page: Page): Promise<() => Promise<void>> {
  const mark = `opened-${Math.random()}`
  await page.evaluate((value) => Object.assign(window, { markOfTheTest: value }), mark)
  return async () =>
    expect(
      await page.evaluate(() => (window as { markOfTheTest?: string }).markOfTheTest),
      'the page was reloaded',
    ).toBe(mark)
}

export const sees = (locator: Locator): Promise<void> => locator.first().waitFor({ state: 'visible' })

/** The service worker has everything that the client needs without a signal. */
export async function onDevice(page: Page): Promise<void> {
  await page.waitForFunction(
    async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated',
  )
}
