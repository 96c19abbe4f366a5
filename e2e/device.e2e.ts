// What a phone keeps of a client: everything it needs to open without a signal, nothing of what the server says.

import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { actor, look, notReloaded, sees } from './actors.ts'
import { desktop, launchBrowser, phone } from './browser.ts'

const product = inject('product')
let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const kept = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const names = await caches.keys()
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return lists.flat().map(({ url }) => new URL(url).pathname)
  })

describe.each([
  ['officer', '登录'],
  ['auxiliary', '登录'],
  ['volunteer', '登录'],
  ['resident', '我要报事'],
])('%s', (client, words) => {
  test('opens without a signal, on every path of its own', async () => {
    const visitor = await actor(browser, phone)
    const { page, context } = visitor
    await page.goto(`${product}/${client}/`)
    await sees(page.getByText(words))
    const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope)
    expect(scope).toBe(`${product}/${client}/`)
    await expect.poll(async () => (await kept(page)).some((path) => path.endsWith('/index.html'))).toBe(true)
    await context.setOffline(true)
    await page.reload()
    await sees(page.getByText(words))
    await page.goto(`${product}/${client}/no/such/page`)
    await sees(page.getByText(/登录|没有这个页面/))
    const paths = await kept(page)
    expect(paths.filter((path) => path.startsWith('/api'))).toEqual([])
    expect(paths.filter((path) => /\/assets\/en-US/.test(path))).toEqual([])
    expect(paths.filter((path) => /\/assets\/zh-CN/.test(path)).length).toBeGreaterThan(3)
    expect(
      await page.evaluate(() =>
        fetch('/api/people/session').then(
          () => 'answered',
          () => 'lost',
        ),
      ),
    ).toBe('lost')
    expect(visitor.troubles).toEqual([])
    await context.close()
  })

  test('can be put on the home screen', async () => {
    const manifest = (await (await fetch(`${product}/${client}/manifest.webmanifest`)).json()) as {
      name: string
      start_url: string
      scope: string
      display: string
      icons: { src: string; sizes: string; purpose?: string }[]
    }
    expect(manifest).toMatchObject({ start_url: `/${client}/`, scope: `/${client}/`, display: 'standalone' })
    expect(manifest.name).toContain('家门口')
    const sizes = manifest.icons.map(({ sizes: size, purpose }) => [size, purpose ?? 'any'].join(' '))
    expect(sizes).toEqual(expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable']))
    for (const { src } of manifest.icons) expect((await fetch(`${product}/${client}/${src}`)).status).toBe(200)
  })
})

test('the console, which is for desks, keeps nothing', async () => {
  const { page, context } = await actor(browser, desktop)
  await page.goto(`${product}/console/`)
  await sees(page.getByText('登录'))
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0)
  await context.close()
})

test('the font is kept piece by piece, as it is needed', async () => {
  const { page, context } = await actor(browser, phone)
  await page.goto(`${product}/resident/`)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  const sheet = '/assets/fonts/index.css'
  await page.evaluate((url) => fetch(url).then((answer) => answer.text()), sheet)
  await expect.poll(async () => (await kept(page)).includes(sheet)).toBe(true)
  await context.setOffline(true)
  expect(await page.evaluate((url) => fetch(url).then((answer) => answer.ok), sheet)).toBe(true)
  await context.close()
})

describe('a newer version', () => {
  let front: Server
  let address: string
  let version = 1
  // The product behind a front door that can bring out another version of the worker.
  beforeAll(async () => {
    front = createServer((asked, answer) => {
      const isWorker = asked.url === '/resident/sw.js'
      const { 'if-none-match': _tag, 'if-modified-since': _date, ...plain } = asked.headers
      const headers = isWorker ? { ...plain, 'accept-encoding': 'identity' } : asked.headers
      const onward = request(`${product}${asked.url}`, { method: asked.method, headers }, (given) => {
        const { 'content-length': _length, ...rest } = given.headers
        answer.writeHead(given.statusCode ?? 502, isWorker ? rest : given.headers)
        given.pipe(answer, { end: !isWorker })
        if (isWorker) given.on('end', () => answer.end(`\n// ${version}`))
      })
      onward.on('error', () => answer.destroy())
      asked.pipe(onward)
    }).listen(0, '127.0.0.1')
    await once(front, 'listening')
    address = `http://127.0.0.1:${(front.address() as { port: number }).port}`
  })
  afterAll(() => {
    front?.closeAllConnections()
    front?.close()
  })

  test('is told calmly; nobody loses a word; it comes with a tap', async () => {
    const visitor = await actor(browser, phone)
    const { page, context } = visitor
    await page.goto(`${address}/resident/report`)
    await page.evaluate(() => navigator.serviceWorker.ready)
    const said = page.getByLabel('一句话说明情况')
    await said.fill('楼道灯坏了三天，老人')
    const news = page.getByRole('button', { name: '有新版本，点此更新' })
    expect(await news.count(), 'the first version is no news').toBe(0)
    const unmoved = await notReloaded(page)
    version = 2
    // As when the phone is taken out of the pocket.
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await sees(news)
    await said.pressSequentially('上楼看不见。')
    await unmoved()
    await look(visitor, '30-new-version')
    await news.tap()
    const isNew = () =>
      unmoved().then(
        () => false,
        () => true,
      )
    await expect.poll(isNew, { timeout: 15_000 }).toBe(true)
    await sees(said)
    await expect.poll(() => said.inputValue()).toBe('楼道灯坏了三天，老人上楼看不见。')
    expect(await news.count()).toBe(0)
    expect(visitor.troubles).toEqual([])
    await context.close()
  })
})
