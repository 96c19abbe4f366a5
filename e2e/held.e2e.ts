// What a device holds belongs to one account: a session that ends in the middle of sending, another person at the same
// phone, a clock two days off, a killed browser, a full device. Nothing is lost, nothing is shown to the wrong eyes.

import { newId } from '@doorstep/contract/ids.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Actor, actor, look, onDevice, sees, shotOfElder, signIn } from './actors.ts'
import { type Api, apiOf } from './api.ts'
import { community } from './board.ts'
import { launchBrowser, phone } from './browser.ts'
import { dropProfile, newProfile, openDevice, settled } from './offline/device.ts'
import { wetFloor } from './pictures.ts'

const product = inject('product')
const home = `${product}/officer/`
let browser: Browser
let api: Api
beforeAll(async () => {
  browser = await launchBrowser()
  api = await apiOf(product, 'officer')
})
afterAll(() => browser?.close())

async function newMatter(words: string): Promise<string> {
  const id = newId(community.slice(0, 6))
  const body = { id, kind: 'dispute', description: words, area: community, channel: 'phone', acceptNow: true }
  await api.post('/matters/register', body)
  return id
}
type StepSeen = { verb: string; at: string; reason: string | null; doneAt: string | null; data: { clockOff?: number } }
const notesOf = async (id: string): Promise<StepSeen[]> =>
  (await api.get<{ items: StepSeen[] }>(`/matters/${id}/steps`)).items.filter(({ verb }) => verb === 'note')
async function note({ page }: Pick<Actor, 'page'>, words: string): Promise<void> {
  await page.getByLabel('记下说了什么、做了什么').fill(words)
  await page.getByRole('button', { name: '保存记录' }).tap()
}
async function noted({ page }: Pick<Actor, 'page'>, words: string): Promise<void> {
  await note({ page }, words)
  await expect.poll(() => page.getByLabel('记下说了什么、做了什么').inputValue()).toBe('')
}
/** Within the client, as a tap does. */
const goTo = (page: Page, path: string): Promise<void> =>
  page.evaluate((to) => {
    history.pushState({}, '', to)
    dispatchEvent(new PopStateEvent('popstate', { state: {} }))
  }, path)
async function arrive(username: string): Promise<Actor> {
  const one = await actor(browser, phone)
  await signIn(one, home, username)
  await onDevice(one.page)
  return one
}
/** Everything in the browser's store, as text: what somebody who takes the phone apart would read. */
const storeOf = ({ page }: Actor): Promise<string> =>
  page.evaluate(async () => {
    const done = <T>(asked: IDBRequest<T>): Promise<T> =>
      new Promise((resolve) => {
        asked.onsuccess = () => resolve(asked.result)
      })
    const db = await done(indexedDB.open('doorstep'))
    const texts: string[] = []
    const read = new TextDecoder()
    for (const name of db.objectStoreNames)
      for (const row of await done(db.transaction(name).objectStore(name).getAll()))
        texts.push(
          JSON.stringify(row, (_key, value) =>
            value instanceof ArrayBuffer || value instanceof Uint8Array ? read.decode(value) : value,
          ),
        )
    db.close()
    return texts.join('\n')
  })

describe('a session that ends in the middle of sending', () => {
  let matter = ''
  let officer: Actor
  const secret = '502 王师傅说下周搬走。'
  test('the queue stops and stays, sealed; the person is asked to sign in', async () => {
    matter = await newMatter('会话过期时的一件事。')
    officer = await arrive('officer')
    const { page, context } = officer
    await page.goto(`${home}matters/${matter}`)
    await sees(page.getByText('会话过期时的一件事。'))
    await context.setOffline(true)
    for (const n of [1, 2, 3]) await noted(officer, `${secret}${n}`)
    await sees(page.getByText('没有信号，3 项等待发送'))
    // Ended on the server, as by an administrator or by time: the browser still has its cookie.
    const { items } = await api.get<{ items: { id: string; current: boolean }[] }>('/people/me/sessions')
    for (const { id, current } of items) if (!current) await api.drop(`/people/me/sessions/${id}`)
    await context.setOffline(false)
    await page.waitForURL((url) => url.pathname.endsWith('/sign-in'))
    await sees(page.getByText('这台设备上有 3 项还没有发出'))
    expect(await notesOf(matter)).toHaveLength(0)
    expect(await storeOf(officer)).not.toContain('王师傅')
    expect(await storeOf(officer)).not.toContain('会话过期时的一件事')
    await look(officer, '50-officer-session-ended')
  })

  test('somebody else at the same phone neither sees nor sends it', async () => {
    const { page } = officer
    await signIn(officer, home, 'chief')
    await page.goto(`${home}outbox`)
    await sees(page.getByText('其他账号没有发出的 3 项'))
    expect(await page.getByText('王师傅').count()).toBe(0)
    await look(officer, '51-officer-sealed', { whole: true })
    await shotOfElder(page, '51-officer-sealed')
    expect(await notesOf(matter)).toHaveLength(0)
    await page.goto(`${home}account`)
    await page.getByRole('button', { name: '退出登录' }).tap()
    await page.waitForURL((url) => url.pathname.endsWith('/sign-in'))
  })

  test('when its owner comes back it goes on by itself, in order', async () => {
    await signIn(officer, home, 'officer')
    await expect
      .poll(async () => (await notesOf(matter)).map(({ reason }) => reason))
      .toEqual([1, 2, 3].map((n) => `${secret}${n}`))
    expect(officer.troubles).toEqual([])
    await officer.context.close()
  })
})

test('a clock two days off is corrected and marked', async () => {
  const matter = await newMatter('时钟不准时的一件事。')
  const officer = await actor(browser, phone)
  await officer.context.addInitScript(() => {
    // As if somebody had set the date two days ahead, and two hours had passed since what was done.
    const real = Date
    const shift = () => 2 * 86_400_000 + (sessionStorage.getItem('later') ? 7_200_000 : 0) - 7_200_000
    const Shifted = new Proxy(real, {
      construct: (target, args) => Reflect.construct(target, args.length ? args : [real.now() + shift()]),
      get: (target, name) => (name === 'now' ? () => real.now() + shift() : Reflect.get(target, name)),
    })
    Object.assign(window, { Date: Shifted })
  })
  await signIn(officer, home, 'officer')
  await onDevice(officer.page)
  const { page, context } = officer
  await page.goto(`${home}matters/${matter}`)
  await sees(page.getByText('时钟不准时的一件事。'))
  await context.setOffline(true)
  await noted(officer, '两小时前写下的。')
  await sees(page.getByText('没有信号，1 项等待发送'))
  await page.evaluate(() => sessionStorage.setItem('later', 'yes'))
  await context.setOffline(false)
  await expect.poll(async () => (await notesOf(matter)).length).toBe(1)
  const [step] = await notesOf(matter)
  const hoursBefore = (Date.parse(step?.at ?? '') - Date.parse(step?.doneAt ?? '')) / 3_600_000
  // The matter has existed for some seconds only: not before that, and not after it arrived.
  expect(hoursBefore).toBeGreaterThanOrEqual(0)
  expect(hoursBefore).toBeLessThan(0.1)
  expect(Math.abs((step?.data.clockOff ?? 0) - 2 * 86_400)).toBeLessThan(60)
  await sees(page.getByText(/手机时钟快了 4[78] 小时/))
  await look(officer, '52-officer-clock-off', { whole: true })
  await context.close()
})

test('the work of two days is on the device before the signal is gone, photos too', async () => {
  const matter = await newMatter('地下室里才打开的一件事。')
  const file = newId(community.slice(0, 6))
  await api.send(`/matters/${matter}/attachments/${file}`, await wetFloor(), 'image/jpeg')
  const officer = await arrive('officer')
  const { page, context } = officer
  await page.getByText(/可离线使用：\d+ 件事项，截至/).waitFor({ timeout: 60_000 })
  await look(officer, '53-officer-ready')
  await shotOfElder(page, '53-officer-ready')
  await context.setOffline(true)
  await page.goto(`${home}matters/${matter}`)
  await sees(page.getByText('地下室里才打开的一件事。'))
  const image = page.getByRole('img', { name: '第 1 张照片' })
  await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth ?? 0)).toBe(320)
  await sees(page.locator('.steps').getByRole('button'))
  await context.close()
})

test('a form with a photo survives a killed browser, is found again, and thrown away with a way back', async () => {
  const matter = await newMatter('写到一半的一件事。')
  const folder = newProfile()
  let device = await openDevice(folder)
  await signIn({ ...device, troubles: [] }, home, 'officer')
  await onDevice(device.page)
  device = await settled(device, folder)
  await device.page.goto(`${home}matters/${matter}`)
  await device.page.getByLabel('记下说了什么、做了什么').fill('写到一半，手机没电了')
  const photo = { name: 'floor.jpg', mimeType: 'image/jpeg', buffer: await wetFloor() }
  await device.page.locator('input[type=file]').setInputFiles(photo)
  await sees(device.page.getByRole('img', { name: '查看第 1 张照片' }))
  await device.page.waitForTimeout(1000)
  await device.kill()
  device = await openDevice(folder)
  const { page } = device
  await page.goto(`${home}outbox`)
  await sees(page.getByText('没写完的'))
  await look({ ...device, troubles: [] }, '54-officer-drafts', { whole: true })
  await shotOfElder(page, '54-officer-drafts')
  await page.getByRole('button', { name: '丢弃' }).tap()
  await page.getByRole('button', { name: '撤销' }).tap()
  await page.getByRole('link', { name: '接着写' }).tap()
  await sees(page.getByText(/接着 .* 写的继续/))
  expect(await page.getByLabel('记下说了什么、做了什么').inputValue()).toBe('写到一半，手机没电了')
  await sees(page.getByRole('img', { name: '查看第 1 张照片' }))
  await look({ ...device, troubles: [] }, '55-officer-draft-found', { whole: true })
  await device.close()
  dropProfile(folder)
})

describe('a queue one can see', () => {
  test('a full device says so, and keeps what was written in the form', async () => {
    const matter = await newMatter('手机存满时的一件事。')
    const officer = await actor(browser, phone)
    await officer.context.addInitScript(() => {
      navigator.storage.estimate = async () => ({ usage: 99_000_000, quota: 100_000_000 })
    })
    await signIn(officer, home, 'officer')
    await onDevice(officer.page)
    const { page, context } = officer
    await page.goto(`${home}matters/${matter}`)
    await sees(page.getByText('手机存满时的一件事。'))
    await context.setOffline(true)
    await note(officer, '这句话不能丢')
    await sees(page.getByText('这台设备存不下更多了'))
    expect(await page.getByLabel('记下说了什么、做了什么').inputValue()).toBe('这句话不能丢')
    await look(officer, '56-officer-full', { whole: true })
    await context.close()
  })

  test('it can be paused and taken back; leaving the device asks about it', async () => {
    const matter = await newMatter('先不发送的一件事。')
    const officer = await arrive('officer')
    const { page, context } = officer
    await page.goto(`${home}matters/${matter}`)
    await sees(page.getByText('先不发送的一件事。'))
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await context.setOffline(true)
    for (const n of [1, 2]) await noted(officer, `第 ${n} 句`)
    await sees(page.getByText('没有信号，2 项等待发送'))
    await goTo(page, '/officer/outbox')
    await page.getByRole('button', { name: '暂停发送' }).tap()
    await context.setOffline(false)
    await sees(page.getByText('已暂停发送'))
    await look(officer, '57-officer-queue', { whole: true })
    await shotOfElder(page, '57-officer-queue')
    await page.getByRole('button', { name: '不发了' }).first().tap()
    await page.getByRole('dialog').getByRole('button', { name: '不发了' }).tap()
    await expect.poll(() => page.getByText('第 1 句').count()).toBe(0)
    expect(await notesOf(matter)).toHaveLength(0)
    await page.goto(`${home}account`)
    await page.getByRole('button', { name: '退出登录' }).tap()
    await sees(page.getByText('1 项等待发送'))
    await look(officer, '58-officer-leaving', { whole: true })
    await page.getByRole('button', { name: '先发送，再退出' }).tap()
    await page.waitForURL((url) => url.pathname.endsWith('/sign-in'))
    expect((await notesOf(matter)).map(({ reason }) => reason)).toEqual(['第 2 句'])
    const kept = await storeOf(officer)
    expect(kept).not.toContain('第 2 句')
    expect(kept).not.toContain(matter)
    await context.close()
  })
})
