// Accepted, an auxiliary taken along, and what was said in the basement written down without a signal.

import { describe, expect, test } from 'vitest'
import { look, notReloaded, onDevice, sees } from '../actors.ts'
import { apiOf } from '../api.ts'
import { stairwell } from '../board.ts'
import { wetFloor } from '../pictures.ts'
import { begin, finish } from '../verbs.ts'
import {
  asked,
  auxiliary,
  linkIn,
  matter,
  officer,
  person,
  photo,
  product,
  resident,
  sentence,
  stateTo,
  stepsOf,
} from './cast.ts'

export function theWork(): void {
  const notes: readonly [string, string] = [
    '502 户主在家，地漏边缘开裂，打水时往下滴。',
    '楼上楼下都在场，同意先停用卫生间，明天找人修。',
  ]

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
      const sheet = await begin(officer.page, '受理')
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
      const sheet = await begin(officer.page, '请辅警协助')
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
      await onDevice(page)
      await context.setOffline(true)
      await sees(page.getByText('没有信号'))
      await finish(await begin(officer.page, '出发办理'), '出发办理')
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
      const notesThere = async () => (await stepsOf()).filter(({ verb }) => verb === 'note').length
      await expect.poll(notesThere, { timeout: 20_000 }).toBe(2)
      await officer.page
        .getByText(/等待发送|正在发送/)
        .first()
        .waitFor({ state: 'detached' })
      const steps = (await stepsOf()).slice(-4)
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
}
