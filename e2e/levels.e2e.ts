// Two families and a wall: a third report is seen as the third, raised with a reason, signed by a second name, visited
// without a signal, brought down by somebody else, and objected to by whoever reported it.

import { newId } from '@doorstep/contract/ids.ts'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Actor, actor, look, onDevice, sees, shotOfElder, signIn } from './actors.ts'
import { type Api, apiOf } from './api.ts'
import { community } from './board.ts'
import { desktop, launchBrowser, phone } from './browser.ts'
import { wetFloor } from './pictures.ts'

const product = inject('product')
const words = `两家又为院墙吵起来了，一边要拆，一边拦着（${newId(community.slice(0, 6)).slice(-4)}）。`
const reason = '九十天内第三次反映，双方都说要自己动手拆。'
const note = '两家都在，答应等镇上来量地界，先不动手。'
let browser: Browser
let api: Record<'officer' | 'deputy' | 'grid', Api>
let grid: Actor
let officer: Actor
let deputy: Actor
let matter = ''
let receipt = ''
let point = { lat: 0, lon: 0 }

type Term = { code: string; value: number }
const adviceOf = (id: string) => api.officer.get<{ terms: Term[] }>(`/matter-levels/${id}/advice`)
const levelOf = () => api.officer.get<{ level: Record<string, unknown> & { id: string } }>(`/matter-levels/${matter}`)
type Visit = { id: string; state: string; dueOn: string; source: string; note: string | null }
const visitsOf = async () => (await api.officer.get<{ items: Visit[] }>(`/visits?subject=${matter}`)).items

async function reportedBefore(description: string): Promise<string> {
  const id = newId(community.slice(0, 6))
  await api.officer.post('/matters/register', {
    id,
    kind: 'dispute',
    description,
    point,
    channel: 'visit',
    acceptNow: true,
  })
  return id
}
/** A spot of the officer's where nobody has quarrelled yet. */
async function quietSpot(): Promise<void> {
  type Row = { area: string; point: { lat: number; lon: number } | null }
  const { items } = await api.officer.get<{ items: Row[] }>('/matters?view=open&limit=60')
  for (const { point: near } of items) {
    if (!near) continue
    point = near
    const { terms } = await adviceOf(await reportedBefore('两家为院墙争了几句，劝开了。'))
    if (!terms.some(({ code }) => code === 'secondReport')) return
  }
  throw new Error('everybody quarrels everywhere')
}
const level = (page: Page): Locator => page.getByRole('region', { name: '等级', exact: true })
const press = (where: Locator, name: string) => where.getByRole('button', { name, exact: true })

beforeAll(async () => {
  browser = await launchBrowser()
  api = {
    officer: await apiOf(product, 'officer'),
    deputy: await apiOf(product, 'deputy'),
    grid: await apiOf(product, 'grid'),
  }
  await quietSpot()
  await reportedBefore('为院墙又吵，街坊拉开的。')
  const geolocation = { latitude: point.lat, longitude: point.lon }
  grid = await actor(browser, { ...phone, geolocation, permissions: ['geolocation'] })
  officer = await actor(browser, { ...phone, geolocation, permissions: ['geolocation'] })
  deputy = await actor(browser, desktop)
  await signIn(grid, `${product}/volunteer/`, 'grid')
  await signIn(officer, `${product}/officer/`, 'officer')
  await signIn(deputy, `${product}/console/`, 'deputy')
  await onDevice(officer.page)
})
afterAll(() => browser?.close())

describe('the third report', () => {
  test('a grid worker hears it and reports it from the spot', async () => {
    const { page } = grid
    await page.goto(`${product}/volunteer/report`)
    await page.getByText('矛盾纠纷', { exact: true }).tap()
    await page.getByLabel('一句话说明情况').fill(words)
    await page.getByRole('button', { name: '就在我现在的位置' }).tap()
    await sees(page.getByRole('button', { name: '换地方' }))
    await page.getByRole('button', { name: '提交' }).tap()
    await sees(page.getByText('已收到，谢谢您！'))
    receipt = (await page.locator('output.code').textContent()) ?? ''
    matter = new URL(page.url()).pathname.split('/').at(-1) as string
  })

  test('the officer sees that it is the third in ninety days, and raises it to orange with a reason', async () => {
    const { page } = officer
    await page.goto(`${product}/officer/matters/${matter}`)
    await sees(page.getByText(words))
    await sees(level(page).getByText('九十天内第三次反映'))
    await api.officer.post(`/matters/${matter}/accept`, {})
    await press(level(page), '定级 / 提级').tap()
    await level(page).getByText('有伤害的扬言', { exact: true }).tap()
    await sees(level(page).getByText('8 分'))
    await look(officer, '80-officer-raise', { whole: true })
    await level(page).locator('label', { hasText: '橙色' }).tap()
    await level(page).getByRole('textbox', { name: /理由/ }).fill(reason)
    await press(level(page), '定级 / 提级').tap()
    await sees(level(page).getByText('待审签'))
    await sees(level(page).getByText(reason))
    await shotOfElder(page, '81-officer-orange')
    expect((await levelOf()).level).toMatchObject({ colour: 'orange', reason, signedBy: null })
  })

  test('the deputy chief finds it on the board and signs', async () => {
    const { page } = deputy
    await page.goto(`${product}/console/levels?waiting=signature&area=${community}`)
    await page
      .locator('.board-card')
      .filter({ hasText: words.slice(0, 10) })
      .click()
    const drawer = page.getByRole('dialog')
    await sees(drawer.getByText(reason))
    await press(drawer, '审签').click()
    await look(deputy, '82-desk-sign')
    await press(drawer, '审签').click()
    await press(drawer, '变更记录').click()
    await sees(drawer.getByRole('list', { name: '变更记录' }).getByText('审签'))
    await drawer.getByText('待审签').waitFor({ state: 'detached' })
    expect((await levelOf()).level.signedBy).not.toBeNull()
  })
})

describe('the visits', () => {
  let visit = ''
  test('stand in the calendar by themselves, within a week', async () => {
    await expect.poll(async () => (await visitsOf()).map(({ source }) => source)).toContain('levels')
    const planned = (await visitsOf()).find(({ source }) => source === 'levels') as Visit
    visit = planned.id
    const { page } = officer
    await page.goto(`${product}/officer/visits?day=${planned.dueOn}`)
    await sees(page.locator(`main a[href$="/visits/${visit}"]`))
    await look(officer, '83-officer-month', { whole: true })
    await page.locator(`main a[href$="/visits/${visit}"]`).tap()
    await press(page.locator('main'), '改日期').tap()
    const sheet = page.getByRole('dialog', { name: '改日期' })
    await sheet
      .getByLabel('日期')
      .fill(await page.evaluate(() => new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })))
    await sheet.getByLabel('原因').fill('正好今天路过，先去一趟。')
    await press(sheet, '改日期').tap()
    await sheet.waitFor({ state: 'hidden' })
  })

  test('today’s is made in a basement: begun, the browser gone, found again, sent with the next signal', async () => {
    const { page, context } = officer
    await page.goto(`${product}/officer/`)
    await sees(page.getByRole('heading', { name: /今天的走访/ }))
    await page.getByRole('link', { name: '今日路线' }).tap()
    await sees(page.locator(`main a[href$="/visits/${visit}"]`))
    await look(officer, '84-officer-route', { whole: true })
    await page.waitForTimeout(500) // what was read is on its way into the device's memory
    await context.setOffline(true)
    await page.locator(`main a[href$="/visits/${visit}"]`).tap()
    await sees(page.getByText('没有信号').first())
    const open = async () => {
      await press(page.locator('.steps'), '记录走访').tap()
      return page.getByRole('dialog', { name: '记录走访' })
    }
    let sheet = await open()
    await sheet.getByText('情况良好', { exact: true }).tap()
    await sheet.getByLabel('记录', { exact: false }).first().fill(note)
    const photo = { name: 'wall.jpg', mimeType: 'image/jpeg', buffer: await wetFloor() }
    await sheet.locator('input[type=file]').setInputFiles(photo)
    await sees(sheet.getByRole('img', { name: '查看第 1 张照片' }))
    await page.waitForTimeout(600) // a draft is kept a quarter of a second after the last word
    await page.reload()
    await sees(page.getByText('没有信号').first())
    sheet = await open()
    await sees(sheet.getByRole('img', { name: '查看第 1 张照片' }))
    expect(await sheet.getByLabel('记录', { exact: false }).first().inputValue()).toBe(note)
    await look(officer, '85-officer-done-offline')
    await press(sheet, '记录走访').tap()
    await sees(page.getByText('等待发送'))
    await sees(page.getByText('已走访', { exact: true }))
    await context.setOffline(false)
    await expect
      .poll(async () => (await visitsOf()).find(({ id }) => id === visit)?.state, { timeout: 20_000 })
      .toBe('done')
    expect((await api.officer.get<Visit>(`/visits/${visit}`)).note).toBe(note)
    const { attachments } = await api.officer.get<{ attachments: unknown[] }>(`/matters/${matter}`)
    expect(attachments).toHaveLength(1)
  })

  test('the next one is there, and whoever goes along is asked', async () => {
    await expect
      .poll(async () => (await visitsOf()).some((one) => one.source === 'levels' && one.state === 'planned'))
      .toBe(true)
    const { page } = officer
    await page.goto(`${product}/officer/visits/${visit}`)
    await sees(page.getByRole('region', { name: '下一次走访' }))
    await look(officer, '86-officer-next', { whole: true })
    await page.getByRole('region', { name: '下一次走访' }).getByRole('link').tap()
    await press(page.locator('main'), '请辅警同去').tap()
    const sheet = page.getByRole('dialog', { name: '请辅警同去' })
    await sheet.getByRole('checkbox').first().check()
    await press(sheet, '请辅警同去').tap()
    await sees(page.getByText('同去', { exact: true }))
  })
})

describe('down again', () => {
  test('the officer proposes with evidence; somebody else decides', async () => {
    const { page } = officer
    await page.goto(`${product}/officer/matters/${matter}`)
    await press(level(page), '提出下调').tap()
    await level(page).getByRole('textbox', { name: /依据/ }).fill('三次走访平稳，地界量好，双方签了字。')
    await press(level(page), '提出下调').tap()
    await sees(level(page).getByText('待决定下调'))
    expect(await press(level(page), '同意下调').count(), 'not their own').toBe(0)
    const desk = deputy.page
    await desk.goto(`${product}/console/levels/${(await levelOf()).level.id}`)
    const drawer = desk.getByRole('dialog')
    await press(drawer, '同意下调').click()
    await drawer.getByRole('textbox', { name: /理由/ }).fill('依据充分，同意。')
    await press(drawer, '同意下调').click()
    await drawer.getByText('待决定下调').waitFor({ state: 'detached' })
    await sees(drawer.getByText('黄色').first())
    await look(deputy, '87-desk-lowered')
    expect((await levelOf()).level).toMatchObject({ colour: 'yellow' })
  })

  test('whoever reported it sees colour, reason and post, objects, and is answered', async () => {
    const person = await actor(browser, phone)
    const { page } = person
    await page.goto(`${product}/resident/track`)
    await page.getByLabel('回执码').fill(receipt)
    await page.getByRole('button', { name: '查看', exact: true }).tap()
    const own = page.getByRole('region', { name: '这件事的等级' })
    await sees(own.getByText('黄色'))
    await sees(own.getByText('副所长'))
    await press(own, '提出异议').tap()
    await own.getByRole('textbox').fill('两家已经和好了，不该再是黄色。')
    await press(own, '提出异议').tap()
    await sees(own.getByText(/前答复/))
    await shotOfElder(page, '88-resident-objects')
    const desk = deputy.page
    await desk.goto(`${product}/console/levels/${(await levelOf()).level.id}`)
    const drawer = desk.getByRole('dialog')
    await press(drawer, '答复异议').click()
    await drawer.getByRole('textbox').fill('走访平稳，到期后不再延续。')
    await press(drawer, '答复异议').click()
    await drawer.getByText('有异议待答复').waitFor({ state: 'detached' })
    await page.reload()
    await sees(own.getByText('走访平稳，到期后不再延续。'))
    await look(person, '89-resident-answered', { whole: true })
    expect(person.troubles).toEqual([])
  })

  test('the board, the figures and the table of the desk', async () => {
    const { page } = deputy
    for (const [path, name] of [
      ['levels', '90-board'],
      ['levels-figures', '91-figures'],
      ['levels-table', '92-table'],
    ] as const) {
      await page.goto(`${product}/console/${path}`)
      await page.locator('main .skeleton-lines').first().waitFor({ state: 'detached' })
      await look(deputy, name, { whole: true })
    }
    await page.goto(`${product}/console/levels`)
    await sees(page.locator('.board-card'))
    await page.locator('.board-card').first().focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await sees(page.getByRole('dialog'))
    expect([...grid.troubles, ...officer.troubles, ...deputy.troubles]).toEqual([])
  })
})
