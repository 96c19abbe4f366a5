// Somebody was faster while the officer had no signal: nothing is lost, nothing is overwritten, a person looks.

import { newId } from '@doorstep/contract/ids.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Actor, actor, look, onDevice, sees, signIn } from './actors.ts'
import { type Api, apiOf } from './api.ts'
import { community } from './board.ts'
import { launchBrowser, phone } from './browser.ts'
import { begin, finish } from './verbs.ts'

const product = inject('product')
const result = '两家谈好了：晚上十点以后不拖家具。'
let browser: Browser
let chief: Api
let colleague: Api
let officer: Actor

beforeAll(async () => {
  browser = await launchBrowser()
  chief = await apiOf(product, 'chief')
  colleague = await apiOf(product, 'officer')
  officer = await actor(browser, phone)
  await signIn(officer, `${product}/officer/`, 'officer')
  await onDevice(officer.page)
})
afterAll(() => browser?.close())

/** A matter that the officer has open, and then no signal any more. */
async function openAndLoseSignal(acceptNow: boolean): Promise<string> {
  const id = newId(community.slice(0, 6))
  const description = `楼上半夜拖家具，睡不着（${id.slice(-4)}）。`
  const body = { id, kind: 'dispute', description, area: community, channel: 'phone', acceptNow }
  await colleague.post('/matters/register', body)
  await officer.page.goto(`${product}/officer/matters/${id}`)
  await sees(officer.page.getByText(description))
  await sees(officer.page.getByText('办理记录'))
  await officer.context.setOffline(true)
  await sees(officer.page.getByText('没有信号'))
  return id
}
const stateOf = async (id: string) => (await chief.get<{ state: string }>(`/matters/${id}`)).state
const stepsOf = async (id: string) =>
  (await chief.get<{ items: { verb: string }[] }>(`/matters/${id}/steps`)).items.map(({ verb }) => verb)

describe('a leader suspends what the officer closes without a signal', () => {
  let matter = ''
  test('the closing waits, then asks for eyes; what was written is still there', async () => {
    matter = await openAndLoseSignal(true)
    const { page, context } = officer
    const sheet = await begin(page, '办结')
    await sheet.getByText('实质性解决', { exact: true }).tap()
    await sheet.getByLabel('告诉报告人的结果').fill(result)
    await finish(sheet, '办结')
    await sees(page.getByText('没有信号，1 项等待发送'))
    await sees(page.getByText('已办结', { exact: true }))
    await chief.post(`/matters/${matter}/suspend`, { reason: '等住建部门来检测隔音，先停一停。' })
    await context.setOffline(false)
    await sees(page.getByRole('heading', { name: '需要您看一下' }))
    await sees(page.getByText(result))
    await sees(page.getByText('中止', { exact: true }))
    expect(await stateOf(matter), 'nothing was overwritten').toBe('suspended')
    expect(await stepsOf(matter)).not.toContain('resolve')
    await look(officer, '20-officer-needs-eyes', { whole: true })
  })

  test('the frame leads to it from anywhere; after a look it is sent again', async () => {
    const { page } = officer
    await page.goto(`${product}/officer/`)
    await page.getByRole('link', { name: '1 项没有发出，需要您看一下' }).tap()
    await sees(page.getByText(result))
    await look(officer, '21-officer-outbox')
    await page.getByRole('link', { name: '看看现在的情况' }).tap()
    await finish(await begin(page, '继续办理'), '继续办理')
    await expect.poll(() => stateOf(matter)).toBe('inProgress')
    await page.getByRole('button', { name: '按我的再办' }).tap()
    await expect.poll(() => stateOf(matter)).toBe('resolved')
    await page.getByRole('heading', { name: '需要您看一下' }).waitFor({ state: 'detached' })
    expect((await stepsOf(matter)).filter((verb) => verb === 'resolve')).toHaveLength(1)
  })
})

test('who accepts second sees who was first, and lets it go', async () => {
  const matter = await openAndLoseSignal(false)
  const { page, context } = officer
  await finish(await begin(page, '受理'), '受理')
  await chief.post(`/matters/${matter}/accept`, { words: '所里先接了。' })
  await context.setOffline(false)
  await sees(page.getByRole('heading', { name: '需要您看一下' }))
  await sees(page.getByText('所里先接了。'))
  const { assignee } = await chief.get<{ assignee: { name: string } }>(`/matters/${matter}`)
  await sees(page.getByText(`办理人：${assignee.name}`))
  await page.getByRole('button', { name: '以对方为准' }).tap()
  await page.getByRole('dialog').getByRole('button', { name: '不发了' }).tap()
  await page.getByRole('heading', { name: '需要您看一下' }).waitFor({ state: 'detached' })
  expect((await stepsOf(matter)).filter((verb) => verb === 'accept')).toHaveLength(1)
  await page.goto(`${product}/officer/outbox`)
  await sees(page.getByText('没有等待发送的内容'))
  expect(officer.troubles).toEqual([])
})
