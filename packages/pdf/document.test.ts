import { readPdf } from '@doorstep/testkit/pdf.ts'
import { expect, it } from 'vitest'
import { openPdf } from './index.ts'

const about = { title: '警民联系牌', author: '家门口', made: '2026-01-05T00:00:00.000Z' }
it('embeds every font it uses, and its text can be read back, rare characters and digits included', async () => {
  const pdf = await openPdf(about)
  const sheet = pdf.sheet('a4')
  const words = '民警 张㛃·䶮𠮷 0937-5522110 110。'
  sheet.text(words, { x: 20, y: 20, width: 170 }, { size: 14 })
  sheet.text('加粗𠮷', { x: 20, y: 40, width: 170 }, { size: 14, weight: 'bold' })
  const { fonts, texts } = await readPdf(await pdf.finish())
  expect(texts.join('')).toBe(`${words}加粗𠮷`)
  expect(fonts.map((font) => font.name.replace(/^\/[A-Z]{6}\+/, '')).sort()).toEqual([
    'NotoSansHans-Bold',
    'NotoSansHans-Regular',
    'NotoSansJP-1-bold',
    'NotoSansJP-1-regular',
  ])
  expect(fonts.every((font) => font.embedded)).toBe(true)
  expect([...pdf.missing]).toEqual([])
})

it('names the characters that no font has, and prints a mark in their place', async () => {
  const pdf = await openPdf(about)
  pdf.sheet('a5').text('名\u{2A6A5}', { x: 10, y: 10, width: 100 }, { size: 12 })
  expect([...pdf.missing]).toEqual(['\u{2A6A5}'])
  expect((await readPdf(await pdf.finish())).texts.join('')).toBe('名〓')
})

it('makes the same file of the same input', async () => {
  const make = async () => {
    const pdf = await openPdf(about)
    pdf.sheet('a5').qr('https://example.org/b/1', { x: 10, y: 10, size: 45 })
    return Buffer.from(await pdf.finish()).toString('base64')
  }
  expect(await make()).toBe(await make())
})

it('wraps inside the column and says how high the text is', async () => {
  const pdf = await openPdf(about)
  const sheet = pdf.sheet('a4')
  const one = sheet.text('扫码找民警', { x: 0, y: 0, width: 100 }, { size: 10, leading: 1.5 })
  const three = sheet.text(
    '扫码找民警，有事您说话。'.repeat(2),
    { x: 0, y: 0, width: 35.3 },
    { size: 10, leading: 1.5 },
  )
  expect(one).toBeCloseTo((15 * 25.4) / 72)
  expect(three).toBeCloseTo(one * 3)
})
