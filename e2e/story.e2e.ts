// The main job, from the doorstep to settled (README): a resident, an officer, an auxiliary and a desk, each with a
// browser of their own, the officer without a signal in the middle. Every chapter stands on the one before.

import type { Browser, Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Actor, actor, look, notReloaded, sees, shot, shotOfElder, signIn } from './actors.ts'
import { type Api, apiOf } from './api.ts'
import { type Posted, postBoard, stairwell } from './board.ts'
import { desktop, launchBrowser, phone } from './browser.ts'
import { leakingCeiling, wetFloor } from './pictures.ts'

const product = inject('product')
const sentence = '楼上 502 卫生间漏水，我家天花板湿了一大片，跟他说了两次，今天又吵起来了。'

let browser: Browser
let api: { officer: Api; chief: Api }
let board: Posted
let resident: Actor
let officer: Actor
let auxiliary: Actor
let desk: Actor
let matter = ''
let receipt = ''
const taps: string[] = []
let officerUnmoved = async (): Promise<void> => undefined
let deskUnmoved = async (): Promise<void> => undefined

const notes: readonly [string, string] = [
  '502 户主在家，地漏边缘开裂，打水时往下滴。',
  '楼上楼下都在场，同意先停用卫生间，明天找人修。',
]
const person = { name: '周小禾', phone: '15400009876' }
type Told = {
  code: string
  state: string
  area: string
  channel: string
  place: string | null
  assignee: { name: string } | null
  helpers: { name: string }[]
  attachments: { type: string; by: string }[]
  grade: string | null
  rating: number | null
  visits: { day: number; doneAt: string | null }[]
}
type Step = { verb: string; reason: string | null }
const asked = () => api.officer.get<Told>(`/matters/${matter}`)
const linkIn = ({ page }: Actor): Locator =>
  page
    .locator(`main a[href*="${matter}"]`)
    .filter({ hasText: sentence.slice(0, 12) })
    .first()
const verbs = async () => (await api.officer.get<{ items: Step[] }>(`/matters/${matter}/steps`)).items
const stateTo = (state: string) => expect.poll(async () => (await asked()).state, { timeout: 15_000 }).toBe(state)
/** Opens a verb of the officer's matter: the big button, or one in the sheet. */
async function begin(actor: Actor, verb: string): Promise<Locator> {
  const { page } = actor
  const big = page.locator('.steps').getByRole('button', { name: verb, exact: true })
  if ((await big.count()) > 0) await big.tap()
  else {
    await page.getByRole('button', { name: '更多' }).tap()
    await page.getByRole('dialog').getByRole('button', { name: verb, exact: true }).tap()
  }
  const sheet = page.getByRole('dialog', { name: verb })
  await sees(sheet)
  return sheet
}
const finish = async (sheet: Locator, verb: string): Promise<void> => {
  await sheet.getByRole('button', { name: verb, exact: true }).tap()
  await sheet.waitFor({ state: 'hidden' })
}
const photo = async (name: string, made: Promise<Buffer>) => ({ name, mimeType: 'image/jpeg', buffer: await made })

beforeAll(async () => {
  browser = await launchBrowser()
  api = { officer: await apiOf(product, 'officer'), chief: await apiOf(product, 'chief') }
  board = await postBoard(api.chief)
  resident = await actor(browser, phone)
  officer = await actor(browser, phone)
  auxiliary = await actor(browser, phone)
  desk = await actor(browser, desktop)
})
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const [name, { page }] of Object.entries({ resident, officer, auxiliary, desk }))
    await shot(page, `failed-${name}`)
})
afterAll(() => browser?.close())

describe('at the board', () => {
  test('the QR code opens the page of the room: officers, hours, three doors, 110', async () => {
    const { page } = resident
    await page.goto(board.link)
    await sees(page.getByRole('heading', { name: board.room.name }))
    await sees(page.getByText(`您扫的联系牌：${stairwell}`))
    const card = page.locator('.officer').filter({ hasText: '社区民警' }).first()
    expect(await card.getByRole('heading').textContent()).toContain(board.room.officers[0]?.name)
    expect(await card.locator('a[href^="tel:"]').textContent()).toBe(board.room.officers[0]?.phone)
    await expect
      .poll(() => card.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(80)
    await sees(page.getByText('08:30–17:30'))
    const doors = page.getByRole('navigation', { name: '我要办' }).getByRole('link')
    expect((await doors.allInnerTexts()).map((words) => words.split('\n')[0])).toEqual(['问一问', '报个事', '打电话'])
    await sees(page.getByText('请直接拨打 110'))
    await look(resident, '01-room')
  })

  test('a forged code is recognised', async () => {
    const stranger = await actor(browser, phone)
    await stranger.page.goto(`${board.link.slice(0, -1)}${board.link.endsWith('2') ? '3' : '2'}`)
    await sees(stranger.page.getByText('这块联系牌不是本平台发布的'))
    await look(stranger, '01-forged')
    await stranger.context.close()
  })
})

describe('the report', () => {
  test('the officer, the auxiliary and the desk are at work', async () => {
    await signIn(officer, `${product}/officer/`, 'officer')
    await signIn(auxiliary, `${product}/auxiliary/`, 'auxiliary')
    await signIn(desk, `${product}/console/`, 'chief')
    await look(officer, '02-officer-today')
    await look(auxiliary, '02-auxiliary-home')
    await look(desk, '02-console-home')
    await desk.page.getByRole('link', { name: '看板' }).first().click()
    await sees(desk.page.getByRole('heading', { name: '看板' }))
    await sees(desk.page.locator('.board-card'))
    await look(desk, '02-console-board')
    // The first cards of a column are the late ones: looking at one grid, a new one is among them.
    await desk.page.goto(`${product}/console/board?area=${board.grid}&kind=dispute`)
    await sees(desk.page.locator('.board-card'))
  })

  test('three taps and one sentence, with a photo and a voice note', async () => {
    const { page } = resident
    const tap = async (name: string, at = page.getByText(name, { exact: true })) => {
      taps.push(name)
      await at.tap()
    }
    await tap('报个事', page.getByRole('link', { name: '报个事' }))
    await sees(page.getByText('网上警务室不接警，请直接拨打 110'))
    await look(resident, '03-report-empty')
    await tap('矛盾纠纷')
    await page.getByLabel('一句话说明情况').fill(sentence)
    await page.locator('input[type=file]').setInputFiles(await photo('ceiling.jpg', leakingCeiling()))
    await sees(page.getByRole('img', { name: '查看第 1 张照片' }))
    await page.getByRole('button', { name: '录一段话' }).tap()
    await sees(page.getByRole('timer').filter({ hasText: '0:02' }))
    await page.getByRole('button', { name: '说完了' }).tap()
    await sees(page.getByRole('button', { name: '播放录音' }))
    // Not needed, but then the officer can ring back.
    await page.getByLabel('称呼').fill(person.name)
    await page.getByLabel('电话').fill(person.phone)
    await look(resident, '03-report-filled', { whole: true })
    await shotOfElder(page, '03-report-filled')
    officerUnmoved = await notReloaded(officer.page)
    deskUnmoved = await notReloaded(desk.page)
    await tap('提交', page.getByRole('button', { name: '提交' }))
    expect(taps).toEqual(['报个事', '矛盾纠纷', '提交'])
    await sees(page.getByText('已收到，谢谢您！'))
    receipt = (await page.locator('output.code').textContent()) ?? ''
    expect(receipt.replace(/[^0-9A-Z]/g, '')).toMatch(/^[0-9A-Z]{12}$/)
    expect(await page.getByText('个文件没有传上去').count()).toBe(0)
    await look(resident, '04-receipt', { whole: true })
    await page.getByRole('link', { name: '查看进度' }).tap()
    await sees(page.getByText('已收到，等待受理'))
    matter = new URL(page.url()).pathname.split('/').at(-1) as string
    await sees(page.getByText(sentence))
    await look(resident, '04-followed', { whole: true })
  })

  test('the platform knows grid and place from the board, and every file has arrived', async () => {
    const told = await asked()
    expect(told).toMatchObject({ state: 'submitted', area: board.grid, channel: 'web', place: stairwell })
    expect(told.attachments.map(({ type, by }) => [type.split('/')[0], by])).toEqual([
      ['image', 'reporter'],
      ['audio', 'reporter'],
    ])
  })

  test('the station sees it on its board at once', async () => {
    const card = linkIn(desk)
    await sees(card)
    await deskUnmoved()
    await card.click()
    await sees(desk.page.getByText((await asked()).code))
    await sees(desk.page.getByText(sentence))
    await look(desk, '05-console-matter')
  })

  test('the officer is told at once, without a reload', async () => {
    const { page } = officer
    await sees(linkIn(officer))
    await page
      .getByRole('link', { name: /^通知|\d+通知|通知/ })
      .last()
      .tap()
    const { code } = await asked()
    await sees(page.getByRole('button', { name: `新事项 ${code}，等待受理` }))
    await officerUnmoved()
    await look(officer, '05-officer-inbox')
  })
})

describe('on the way to a settlement', () => {
  test('the officer opens it, sees and hears what was sent, and accepts', async () => {
    const { page } = officer
    const { code } = await asked()
    await page.getByRole('button', { name: `新事项 ${code}，等待受理` }).tap()
    await sees(page.getByText(sentence))
    await sees(page.getByText(stairwell))
    await expect
      .poll(() =>
        page.getByRole('img', { name: '第 1 张照片' }).evaluate((image: HTMLImageElement) => image.naturalWidth),
      )
      .toBeGreaterThan(100)
    await sees(page.getByLabel('语音留言'))
    expect(await page.getByText(person.phone).count(), 'the number is masked').toBe(0)
    await look(officer, '06-officer-matter', { whole: true })
    const sheet = await begin(officer, '受理')
    await sheet.getByLabel('对报告人说一句').fill('我半小时后到您家看看，先把水盆接上。')
    await look(officer, '06-officer-accept')
    const unmoved = await notReloaded(resident.page)
    await finish(sheet, '受理')
    await stateTo('accepted')
    await sees(resident.page.getByText('民警已受理'))
    await sees(resident.page.getByText('我半小时后到您家看看'))
    await sees(resident.page.getByText(/办理人：.警官/))
    await unmoved()
    await look(resident, '07-resident-accepted', { whole: true })
  })

  test('an auxiliary is taken along, and sees nothing of the person', async () => {
    const unmoved = await notReloaded(auxiliary.page)
    const sheet = await begin(officer, '请辅警协助')
    await sheet.getByRole('radio', { name: '廖颖' }).check()
    await sheet.getByLabel('要做什么').fill('一起上门，拍照取证，记下漏水位置。')
    await look(officer, '08-officer-ask-help')
    await finish(sheet, '请辅警协助')
    await expect.poll(async () => (await asked()).helpers.map(({ name }) => name)).toEqual(['廖颖'])
    const { page } = auxiliary
    await page.getByRole('link', { name: '请我协助的' }).last().tap()
    await page.getByText('未办结', { exact: true }).tap()
    await linkIn(auxiliary).tap()
    await sees(page.getByText('一起上门，拍照取证'))
    await unmoved()
    const words = await page.locator('body').textContent()
    for (const secret of [person.name, person.phone, person.phone.slice(-4), '报告人'])
      expect(words, 'what the auxiliary sees').not.toContain(secret)
    const seen = await (await apiOf(product, 'auxiliary')).get<{ reporter: unknown }>(`/matters/${matter}`)
    expect(seen.reporter).toBeNull()
    expect(JSON.stringify(seen)).not.toContain(person.phone.slice(-4))
    await look(auxiliary, '08-auxiliary-matter', { whole: true })
  })

  test('in the basement there is no signal: the officer goes on all the same', async () => {
    const { page, context } = officer
    await page.evaluate(() => navigator.serviceWorker.ready)
    await context.setOffline(true)
    await sees(page.getByText('没有信号'))
    await finish(await begin(officer, '出发办理'), '出发办理')
    await sees(page.getByText('没有信号，1 项等待发送'))
    await page.getByLabel('记下说了什么、做了什么').fill(notes[0])
    await page.locator('input[type=file]').setInputFiles(await photo('floor.jpg', wetFloor()))
    await sees(page.getByRole('img', { name: '查看第 1 张照片' }))
    await page.getByRole('button', { name: '保存记录' }).tap()
    await sees(page.getByText('没有信号，3 项等待发送'))
    await page.getByLabel('记下说了什么、做了什么').fill(notes[1])
    await page.getByRole('button', { name: '保存记录' }).tap()
    await sees(page.getByText('没有信号，4 项等待发送'))
    await look(officer, '09-officer-offline', { whole: true })
  })

  test('the page is loaded anew without a signal, and everything is still there', async () => {
    const { page } = officer
    await page.reload()
    await sees(page.getByText(sentence))
    await sees(page.getByText('没有信号，4 项等待发送'))
    await sees(page.getByText('办理中', { exact: true }))
    for (const note of notes) await sees(page.getByText(note))
    await look(officer, '10-officer-offline-again', { whole: true })
    await page.goto(`${product}/officer/`)
    await sees(page.getByText(/没有信号，显示的是/))
    await page
      .getByRole('link', { name: sentence.slice(0, 12) })
      .first()
      .tap()
    await sees(page.getByText(notes[1]))
    expect((await asked()).state, 'the server knows nothing yet').toBe('accepted')
  })

  test('with the signal everything arrives once and in order, and the resident sees it happen', async () => {
    const unmoved = await notReloaded(resident.page)
    await officer.context.setOffline(false)
    await stateTo('inProgress')
    await sees(resident.page.getByText('正在办理'))
    await unmoved()
    await expect.poll(async () => (await verbs()).filter(({ verb }) => verb === 'note').length).toBe(2)
    await officer.page
      .getByText(/等待发送|正在发送/)
      .first()
      .waitFor({ state: 'detached' })
    const steps = (await verbs()).slice(-4)
    expect(steps.map(({ verb, reason }) => [verb, reason])).toEqual([
      ['start', null],
      ['note', notes[0]],
      ['attach', null],
      ['note', notes[1]],
    ])
    const { attachments } = await asked()
    expect(attachments.filter(({ by }) => by === 'staff')).toHaveLength(1)
    for (const note of notes) expect(await resident.page.getByText(note).count(), 'notes are for staff only').toBe(0)
    await look(officer, '11-officer-online', { whole: true })
  })
})

describe('settled', () => {
  test('the officer closes with an honest grade; the resident reads the result and says: not yet', async () => {
    const sheet = await begin(officer, '办结')
    await sheet.getByText('继续关注', { exact: true }).tap()
    await sheet.getByLabel('告诉报告人的结果').fill('楼上同意本周换地漏，先停用卫生间，我们周五来复看。')
    await look(officer, '12-officer-resolve')
    const unmoved = await notReloaded(resident.page)
    await finish(sheet, '办结')
    await stateTo('resolved')
    const { page } = resident
    await sees(page.getByText('这件事解决了吗？'))
    await sees(page.getByText('楼上同意本周换地漏'))
    await look(resident, '13-resident-resolved', { whole: true })
    await shotOfElder(page, '13-resident-resolved')
    await page.getByRole('button', { name: '还没有' }).tap()
    const why = page.getByRole('dialog', { name: '还没有解决？' })
    await why.getByLabel('原因').fill('楼上又用了一次，天花板还在滴水。')
    await look(resident, '13-resident-objects')
    await why.getByRole('button', { name: '还没有' }).tap()
    await stateTo('inProgress')
    await sees(officer.page.getByText('楼上又用了一次，天花板还在滴水。'))
    await unmoved()
    expect((await asked()).visits).toEqual([])
  })

  test('the second time it is solved: confirmed and rated', async () => {
    const sheet = await begin(officer, '办结')
    await sheet.getByText('实质性解决', { exact: true }).tap()
    await sheet.getByLabel('告诉报告人的结果').fill('地漏已换好，试水两小时不漏；楼上负责把天花板刷好。')
    await finish(sheet, '办结')
    const { page } = resident
    await page.getByRole('button', { name: '解决了', exact: true }).tap()
    await stateTo('followUp')
    await page.getByRole('button', { name: '给这次办理打个分' }).tap()
    const sheetOfStars = page.getByRole('dialog', { name: '给这次办理打个分' })
    await sheetOfStars
      .locator('label')
      .filter({ hasText: /^满意$/ })
      .tap()
    await sheetOfStars.getByLabel('想说的话').fill('来得快，第二次总算修好了。')
    await look(resident, '14-resident-rates')
    await sheetOfStars.getByRole('button', { name: '发送' }).tap()
    await sees(page.getByText('您的评价'))
    await look(resident, '14-resident-settled', { whole: true })
    expect(await asked()).toMatchObject({ state: 'followUp', grade: 'solved', rating: 4 })
  })

  test('visits on day 1, 3 and 7 stand on the officer’s page; the first is recorded', async () => {
    const { page } = officer
    for (const day of [1, 3, 7]) await sees(page.getByText(`第 ${day} 天`, { exact: true }))
    expect((await asked()).visits.map(({ day, doneAt }) => [day, doneAt])).toEqual([
      [1, null],
      [3, null],
      [7, null],
    ])
    const sheet = await begin(officer, '记录回访')
    await sheet.getByText('第 1 天', { exact: true }).tap()
    await sheet.getByText('情况良好', { exact: true }).tap()
    await look(officer, '15-officer-visit')
    await finish(sheet, '记录回访')
    await expect
      .poll(async () => (await asked()).visits.filter(({ doneAt }) => doneAt).map(({ day }) => day))
      .toEqual([1])
    await look(officer, '15-officer-visits', { whole: true })
  })

  test('on another phone the receipt code leads to the matter', async () => {
    const neighbour = await actor(browser, phone)
    const { page } = neighbour
    await page.goto(`${product}/resident/track`)
    await page.getByLabel('回执码').fill(receipt)
    await look(neighbour, '16-track')
    await page.getByRole('button', { name: '查看', exact: true }).tap()
    await sees(page.getByText('已确认，我们还会回访'))
    await sees(page.getByText('地漏已换好'))
    await sees(page.getByText(/警官回访了您/))
    await look(neighbour, '16-tracked', { whole: true })
    expect(neighbour.troubles).toEqual([])
  })

  test('no page complained on the way', () => {
    for (const [name, { troubles }] of Object.entries({ resident, officer, auxiliary, desk }))
      expect(troubles, name).toEqual([])
  })
})
