// The story with the keyboard alone: a resident without an account, an officer, a desk. Nothing is ever touched or clicked;
// at every stop the focus is seen and free, sheets keep it inside and give it back.

import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { type Actor, actor, sees, shot } from './actors.ts'
import { apiOf } from './api.ts'
import { community, postBoard } from './board.ts'
import { desktop, launchBrowser } from './browser.ts'
import { staysInside, tabTo } from './keyboard.ts'
import { settled } from './modes.ts'

const product = inject('product')
/** Narrow as a phone, but with keys: no touch, no mouse. */
const small = { ...desktop, viewport: { width: 375, height: 812 }, reducedMotion: 'reduce' as const }
const words = `路口的井盖松了，晚上骑车很危险（${Date.now() % 100_000}）。`
let browser: Browser
let resident: Actor
let officer: Actor
let desk: Actor
let broken = false

beforeAll(async () => {
  browser = await launchBrowser()
  await postBoard(await apiOf(product, 'chief'))
  resident = await actor(browser, small)
  officer = await actor(browser, small)
  desk = await actor(browser, { ...desktop, reducedMotion: 'reduce' })
})
beforeEach(({ skip }) => skip(broken))
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  broken = true
  for (const [name, { page }] of Object.entries({ resident, officer, desk })) await shot(page, `failed-keys-${name}`)
})
afterAll(() => browser?.close())

const named = (page: Page, role: 'button' | 'link' | 'textbox' | 'radio', name: string | RegExp, within?: string) =>
  (within ? page.getByRole('dialog', { name: within }) : page).getByRole(role, {
    name,
    exact: typeof name === 'string',
  })

async function reach({ page }: Actor, target: Locator): Promise<void> {
  await settled(page)
  expect.soft(await tabTo(page, target.first()), `on the way to ${target}`).toEqual([])
}
async function press(who: Actor, target: Locator, key = 'Enter'): Promise<void> {
  await reach(who, target)
  await who.page.keyboard.press(key)
}
async function type(who: Actor, target: Locator, text: string): Promise<void> {
  await reach(who, target)
  await who.page.keyboard.insertText(text)
}
/** Into a group of choices, and with the arrows to the one that is wanted. */
async function choose(who: Actor, group: Locator, wanted: Locator): Promise<void> {
  const { page } = who
  await settled(page)
  for (let n = 0; n < 80 && !(await group.evaluate((element) => element.contains(document.activeElement))); n += 1)
    await page.keyboard.press('Tab')
  if (!(await wanted.isChecked())) await page.keyboard.press('Space')
  for (let n = 0; n < 20 && !(await wanted.isChecked()); n += 1) await page.keyboard.press('ArrowDown')
  expect(await wanted.isChecked(), `${wanted} chosen`).toBe(true)
}
async function enter(who: Actor, address: string, username: string): Promise<void> {
  await who.page.goto(address)
  await type(who, named(who.page, 'textbox', /^用户名/), username)
  await type(who, who.page.getByLabel('密码'), 'doorstep-demo')
  await who.page.keyboard.press('Enter')
  await who.page.waitForURL((url) => !url.pathname.endsWith('/sign-in'))
}
/** A step on a matter: from the bar or from “more”, into its sheet. */
async function begin(who: Actor, verb: string): Promise<Locator> {
  const { page } = who
  const bar = page.locator('.steps')
  await bar.waitFor()
  const big = bar.getByRole('button', { name: verb, exact: true })
  if (await big.count()) await press(who, big)
  else {
    await press(who, bar.getByRole('button', { name: '更多' }))
    await press(who, named(page, 'button', verb, '更多'))
  }
  const sheet = page.getByRole('dialog', { name: verb })
  await sheet.waitFor()
  return sheet
}

describe('a resident', () => {
  test('goes past the head of the room page, and from there to the form', async () => {
    const { page } = resident
    await page.goto(`${product}/r/${community}`)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#main')
    await page.keyboard.press('Enter')
    await press(resident, named(page, 'link', /^报个事/))
    await sees(page.getByText('是什么事？'))
  })

  test('passes over the head of the client with its first stop', async () => {
    const { page } = resident
    await page.reload()
    await sees(page.getByText('是什么事？'))
    await page.keyboard.press('Tab')
    await sees(page.getByRole('link', { name: '跳到正文' }))
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
  })

  test('reports something, and reads the receipt', async () => {
    const { page } = resident
    await choose(resident, page.getByRole('group', { name: '是什么事？' }), named(page, 'radio', '求助'))
    await type(resident, page.getByLabel('一句话说明情况'), words)
    await press(resident, named(page, 'button', '提交'))
    await sees(page.getByText('已收到，谢谢您！'))
    await press(resident, named(page, 'link', '查看进度'))
    await sees(page.getByText('已收到，等待受理'))
  })
})

describe('an officer', () => {
  test('comes in, finds it in the queue and opens it', async () => {
    await enter(officer, `${product}/officer/`, 'officer')
    const { page } = officer
    await press(officer, page.getByRole('navigation').getByRole('link', { name: '事项' }))
    await choose(officer, page.getByRole('group').first(), named(page, 'radio', '待受理'))
    await type(officer, page.getByRole('searchbox'), words.slice(0, 7))
    await press(officer, page.getByRole('link').filter({ hasText: words }))
    await sees(page.getByText(words))
  })

  test('a sheet keeps the focus, Escape closes it, and the focus is back where it was', async () => {
    const { page } = officer
    const sheet = await begin(officer, '受理')
    expect(await staysInside(page, sheet)).toEqual([])
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'hidden' })
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('受理')
  })

  test('accepts, goes there, writes a note, and closes', async () => {
    const { page } = officer
    for (const verb of ['受理', '出发办理']) {
      await page.locator('.steps').getByRole('button', { name: verb, exact: true }).waitFor()
      const asked = await begin(officer, verb)
      await press(officer, named(page, 'button', verb, verb))
      await asked.waitFor({ state: 'hidden' })
    }
    await type(officer, page.getByLabel('记下说了什么、做了什么'), '井盖已用围挡围好，市政下午来换。')
    await press(officer, named(page, 'button', '保存记录'))
    await sees(page.getByText('井盖已用围挡围好'))
    const sheet = await begin(officer, '办结')
    await choose(officer, sheet.getByRole('group').first(), sheet.getByRole('radio', { name: '实质性解决' }))
    await type(officer, sheet.getByLabel('告诉报告人的结果'), '新井盖装好了，路面平了。')
    await press(officer, named(page, 'button', '办结', '办结'))
    await sheet.waitFor({ state: 'hidden' })
    await sees(page.getByText('已办结', { exact: true }))
  })
})

describe('the resident again', () => {
  test('says that it is solved, and gives four stars', async () => {
    const { page } = resident
    await press(resident, named(page, 'button', '解决了'))
    await press(resident, named(page, 'button', '给这次办理打个分'))
    const sheet = page.getByRole('dialog', { name: '给这次办理打个分' })
    await choose(resident, sheet.getByRole('group'), sheet.getByRole('radio', { name: '满意', exact: true }))
    await press(resident, named(page, 'button', '发送', '给这次办理打个分'))
    await sees(page.getByText('您的评价'))
  })
})

describe('the desk', () => {
  test('finds pages by typing, walks the register with the arrows, opens a matter and comes back to its row', async () => {
    const { page } = desk
    await enter(desk, `${product}/console/`, 'chief')
    await settled(page)
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog', { name: '搜索' })
    await palette.waitFor()
    await page.keyboard.insertText('台账')
    await sees(palette.getByRole('option', { name: '事项台账' }))
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/console\/matters/)
    await settled(page)
    const rows = page.locator('main tbody tr[tabindex]')
    await reach(desk, rows)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('dialog')
    await drawer.waitFor()
    await settled(page)
    expect(await staysInside(page, drawer)).toEqual([])
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'hidden' })
    await expect
      .poll(() =>
        page.evaluate(() => [...document.querySelectorAll('main tbody tr')].indexOf(document.activeElement as Element)),
      )
      .toBe(1)
  })

  test('no page complained on the way', () => {
    for (const { troubles } of [resident, officer, desk]) expect(troubles).toEqual([])
  })
})
