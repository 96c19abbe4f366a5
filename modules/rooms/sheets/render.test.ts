import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { renderApart } from './apart.ts'
import { type SheetContent, versionOf } from './content.ts'
import { renderSheets } from './render.ts'

const board = (n: number): SheetContent => ({
  number: `620999-${n}`,
  county: '安和县',
  areaName: '渠口街道 · 杨树里社区 · 第一网格',
  place: `䶮泉小区 ${n} 号楼`,
  link: `https://home.anhe.example.gov.cn/b/620999K7Q4M2XP9TRB3WZ${n}`,
  format: n % 2 ? 'a5' : 'a4',
  room: {
    name: '杨树里社区警务室',
    address: '人民东路 118 号',
    phone: '0937-5522011',
    stationPhone: '0937-5522110',
    supervisionPhone: null,
    hours: [{ on: 'workingDays', from: '08:30', to: '18:00' }],
  },
  officers: [{ name: '张㛃𠮷', badge: '042117', phone: '13909370001', photo: 'p' }],
})
const photos = async () =>
  new Map([
    [
      'p',
      new Uint8Array(
        await sharp({ create: { width: 300, height: 400, channels: 3, background: '#ccc' } })
          .jpeg()
          .toBuffer(),
      ),
    ],
  ])
const made = '2026-01-05T00:00:00.000Z'
const pagesOf = async (bytes: Uint8Array) =>
  (await PDFDocument.load(bytes))
    .getPages()
    .map((page) => [page.getWidth(), page.getHeight()].map((pt) => Math.round((pt * 25.4) / 72)))

describe('sheets', () => {
  it('sets the 509 boards of a district beside the server’s own thread', {
    timeout: 120_000,
  }, async () => {
    const boards = Array.from({ length: 509 }, (_, n) => board(n))
    let turns = 0
    const timer = setInterval(() => turns++, 20)
    const bytes = await renderApart({ boards, paper: 'own', made, photos: await photos() })
    clearInterval(timer)
    expect(turns).toBeGreaterThan(5) // nobody else had to wait
    expect(await pagesOf(bytes)).toHaveLength(509)
  })
  it('cuts to the paper that was asked for', async () => {
    const boards = [board(1), board(2), board(3)]
    const paper = async (one: 'own' | 'a4' | 'a5' | 'a5on4') =>
      pagesOf(await renderSheets({ boards, paper: one, made, photos: await photos() }))
    expect(await paper('own')).toEqual([
      [148, 210],
      [210, 297],
      [148, 210],
    ])
    expect(await paper('a4')).toEqual([
      [210, 297],
      [210, 297],
      [210, 297],
    ])
    expect(await paper('a5on4')).toEqual([
      [297, 210],
      [297, 210],
    ])
  })
  it('needs no portrait, no officer and no telephone', async () => {
    const { room } = board(1)
    const bare = { ...board(1), officers: [], room: { ...room, phone: null, stationPhone: null, hours: [] } }
    expect(await pagesOf(await renderSheets({ boards: [bare], paper: 'a4', made, photos: new Map() }))).toHaveLength(1)
  })
})

describe('the version of a sheet', () => {
  it('changes with what the sheet says, and not with paper or address of the server', () => {
    const one = board(1)
    expect(versionOf({ ...one, format: 'a4', link: one.link.replace('https://home.anhe', 'http://other') })).toBe(
      versionOf(one),
    )
    expect(versionOf({ ...one, officers: [] })).not.toBe(versionOf(one))
    expect(versionOf({ ...one, room: { ...one.room, phone: null } })).not.toBe(versionOf(one))
  })
})
