// Every screen of every client, in every view: nothing for axe or the ruler to find, no complaint of the page. The screens
// come from the clients' own tables of routes, so that a new one is looked at by itself; one that nobody reached fails.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { actor, shot, signIn, signInByPhone } from './actors.ts'
import { community } from './board.ts'
import { desktop, launchBrowser, phone } from './browser.ts'
import { rightEverywhere } from './everywhere.ts'
import { nameOf } from './modes.ts'
import { goTo, screensOf, walk } from './walk.ts'

const product = inject('product')
/** `E2E_PICTURES=yes`: every screen in every view, for people to look at. */
const pictures = process.env.E2E_PICTURES === 'yes'
let browser: Browser
/** Whether somebody has seen the screen in one of the clients: some stand in clients whose people may not use them. */
const everywhere = new Map<string, boolean>()
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

/** The receipt is told once, to whoever has just reported something. */
async function report(page: Page): Promise<void> {
  await goTo(page, `/report?area=${community}&kind=dispute`)
  await page.getByLabel('一句话说明情况').fill('楼上半夜拖家具，说了两次也没用。')
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByRole('button', { name: '复制' }).first().waitFor()
}
async function bringLedger(page: Page): Promise<void> {
  await goTo(page, '/imports')
  const rows = '编号,类别,内容,地点\n1,矛盾纠纷,楼上漏水，两家争吵,杏林小区\n2,,,\n'
  await page
    .locator('main input[type=file]')
    .setInputFiles({ name: '台账.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) })
  await page.waitForURL(/\/imports\/./)
}

const clients = [
  { client: 'officer', people: ['officer'], device: phone, roads: {} },
  { client: 'auxiliary', people: ['auxiliary'], device: phone, roads: { 'sent+': report } },
  { client: 'volunteer', people: ['grid', 'volunteer'], device: phone, roads: { 'sent+': report } },
  { client: 'resident', people: ['15400000001'], device: phone, roads: { 'sent+': report } },
  {
    client: 'console',
    people: ['chief', 'admin', 'auditor', 'centre', 'clerk'],
    device: desktop,
    roads: { 'ledgers.import+': bringLedger },
  },
] as const

test.each(clients)('$client', { timeout: 600_000 }, async ({ client, people, device, roads }) => {
  const home = `${product}/${client}/`
  const seen = new Set<string>()
  const allowed = new Set<string>()
  let all: string[] = []
  for (const person of [null, ...people]) {
    const visitor = await actor(browser, { ...device, reducedMotion: 'reduce' })
    const { page } = visitor
    await page.goto(`${home}sign-in`)
    all = await screensOf(page)
    if (person)
      await (client === 'resident' ? signInByPhone(visitor, `${home}sign-in`, person) : signIn(visitor, home, person))
    const look = (screen: string) =>
      rightEverywhere(page, `${client}: ${screen}, ${person ?? 'a visitor'}`, async (view) => {
        if (pictures) await shot(page, `walk-${client}-${screen}-${nameOf(view)}`.replace(/\W+/g, '-'), { whole: true })
      })
    for (const name of await walk(page, seen, look, roads)) allowed.add(name)
    expect(visitor.troubles, `${client} as ${person}`).toEqual([])
    await visitor.context.close()
  }
  expect(all.length).toBeGreaterThan(8)
  for (const screen of all) everywhere.set(screen, everywhere.get(screen) === true || seen.has(screen))
  expect(
    all.filter((screen) => allowed.has(screen.replace('+', '')) && !seen.has(screen)),
    'screens that nobody reached',
  ).toEqual([])
})

test('no screen is left that nobody sees in any client', () => {
  expect([...everywhere].filter(([, seen]) => !seen).map(([screen]) => screen)).toEqual([])
})
