// Pictures of a page in every mode, to look at: `node e2e/look.ts http://127.0.0.1:5173/resident/ home`
// → e2e/shots/home-{phone,phone-elder,phone-dark,desktop,desktop-dark}.png; says what the page complained about on the way.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { desktop, launchBrowser, phone } from './browser.ts'

const modes = {
  phone: { context: phone, settings: { theme: 'light' } },
  'phone-elder': { context: phone, settings: { theme: 'light', elder: true } },
  'phone-dark': { context: phone, settings: { theme: 'dark' } },
  'phone-en': { context: phone, settings: { theme: 'light', language: 'en-US' } },
  desktop: { context: desktop, settings: { theme: 'light' } },
  'desktop-dark': { context: desktop, settings: { theme: 'dark' } },
} as const
type Mode = keyof typeof modes

async function look(browser: Browser, url: string, name: string, mode: Mode): Promise<void> {
  const { context: options, settings } = modes[mode]
  const context = await browser.newContext(options)
  await context.addInitScript((kept) => localStorage.setItem('doorstep.settings', kept), JSON.stringify(settings))
  const page = await context.newPage()
  page.on('console', (message) => message.type() === 'error' && console.error(`${mode}: ${message.text()}`))
  page.on('pageerror', (error) => console.error(`${mode}: ${error.message}`))
  await page.goto(url, { waitUntil: 'networkidle' })
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(400)
  const file = join(import.meta.dirname, 'shots', `${name}-${mode}.png`)
  await page.screenshot({ path: file, fullPage: process.env.FULL === '1' })
  console.log(file)
  await context.close()
}

const [url, name = 'page', wanted] = process.argv.slice(2)
if (!url) throw new Error('usage: node e2e/look.ts URL NAME [mode,mode…]')
mkdirSync(join(import.meta.dirname, 'shots'), { recursive: true })
const browser = await launchBrowser()
for (const mode of (wanted?.split(',') as Mode[] | undefined) ?? (Object.keys(modes) as Mode[]))
  await look(browser, url, name, mode)
await browser.close()
