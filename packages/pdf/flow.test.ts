import { readPdf } from '@doorstep/testkit/pdf.ts'
import { PDFDocument } from 'pdf-lib'
import { expect, it } from 'vitest'
import { flow, openPdf } from './index.ts'

const about = { title: '调解协议书', author: '家门口', made: '2026-01-05T00:00:00.000Z' }
const pagesOf = async (bytes: Uint8Array) => (await PDFDocument.load(bytes)).getPageCount()

it('runs over pages and loses no line; the foot knows how many there are', async () => {
  const pdf = await openPdf(about)
  const page = flow(pdf)
  const words = Array.from({ length: 120 }, (_, n) => `第${n}条：双方应当和睦相处。`)
  page.write(words.join('\n'))
  page.foot((n, of) => `第 ${n} 页，共 ${of} 页`)
  const bytes = await pdf.finish()
  const { texts } = await readPdf(bytes)
  const pages = await pagesOf(bytes)
  expect(pages).toBeGreaterThan(1)
  for (const line of words) expect(texts.join('')).toContain(line)
  expect(texts.join('')).toContain(`第 ${pages} 页，共 ${pages} 页`)
})

it('repeats the head of a table where it goes on, and keeps a block whole', async () => {
  const pdf = await openPdf(about)
  const page = flow(pdf)
  const columns = [{ width: 40 }, { width: 126 }]
  const rows = Array.from({ length: 60 }, (_, n) => [String(n), '每月五日前支付工资'.repeat(4)])
  page.table(columns, ['期次', '内容'], rows)
  page.block(60, (sheet, at) => sheet.text('签名', at, { size: 10 }))
  const bytes = await pdf.finish()
  const text = (await readPdf(bytes)).texts.join('')
  expect(text.split('期次').length - 1).toBe((await pagesOf(bytes)) - (text.endsWith('签名') ? 0 : 1))
})

it('a label stands before its words, which keep their column', async () => {
  const pdf = await openPdf(about)
  const page = flow(pdf)
  page.line('申请人：', '张㛃·䶮𠮷'.repeat(20))
  const { texts } = await readPdf(await pdf.finish())
  expect(texts[0]).toBe('申请人：')
  expect(texts.slice(1).join('')).toBe('张㛃·䶮𠮷'.repeat(20))
})
