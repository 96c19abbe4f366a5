import { readPdf } from '@doorstep/testkit/pdf.ts'
import { expect, it } from 'vitest'
import words from './locales/zh-CN.json' with { type: 'json' }
import { type NoticePaper, noticePdf } from './notice.ts'

const say = (key: string, data: Readonly<Record<string, unknown>> = {}): string =>
  String(words.notice[key.split('.').at(-1) as keyof typeof words.notice]).replace(/\{(\w+)\}/g, (_whole, name) =>
    String(data[name] ?? ''),
  )
const paper: NoticePaper = {
  number: '20261116-ABCDE-1',
  responsible: '杨树里物业服务中心',
  person: '𠮷㛃·䶮',
  sort: '楼道堆物',
  class: '一般隐患',
  place: '渠口街道 · 杨树里社区',
  demands: '清走楼道内的纸箱、旧家具和废品。',
  due: '2026-12-01',
  issued: '2026-11-16',
  issuer: '李建国',
}
const read = async (change: Partial<NoticePaper> = {}) =>
  readPdf(await noticePdf({ say, now: () => '2026-11-16T02:00:00.000Z' }, { ...paper, ...change }))

it('sets the notice with all fonts in it, rare characters intact, its text to be taken out', async () => {
  const { fonts, texts } = await read()
  expect(fonts.every(({ embedded }) => embedded)).toBe(true)
  const text = texts.join('')
  for (const part of [paper.number, '𠮷㛃·䶮', paper.demands, '2026-12-01', '收到人签名'])
    expect(text, part).toContain(part)
})

it('loses nothing of long demands: they go on to the next page', async () => {
  const demands = Array.from({ length: 90 }, (_, at) => `第${at + 1}条：限期整改。`).join('\n')
  const text = (await read({ demands })).texts.join('')
  for (const line of demands.split('\n')) expect(text).toContain(line)
})
