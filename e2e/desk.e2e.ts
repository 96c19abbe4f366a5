// The desk of rights as it looks, and the desk of supervision: what hangs over a matter until somebody answers for it.

import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Actor, actor, look, sees, shotOfElder, signIn } from './actors.ts'
import { apiOf } from './api.ts'
import { desktop, launchBrowser, phone } from './browser.ts'

const product = inject('product')
let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const dark = (page: Page, on: boolean) =>
  page.evaluate((is) => {
    document.documentElement.dataset.theme = is ? 'dark' : 'light'
  }, on)
/** As it is, as older people see it, at night and on a desk. */
async function everyWay(who: Actor, name: string): Promise<void> {
  await look(who, name, { whole: true })
  await shotOfElder(who.page, name)
  await dark(who.page, true)
  await look(who, `${name}-dark`, { whole: true })
  await dark(who.page, false)
  const size = who.page.viewportSize()
  // A device that is a phone stays one.
  if (!size || size.width <= 600) return
  await who.page.setViewportSize({ width: 375, height: 740 })
  await look(who, `${name}-other-width`, { whole: true })
  await who.page.setViewportSize(size)
}

test('the county: requests, breaches and retention, looked at in every way', async () => {
  const admin = await actor(browser, desktop)
  await signIn(admin, `${product}/console/sign-in`, 'admin')
  for (const [path, name] of [
    ['data-requests', '65-requests'],
    ['breaches', '66-breaches'],
    ['retention', '67-retention'],
  ] as const) {
    await admin.page.goto(`${product}/console/${path}`)
    await sees(admin.page.locator('main'))
    await admin.page.locator('main .skeleton-lines').first().waitFor({ state: 'detached' })
    await everyWay(admin, name)
  }
  expect(admin.troubles).toEqual([])
  await admin.context.close()
})

test('a chief urges a matter on, the officer answers, the chief closes the card; an assignment nobody takes shows itself', async () => {
  const officerApi = await apiOf(product, 'officer')
  type Row = { id: string; state: string; assignee: { account: string } | null }
  const { items } = await officerApi.get<{ items: Row[] }>('/matters?view=unaccepted&limit=5')
  const id = items[0]?.id as string
  expect(id).toBeTruthy()
  await officerApi.post(`/matters/${id}/accept`, {})

  const chief = await actor(browser, desktop)
  await signIn(chief, `${product}/console/sign-in`, 'chief')
  await chief.page.goto(`${product}/console/supervision/${id}`)
  const panel = chief.page.getByRole('region', { name: '督办与交接' })
  await panel.getByRole('button', { name: '限期督办' }).click()
  const demand = `请说明进展 ${randomUUID().slice(0, 4)}`
  await panel.getByRole('textbox', { name: /要求办什么/ }).fill(demand)
  await panel.getByRole('button', { name: '限期督办' }).click()
  const card = panel.getByRole('listitem').filter({ hasText: demand })
  await sees(card.getByText('待答复'))
  await look(chief, '68-supervision-drawer')

  const officer = await actor(browser, phone)
  await signIn(officer, `${product}/officer/sign-in`, 'officer')
  await look(officer, '69-officer-home', { whole: true })
  await officer.page.goto(`${product}/officer/matters/${id}`)
  const mine = officer.page
    .getByRole('region', { name: '督办与交接' })
    .getByRole('listitem')
    .filter({ hasText: demand })
  await mine.getByRole('button', { name: '答复', exact: true }).click()
  await mine.getByRole('textbox', { name: /为什么/ }).fill('在等检测报告')
  await mine.getByRole('textbox', { name: /怎么办/ }).fill('周五前上门办结')
  await everyWay(officer, '70-officer-answers')
  await mine.getByRole('button', { name: '答复', exact: true }).click()
  await sees(mine.getByText('已答复，待销号'))

  // Live: the chief's page follows without a reload.
  await sees(panel.getByText('周五前上门办结'))
  await card.getByRole('button', { name: '销号' }).click()
  await card.getByRole('button', { name: '销号' }).click()
  await sees(card.getByText(/已销号/))
  await chief.page.goto(`${product}/console/supervision`)
  await sees(chief.page.getByRole('table'))
  await everyWay(chief, '71-supervision')
  await chief.page.goto(`${product}/console/supervision?tab=handovers`)
  await sees(chief.page.locator('main'))
  await look(chief, '72-handovers')
  expect([...chief.troubles, ...officer.troubles]).toEqual([])
  await officer.context.close()
  await chief.context.close()
})
