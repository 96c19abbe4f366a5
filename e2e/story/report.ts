// From the board in the stairwell to a receipt, and how everybody hears of it at once.

import { describe, expect, test } from 'vitest'
import { actor, look, notReloaded, sees, shotOfElder, signIn } from '../actors.ts'
import { stairwell } from '../board.ts'
import { phone } from '../browser.ts'
import { leakingCeiling } from '../pictures.ts'
import {
  asked,
  auxiliary,
  board,
  browser,
  desk,
  follow,
  keepReceipt,
  linkIn,
  officer,
  person,
  photo,
  product,
  receipt,
  resident,
  sentence,
} from './cast.ts'

export function theReport(): void {
  const taps: string[] = []
  let officerUnmoved = async (): Promise<void> => undefined
  let deskUnmoved = async (): Promise<void> => undefined

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
      await sees(page.getByRole('timer').filter({ hasText: /0:(0[2-9]|[1-5]\d)/ }))
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
      keepReceipt((await page.locator('output.code').textContent()) ?? '')
      expect(receipt.replace(/[^0-9A-Z]/g, '')).toMatch(/^[0-9A-Z]{12}$/)
      expect(await page.getByText('个文件没有传上去').count()).toBe(0)
      await look(resident, '04-receipt', { whole: true })
      await page.getByRole('link', { name: '查看进度' }).tap()
      await sees(page.getByText('已收到，等待受理'))
      follow(new URL(page.url()).pathname.split('/').at(-1) as string)
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
}
