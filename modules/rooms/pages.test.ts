import { newId } from '@doorstep/contract'
import { runOnce, systemActor, systemGrant } from '@doorstep/kernel'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { picture } from './samples.ts'

let t: TestApp
let officer: Who
let board: { id: string; link: string }
const { community } = world
beforeAll(async () => {
  t = await testApp()
  officer = await t.as('officer')
  const chief = await t.as('chief', world.township)
  await t.post(chief, '/api/rooms', {
    id: newId(world.county),
    area: community,
    name: '杨树里警务室',
    address: '人民路 2 号',
    phone: '0937-5522011',
    stationPhone: '0937-5522110',
    services: ['开具证明'],
  })
  const { id } = (
    await t.post(officer, '/api/boards', {
      id: newId(world.county),
      room: community,
      place: '3 号楼 1 单元',
      kind: 'stairwell',
    })
  ).json()
  await t.post(officer, '/api/board-sheets', { id: newId(world.county), ids: [id], paper: 'own' })
  await t.app.inject({
    method: 'PUT',
    url: `/api/boards/${id}/photo`,
    headers: { ...officer.headers, 'content-type': 'image/jpeg', 'idempotency-key': newId(world.county) },
    payload: picture,
  })
  board = (await t.post(officer, `/api/boards/${id}/post`)).json()
})
afterAll(() => t.close())
const open = (url: string, headers: Record<string, string> = {}) =>
  t.app.inject({ method: 'GET', url, headers: { accept: 'text/html', ...headers } })
const tokenOf = (link: string) => new URL(link).pathname

const elements =
  'html head meta title link body a header nav main p span div h1 h2 h3 section ul li dl dt dd img form input button footer b br article time'
const attributes =
  'lang data-theme data-elder charset name content rel href class id aria-label aria-labelledby aria-hidden hreflang src alt width height loading action method role type value maxlength placeholder datetime'
/** Reads the page as a browser does: only our own elements and attributes, links only to ourselves and telephones. */
function expectHarmless(body: string): void {
  const tags = [...body.matchAll(/<(?!\/|!)([^\s>]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*>/g)]
  expect(tags.length).toBe([...body.matchAll(/<(?!\/|!)/g)].length)
  for (const [tag, element, inside] of tags) {
    expect(elements.split(' '), tag).toContain(element)
    for (const [, name, value] of inside!.matchAll(/([^\s=]+)(?:="([^"]*)")?/g)) {
      expect(attributes.split(' '), tag).toContain(name)
      if (['href', 'src', 'action'].includes(name!)) expect(value, tag).toMatch(/^(\/(?!\/)|#|tel:[\d+]+$)/)
    }
  }
}

describe('a scan', () => {
  it('leads to the room with the place known, and is only counted', async () => {
    for (let n = 0; n < 3; n++) {
      const reply = await open(tokenOf(board.link), { 'user-agent': 'Phone', cookie: 'x=1' })
      expect(reply.statusCode).toBe(302)
      expect(reply.headers.location).toBe(`/r/${community}?board=${board.id}`)
      expect(reply.headers['set-cookie']).toBeUndefined()
    }
    const day = new Date(t.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const scans = await t.get(officer, `/api/boards/${board.id}/scans?from=${day}&to=${day}`)
    expect(scans.json()).toEqual({ total: 3, days: [{ day, count: 3 }] })
    const columns = await t.sql<{ name: string }>(
      `select column_name as name from information_schema.columns where table_schema = 'rooms' and table_name = 'scan' order by 1`,
    )
    expect(columns.map(({ name }) => name)).toEqual(['board', 'count', 'county', 'day'])
    const page = await open(`/r/${community}?board=${board.id}`)
    expect(page.body).toContain('您扫的联系牌：3 号楼 1 单元')
    expect(page.body).toContain(`/resident/report?area=${community}&amp;board=${board.id}&amp;kind=consult`)
  })
  it('is read as people type it', async () => {
    const typed = tokenOf(board.link)
      .slice(3)
      .toLowerCase()
      .replace(/(.{6})/, '$1-')
    expect((await open(`/b/${typed}`)).statusCode).toBe(302)
  })
  it('of a forged board says so, and what to do', async () => {
    const token = tokenOf(board.link)
    for (const forged of [
      token.slice(0, -1) + (token.endsWith('2') ? '3' : '2'),
      '/b/620999AAAAAAAABBBBBBBB',
      '/b/x',
      '/b/%3Cscript%3E',
    ]) {
      const reply = await open(forged)
      expect(reply.statusCode, forged).toBe(404)
      expect(reply.body).toContain('不是本平台发布的')
      expect(reply.body).toContain('href="tel:110"')
      expect(reply.body).not.toContain('<script')
    }
  })
  it('answers a program with a failure instead of a page', async () => {
    const reply = await open('/b/620999AAAAAAAABBBBBBBB', { accept: '*/*' })
    expect(reply.json()).toMatchObject({ code: 'rooms.boardForged', status: 404 })
    expect((await open(`/r/${world.otherTownshipCommunity}`, { accept: '*/*' })).json()).toMatchObject({
      code: 'rooms.missing',
    })
  })
  it('of a board of ours that nobody knows any more is old, not forged', async () => {
    const { id, link } = (
      await t.post(officer, '/api/boards', {
        id: newId(world.county),
        room: community,
        place: '旧门',
        kind: 'gate',
      })
    ).json()
    await t.sql('delete from rooms.board where id = $1', [id.slice(7)])
    expect((await open(tokenOf(link))).statusCode).toBe(410)
  })
  it('of a removed board names the room instead', async () => {
    const { id, link } = (
      await t.post(officer, '/api/boards', {
        id: newId(world.county),
        room: community,
        place: '旧楼',
        kind: 'stairwell',
      })
    ).json()
    await t.post(officer, `/api/boards/${id}/remove`, { reason: '楼拆了' })
    const reply = await open(tokenOf(link))
    expect(reply.statusCode).toBe(410)
    expect(reply.body).toContain('已经停用')
    expect(reply.body).toContain(`href="/r/${community}"`)
    expect(reply.body).toContain('tel:09375522011')
  })
})

describe('the room page', () => {
  it('says who, when and how, with 110 on it, in less than 30 KB with its style', async () => {
    const page = await open(`/r/${community}`)
    expect(page.statusCode).toBe(200)
    for (const words of [
      '杨树里警务室',
      '人民路 2 号',
      '开具证明',
      'href="tel:110"',
      'href="tel:09375522011"',
      '/resident/report?',
    ])
      expect(page.body).toContain(words)
    expectHarmless(page.body)
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    const sheet = /href="(\/rooms-style\/[^"]+)"/.exec(page.body)?.[1] as string
    const style = await open(sheet)
    expect(style.headers['cache-control']).toContain('immutable')
    expect(style.body).toContain('--accent:')
    expect(page.body.length + style.body.length).toBeLessThan(30_000)
  })
  it('remembers large type and language in cookies of its own', async () => {
    const elder = await open(`/r/${community}?elder=1`)
    expect(elder.body).toContain('data-elder')
    expect(String(elder.headers['set-cookie'])).toContain('doorstep_elder=1')
    expect((await open(`/r/${community}`, { cookie: 'doorstep_elder=1' })).body).toContain('data-elder')
    expect((await open(`/r/${community}?elder=0`, { cookie: 'doorstep_elder=1' })).body).not.toContain('data-elder')
    const english = await open(`/r/${community}?lang=en-US`)
    expect(english.body).toContain('<html lang="en-US"')
    expect(english.body).toContain('Your community officers')
    expect((await open('/', { cookie: 'doorstep_lang=en-US' })).body).toContain('Find the police room')
    expect((await open('/', { 'accept-language': 'en-GB,en' })).body).toContain('Find the police room')
  })
  it('is a page too where there is no room', async () => {
    const page = await open(`/r/${world.otherTownshipCommunity}`)
    expect(page.statusCode).toBe(404)
    expect(page.body).toContain('这里还没有网上警务室')
  })
  it('opens from the code of a grid, and ignores what chat programs hang on', async () => {
    expect((await open(`/r/${world.grid}?from=timeline&isappinstalled=0`)).statusCode).toBe(200)
  })
  it('keeps scripts inert in every field', async () => {
    const nasty = fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "'-alert(1)-'",
      '</title><svg/onload=1>',
      '&lt;b&gt;',
      '{{7*7}}',
      'javascript:alert(1)',
    )
    let version = (await t.get(t.visitor, `/api/rooms/${community}`)).json<{ version: number }>().version
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (one, two) => {
        const sent = await t.send(officer, 'PATCH', `/api/rooms/${community}`, {
          version: version++,
          name: one,
          address: two,
          about: `${one}\n\n${two}`,
          services: [one, two],
        })
        expect(sent.statusCode).toBe(200)
        const pages = [
          await open(`/r/${community}?board=${encodeURIComponent(one)}`),
          await open(`/?q=${encodeURIComponent(two)}`),
          await open('/'),
        ]
        for (const page of pages) expectHarmless(page.body)
      }),
      { numRuns: 25 },
    )
  })
})

describe('the first page', () => {
  it('lists rooms and finds them, without a script', async () => {
    const chief = await t.as('chief', world.township)
    await t.post(chief, '/api/rooms', {
      id: newId(world.county),
      area: world.neighbourCommunity,
      name: '水塔警务室',
      address: '水塔路',
    })
    expect((await open('/')).body).toContain('水塔警务室')
    const found = await open('/?q=shuita')
    expect(found.body).toContain(`/r/${world.neighbourCommunity}`)
    expect(found.body).not.toContain(`/r/${community}"`)
    expect((await open('/?q=没有这个地方')).body).toContain('没有找到“没有这个地方”')
  })
})

describe('figures', () => {
  it('come out of what happened to matters, and hide below five', async () => {
    const tell = async (count: number) => {
      const events = Array.from({ length: count }, () => newId(world.county))
      await runOnce(
        t.parts,
        { actor: systemActor(620999), grant: systemGrant(620999), county: 620999 },
        async (ctx) => {
          for (const subject of events) ctx.publish({ type: 'matters.reported', subject, area: world.grid })
        },
      )
      await t.jobs.drain()
      await runOnce(
        t.parts,
        { actor: systemActor(620999), grant: systemGrant(620999), county: 620999 },
        async (ctx) => {
          for (const subject of events) ctx.publish({ type: 'matters.accepted', subject, area: world.grid })
        },
      )
      await t.jobs.drain()
    }
    await tell(4)
    expect((await t.get(t.visitor, `/api/rooms/${community}`)).json().figures).toMatchObject({ reported: null })
    await tell(1)
    expect((await t.get(t.visitor, `/api/rooms/${community}`)).json().figures).toMatchObject({
      reported: 5,
      answeredPercent: 100,
      settledPercent: 0,
      rating: null,
    })
    expect((await open(`/r/${community}`)).body).toContain('5 件')
  })
})
