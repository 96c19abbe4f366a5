// What the law gives a person over their data, with a phone in hand; and what the county does about it at its desk.

import { readFile } from 'node:fs/promises'
import { inflateSync } from 'node:zlib'
import type { Browser, Download, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Actor, actor, sees, shot, signIn, signInByPhone } from './actors.ts'
import { desktop, launchBrowser, phone } from './browser.ts'
import { rightEverywhere } from './everywhere.ts'
import { runLater } from './later.ts'

const [product, data] = [inject('product'), inject('data')]
const number = '15400000011'
const question = `为什么要留我的号码（${Date.now() % 100_000}）？`
let browser: Browser
let person: Actor
let admin: Actor
beforeAll(async () => {
  browser = await launchBrowser()
  person = await actor(browser, phone)
  admin = await actor(browser, desktop)
  await signInByPhone(person, `${product}/resident/sign-in`, number)
  await signIn(admin, `${product}/console/sign-in`, 'admin')
})
afterAll(() => browser?.close())

const section = (page: Page, title: string | RegExp) =>
  page.locator('details').filter({ has: page.getByRole('heading', { level: 2, name: title }) })
async function open(page: Page, title: string | RegExp) {
  const found = section(page, title)
  await found.locator('> summary').click()
  await sees(found.locator('.inside'))
  return found
}
const confirm = async (page: Page, action: string): Promise<void> => {
  await page.getByRole('dialog').getByRole('button', { name: action }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}
const download = async (page: Page, link: RegExp): Promise<Download> =>
  (await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: link }).click()]))[0]

/** The words a PDF's readers and screen readers get: every font must say which character its glyphs mean. */
async function glyphsNamed(file: string): Promise<string> {
  const bytes = await readFile(file)
  const text = bytes.toString('latin1')
  let found = ''
  for (const match of text.matchAll(/stream\r?\n/g)) {
    const from = (match.index ?? 0) + match[0].length
    try {
      found += inflateSync(bytes.subarray(from, text.indexOf('endstream', from))).toString('latin1')
    } catch {
      // not a compressed stream
    }
  }
  return [...found.matchAll(/<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4,8})>/g)]
    .map(([, , code]) => String.fromCodePoint(Number.parseInt((code as string).slice(0, 4), 16)))
    .join('')
}

test('everything a person may do stands on the first screen, and opens', async () => {
  const { page } = person
  await page.goto(`${product}/resident/my-data`)
  await sees(page.getByRole('heading', { level: 2, name: '持有的信息' }))
  const last = await section(page, /注销/).boundingBox()
  expect(last?.y ?? 9999, 'the last line is reached without scrolling').toBeLessThan(812)
  await shot(page, '60-my-data', { whole: true })
  await rightEverywhere(page, 'my data')
})

test('what is held is corrected and taken along, as a document and as data', async () => {
  const { page } = person
  const held = await open(page, '持有的信息')
  await held.getByRole('button', { name: '更正' }).first().click()
  await page.getByRole('dialog').getByLabel('姓名', { exact: false }).first().fill('王小美')
  await confirm(page, '保存')
  await sees(held.getByText('王小美'))
  await shot(page, '61-my-data-held', { whole: true })
  await open(page, '带走一份')
  const words = await glyphsNamed(await (await download(page, /PDF/)).path())
  for (const sign of '个人信息保存王小美同意') expect(words, `the PDF names ${sign}`).toContain(sign)
  const json = JSON.parse(await readFile(await (await download(page, /JSON/)).path(), 'utf8'))
  expect(JSON.stringify(json)).toContain('王小美')
  expect(json.consents[0]).toMatchObject({ purpose: 'people.account', way: 'screen' })
  expect(json.consents[0].hash).toMatch(/^[0-9a-f]{64}$/)
})

test('a consent is given in its words, taken back, and its channel is silent; for a day it is back with a tap', async () => {
  const { page } = person
  await page.goto(`${product}/resident/reach`)
  const ask = page.getByRole('button', { name: '用短信告诉我进展' })
  const text = page.getByRole('checkbox', { name: /短信/ }).first()
  expect(await text.isDisabled()).toBe(true)
  await ask.click()
  await sees(page.getByRole('dialog').getByText(/同意用短信把您的事项的进展/))
  await shot(page, '62-consent-words')
  await rightEverywhere(page, 'the words of a consent')
  await confirm(page, '用短信告诉我进展')
  await ask.waitFor({ state: 'detached' })
  expect(await text.isDisabled()).toBe(false)

  await page.goto(`${product}/resident/my-data`)
  const consents = await open(page, '我的同意')
  const texts = consents.getByRole('region', { name: '短信提醒' })
  await texts.getByRole('button', { name: '撤回同意' }).click()
  await shot(page, '62-my-data-withdraw')
  await confirm(page, '撤回同意')
  await sees(texts.getByRole('button', { name: '不撤回了' }))
  await shot(page, '62-my-data-consents', { whole: true })
  await rightEverywhere(page, 'my consents')
  const agreed = () =>
    page.evaluate(async () => ((await (await fetch('/api/reach/mine')).json()) as { agreed: object }).agreed)
  expect(await agreed()).toMatchObject({ sms: false })
  await texts.getByRole('button', { name: '不撤回了' }).click()
  await sees(texts.getByRole('button', { name: '撤回同意' }))
  expect(await agreed()).toMatchObject({ sms: true })
})

test('a question goes to the county, is answered at the desk, and the answer is read', async () => {
  const { page } = person
  const asking = await open(page, '向县里提请求')
  await asking.getByRole('button', { name: '向县里提请求' }).click()
  await page.getByRole('dialog').getByLabel('您说的', { exact: false }).fill(question)
  await confirm(page, '提交')
  await sees(asking.getByText(question))

  const desk = admin.page
  await desk.goto(`${product}/console/data-requests`)
  const row = desk.locator('li, tr, article').filter({ hasText: question }).last()
  await row.getByRole('button', { name: '答复' }).click()
  await desk
    .getByRole('dialog')
    .getByLabel(/答复内容/)
    .fill('用来把办理进展告诉您；您可以随时更正或撤回。')
  await shot(desk, '65-requests-answer')
  await rightEverywhere(desk, 'answering a request')
  await confirm(desk, '答复')
  await row.waitFor({ state: 'detached' })

  await page.reload()
  await sees((await open(page, '向县里提请求')).getByText('用来把办理进展告诉您'))
})

test('an erasure waits a day in which it can be called back; then nothing is left', async () => {
  const { page } = person
  const erasing = await open(page, /注销/)
  const ask = async () => {
    await erasing.getByRole('button', { name: /删除|注销/ }).click()
    await page.getByRole('dialog').locator('button.danger').click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await sees(erasing.locator('[role=status] b'))
  }
  await ask()
  await shot(page, '64-my-data-erasing', { whole: true })
  await rightEverywhere(page, 'an erasure that waits')
  await erasing.getByRole('button', { name: /不删|取消|收回|反悔/ }).click()
  await erasing.locator('[role=status] b').waitFor({ state: 'detached' })
  await ask()
  await runLater(data, 'privacy.erase', 23)
  await page.reload()
  await sees(page.locator('[role=status] b'))
  await runLater(data, 'privacy.erase', 25)
  const kind = () =>
    page.evaluate(async () => ((await (await fetch('/api/people/session')).json()) as { kind: string }).kind)
  await expect.poll(kind, { timeout: 20_000 }).toBe('visitor')
  // Whoever comes with the number is somebody new: no name, no question, no consent of before.
  await signInByPhone(person, `${product}/resident/sign-in`, number)
  const again = await page.evaluate(async () => (await fetch('/api/privacy/export?format=json')).text())
  expect(again).not.toContain('王小美')
  expect(again).not.toContain(question)
  expect((JSON.parse(again) as { consents: object[] }).consents).toHaveLength(1)
})

test('a breach is written down, its steps are ticked with their times, and the letters are there', async () => {
  const { page } = admin
  await page.goto(`${product}/console/breaches`)
  await page.getByRole('button', { name: '记录一起' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox').first().check()
  await dialog.getByLabel('涉及人数').fill('3')
  const cause = `名单误发到群里（${Date.now() % 100_000}）`
  await dialog.getByLabel('原因', { exact: false }).fill(cause)
  await dialog.getByLabel('可能造成的危害').fill('可能收到骚扰电话')
  await dialog.getByLabel('已采取和准备采取的措施').fill('已撤回并逐一提醒')
  await dialog.getByLabel('联系人和电话').fill('县公安局 0937-5522110')
  await shot(page, '66-breach-record')
  await rightEverywhere(page, 'recording a breach')
  await confirm(page, '保存')
  const record = page.locator('article').filter({ hasText: cause })
  const steps = record.getByRole('group', { name: '处置步骤' }).getByRole('checkbox')
  await sees(steps)
  expect(await steps.count()).toBe(8)
  await steps.first().check()
  await sees(record.getByText(/完成/))
  await page.reload()
  await sees(steps)
  expect(await steps.first().isChecked()).toBe(true)
  await shot(page, '66-breach', { whole: true })
  await rightEverywhere(page, 'a breach')
  for (const [link, name] of [
    [/报主管部门/, '报'],
    [/告知本人/, '告'],
  ] as const) {
    const [letter] = await Promise.all([
      page.waitForEvent('download'),
      record.getByRole('link', { name: link }).click(),
    ])
    expect((await readFile(await letter.path())).subarray(0, 5).toString()).toBe('%PDF-')
    expect(letter.suggestedFilename()).toContain(name)
  }
  expect([...person.troubles, ...admin.troubles]).toEqual([])
})
