import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadWords } from '@doorstep/kernel/words.ts'
import { readPdf } from '@doorstep/testkit/pdf.ts'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import type { Teller } from './papers.ts'
import { type AgreementPaper, contentPaper, copyPaper } from './papers-agreement.ts'
import { rightsPaper, waysPaper } from './papers-notices.ts'
import { policeFields, termFields } from './rules-gates-agreement.ts'

const words = loadWords([{ name: 'disputes', folder: import.meta.dirname }])
const ctx = {
  say: (key, data, language = 'en-US') => words(language, key, data),
  settings: { zone: 'Asia/Shanghai' },
} as Teller

const rare = '𠮷㛃䶮'
const agreement: AgreementPaper = {
  code: '20261116-A2B3C',
  kind: 'written',
  way: 'police',
  at: '2026-11-16T02:00:00.000Z',
  body: {
    terms: {
      facts: '十一月一日，三号楼二层渗水，损坏楼下吊顶。',
      issues: '修理费用由谁承担。',
      responsibility: '乙方管道老化，负主要责任。',
      content: '乙方赔偿 1,200.50 元，并于三十日内修好管道。',
      way: '转账支付；自行修理。',
      term: '2026年12月31日前。',
      authority: '渠口派出所',
      host: '张天明',
      happenedOn: '2026-11-01',
      place: '三号楼二单元',
      course: '因渗水争吵，推搡一下，无伤。',
    },
    parties: [
      { id: 'a', role: 'applicant', name: `王${rare}`, phone: '13800138000', address: '三号楼 101' },
      { id: 'b', role: 'respondent', name: '阿依古丽·买买提', phone: null, address: null },
      { id: 'g', role: 'guardian', name: '李四', phone: null, address: null },
    ],
    mediators: [{ id: 'm', role: 'lead', name: '赵六', post: '人民调解员', organisation: '杨树里调解委员会' }],
  },
  instalments: [
    { id: '1', n: 1, due: '2026-11-30', amountCents: 60_000, act: null, payer: 'b' },
    { id: '2', n: 2, due: '2026-12-31', amountCents: 60_050, act: '修好管道', payer: 'b' },
  ],
}
const drawing = () =>
  sharp(
    Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100"><path d="M10 80 C 60 10 120 10 290 60" stroke="black" fill="none" stroke-width="4"/></svg>',
    ),
  )
    .png()
    .toBuffer()

/** The text as this product reads it back, and as another program does where there is one. */
async function textOf(bytes: Uint8Array): Promise<string> {
  const { fonts, texts } = await readPdf(bytes)
  expect(fonts.length).toBeGreaterThan(0)
  expect(fonts.filter(({ embedded }) => !embedded)).toEqual([])
  const text = texts.join('')
  if (spawnSync('pdftotext', ['-v']).status === 0) {
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-paper-'))
    writeFileSync(join(folder, 'paper.pdf'), bytes)
    const other = execFileSync('pdftotext', ['-raw', join(folder, 'paper.pdf'), '-'], { encoding: 'utf8' })
    rmSync(folder, { recursive: true })
    const signs = (words: string) => [...words.replace(/\s/gu, '')].sort().join('')
    expect(signs(other)).toBe(signs(text))
  }
  expect(text).not.toMatch(/disputes\.|papers\.|\{\w+\}|〓/)
  return text
}

it('an agreement says what the law names (人民调解法 29), in embedded fonts, rare characters and all', async () => {
  const text = await textOf(await contentPaper(ctx, agreement))
  for (const field of [...termFields, ...policeFields]) {
    const said = agreement.body.terms[field] as string
    expect(text).toContain(words('zh-CN', `disputes.papers.terms.${field}`))
    expect(text.replaceAll('　', '')).toContain(field === 'happenedOn' ? '2026年11月1日' : said)
  }
  for (const each of [
    `王${rare}`,
    '阿依古丽·买买提',
    '13800138000',
    '三号楼 101',
    '赵六',
    '20261116-A2B3C',
    '人民币 600.50 元',
    '2026年12月31日',
  ])
    expect(text).toContain(each)
  expect(text).toContain('一式 3 份，当事人各执一份')
  expect(text).toContain('治安调解协议书')
})

it('the same words give the same bytes; other words give others', async () => {
  const first = Buffer.from(await contentPaper(ctx, agreement))
  expect(first.equals(Buffer.from(await contentPaper(ctx, agreement)))).toBe(true)
  const other = { ...agreement, body: { ...agreement.body, terms: { ...agreement.body.terms, term: '明年' } } }
  expect(first.equals(Buffer.from(await contentPaper(ctx, other)))).toBe(false)
})

it('a copy shows who signed, when and how, and the hash of what was signed', async () => {
  const sha256 = 'ab12'.repeat(16)
  const signed = [
    { signer: 'a', how: 'screen' as const, at: '2026-11-16T03:04:00.000Z', drawn: await drawing() },
    { signer: 'b', how: 'paper' as const, at: '2026-11-16T03:05:00.000Z', drawn: null },
  ]
  const text = await textOf(await copyPaper(ctx, agreement, signed, sha256))
  expect(text).toContain(`申请人（王${rare}）于 2026-11-16 11:04 在屏幕上签名`)
  expect(text).toContain('被申请人（阿依古丽·买买提）于 2026-11-16 11:05 在纸质协议上签名')
  expect(text).toContain(sha256)
})

it('an oral one is a record, with no lines to sign on', async () => {
  const text = await textOf(await contentPaper(ctx, { ...agreement, kind: 'oral', way: 'people', instalments: [] }))
  expect(text).toContain('口头调解协议记录')
  expect(text).not.toContain('签名：')
})

it('rights (人民调解法 23) and other ways (人民调解法 26) are told on paper', async () => {
  const of = { code: '20261116-A2B3C', at: '2026-11-16T02:00:00.000Z' }
  const rights = await textOf(await rightsPaper(ctx, of))
  for (const each of [
    '选择或者接受调解员',
    '拒绝调解或者要求终止调解',
    '公开进行或者不公开进行',
    '自愿达成协议',
    '不收取任何费用',
  ])
    expect(rights.replaceAll('　', '')).toContain(each)
  for (const why of ['refused', 'failed', 'breached'] as const) {
    const ways = await textOf(await waysPaper(ctx, { ...of, why, words: '可以向渠口人民法院起诉。' }))
    for (const each of ['仲裁', '行政', '司法', '12348', '可以向渠口人民法院起诉。']) expect(ways).toContain(each)
  }
})
