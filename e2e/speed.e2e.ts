// What residents wait for: the weight of a first visit as it comes over the wire, and Lighthouse on the two pages where
// most people begin. Lighthouse simulates a slow phone on slow 4G from what it has observed, as it does by default; on a
// machine that is busy with something else the best of three runs counts.

import { once } from 'node:events'
import { createServer } from 'node:net'
import lighthouse from 'lighthouse'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { actor, sees } from './actors.ts'
import { apiOf } from './api.ts'
import { community, postBoard } from './board.ts'
import { launchBrowser, phone } from './browser.ts'

const product = inject('product')
const kilobyte = 1024
/** Compressed JavaScript of a resident's first visit (design: screens). */
const budget = 120 * kilobyte
const least = { performance: 0.95, accessibility: 1, 'best-practices': 0.95 } as const
const runs = 3
let browser: Browser
let port: number

beforeAll(async () => {
  await postBoard(await apiOf(product, 'chief'))
  port = await freePort()
  browser = await launchBrowser({ args: [`--remote-debugging-port=${port}`] })
})
afterAll(() => browser?.close())

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port: free } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return free
}

describe.each([
  ['the start page', '/resident/', '我要报事'],
  ['the report form, as from a contact board', `/resident/report?area=${community}`, '提交'],
])('%s', (_name, path, words) => {
  test('a first visit carries at most 120 KB of JavaScript', async () => {
    const { page, context } = await actor(browser, phone)
    const scripts: Promise<{ path: string; bytes: number }>[] = []
    page.on('requestfinished', (request) => {
      if (request.resourceType() !== 'script' || request.serviceWorker()) return
      const asked = new URL(request.url()).pathname
      scripts.push(request.sizes().then(({ responseBodySize: bytes }) => ({ path: asked, bytes })))
    })
    await page.goto(product + path, { waitUntil: 'load' })
    await sees(page.getByText(words))
    await page.evaluate(() => navigator.serviceWorker.ready)
    const loaded = await Promise.all(scripts)
    const bytes = loaded.reduce((sum, one) => sum + one.bytes, 0)
    console.log(`${path}: ${(bytes / kilobyte).toFixed(1)} KB of JavaScript in ${loaded.length} files`)
    expect(loaded.length).toBeGreaterThan(1)
    expect(bytes, loaded.map(({ path: file, bytes: size }) => `${size} ${file}`).join('\n')).toBeLessThanOrEqual(budget)
    await context.close()
  })
})

type Scores = Record<keyof typeof least, number>

describe.each([
  ['the public page of a room', `/r/${community}`],
  ['the report form', `/resident/report?area=${community}`],
])('Lighthouse on %s', (_name, path) => {
  test('performance ≥ 95, accessibility 100, best practices ≥ 95', { timeout: 300_000 }, async () => {
    const all: Scores[] = []
    let low: string[] = []
    do {
      const result = await lighthouse(product + path, { port, onlyCategories: Object.keys(least), logLevel: 'error' })
      if (!result || result.lhr.runtimeError) throw new Error(result?.lhr.runtimeError?.message ?? 'no answer')
      const { categories, audits } = result.lhr
      all.push(Object.fromEntries(Object.entries(categories).map(([id, { score }]) => [id, score ?? 0])) as Scores)
      low = Object.values(audits)
        .filter(({ score }) => score !== null && score < 0.9)
        .map(({ id, score, displayValue }) => `${id}: ${score} ${displayValue ?? ''}`)
    } while (all.length < runs && Object.entries(best(all)).some(([id, score]) => score < least[id as keyof Scores]))
    console.log(`${path}: ${JSON.stringify(best(all))}, best of ${all.length}`)
    for (const [id, score] of Object.entries(best(all)))
      expect.soft(score, `${id}: ${low.join(', ')}`).toBeGreaterThanOrEqual(least[id as keyof Scores])
  })
})

/** Only the speed is measured against the clock: what was found in a single run about the rest holds. */
const best = (all: readonly Scores[]): Scores => ({
  performance: Math.max(...all.map(({ performance }) => performance)),
  accessibility: Math.min(...all.map(({ accessibility }) => accessibility)),
  'best-practices': Math.min(...all.map((one) => one['best-practices'])),
})
