// Closed with an honest grade, objected, solved, confirmed, rated, visited again; and followed from another phone.

import { describe, expect, test } from 'vitest'
import { actor, look, notReloaded, sees, shotOfElder } from '../actors.ts'
import { phone } from '../browser.ts'
import { begin, finish } from '../verbs.ts'
import { actors, asked, browser, clicksSeen, officer, product, receipt, resident, stateTo } from './cast.ts'

export function theSettlement(): void {
  describe('settled', () => {
    test('the officer closes with an honest grade; the resident reads the result and says: not yet', async () => {
      const sheet = await begin(officer.page, '办结')
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
      const sheet = await begin(officer.page, '办结')
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
      const sheet = await begin(officer.page, '记录回访')
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

    test('every click was looked at in every view, and no page complained on the way', () => {
      expect(clicksSeen()).toBeGreaterThan(40)
      for (const [name, { troubles }] of Object.entries(actors())) expect(troubles, name).toEqual([])
    })
  })
}
