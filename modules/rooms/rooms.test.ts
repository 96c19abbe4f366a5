import { newId } from '@doorstep/contract'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { picture } from './samples.ts'

let t: TestApp
let chief: Who
let officer: Who
beforeAll(async () => {
  t = await testApp()
  chief = await t.as('chief', world.township)
  officer = await t.as('officer')
})
afterAll(() => t.close())

const { community, neighbourCommunity, otherTownshipCommunity } = world
const fields = { name: '杨树里警务室', address: '人民路 2 号' }
const found = (who: Who, area: string, more: object = {}) =>
  t.post(who, '/api/rooms', { id: newId(world.county), area, ...fields, ...more })
type Room = {
  area: string
  version: number
  notices: { title: string }[]
  officers: { name: string; onDuty: boolean }[]
}
const room = async (area: string = community) => (await t.get(t.visitor, `/api/rooms/${area}`)).json<Room>()

describe('rooms', () => {
  it('is opened by the chief of the township, once per community', async () => {
    expect((await found(chief, community)).statusCode).toBe(200)
    expect((await found(chief, community)).json()).toMatchObject({ code: 'rooms.areaTaken' })
    expect((await found(chief, `${world.township}999`)).json()).toMatchObject({ code: 'rooms.areaUnknown' })
    expect((await found(chief, otherTownshipCommunity)).statusCode).toBe(403)
    expect((await found(officer, neighbourCommunity)).statusCode).toBe(403)
  })
  it('is open to everyone, found by characters, pinyin, initials and code', async () => {
    for (const q of ['杨树', 'yangshuli', 'ysl', community.slice(0, 10), 'YSL']) {
      const reply = await t.get(t.visitor, `/api/rooms?q=${encodeURIComponent(q)}`)
      expect(reply.json().items, q).toMatchObject([{ area: community, place: '渠口街道 · 杨树里社区居委会' }])
    }
    expect((await t.get(t.visitor, '/api/rooms?q=%25')).json().items).toHaveLength(0)
    expect((await t.get(t.visitor, `/api/rooms/${otherTownshipCommunity}`)).json()).toMatchObject({
      code: 'rooms.missing',
    })
  })
  it('is edited by its officers, against the version that they read', async () => {
    const { version } = await room()
    const edit = (who: Who, body: object) => t.send(who, 'PATCH', `/api/rooms/${community}`, body)
    const hours = [{ on: 'everyDay', from: '00:00', to: '24:00' }]
    expect((await edit(officer, { version, hours })).statusCode).toBe(400) // there is no 24:00
    const changed = await edit(officer, {
      version,
      phone: '0937-5522011',
      services: ['开具证明'],
      hours: [{ on: 'everyDay', from: '00:00', to: '00:00' }],
    })
    expect(changed.json()).toMatchObject({
      phone: '0937-5522011',
      attended: true,
      manage: true,
      services: ['开具证明'],
    })
    expect((await edit(officer, { version, phone: null })).json()).toMatchObject({ code: 'rooms.changedMeanwhile' })
    const neighbour = await t.another('officer', neighbourCommunity)
    expect((await edit(neighbour, { version: version + 1, phone: null })).statusCode).toBe(403)
  })
  it('shows the officers of the public duty list, and who is on duty', async () => {
    const who = await t.another('officer')
    await t.sql(`update people.profile set duty_visible = true, badge = '042117' where account = $1`, [who.account])
    const { version } = await room()
    await t.send(officer, 'PATCH', `/api/rooms/${community}`, {
      version,
      hours: [{ on: 'everyDay', from: '00:00', to: '00:00', officer: who.account }],
    })
    expect((await room()).officers).toMatchObject([{ account: who.account, badge: '042117', onDuty: true }])
  })
  it('shows a picture without what the camera wrote', async () => {
    const put = await t.app.inject({
      method: 'PUT',
      url: `/api/rooms/${community}/photo`,
      headers: { ...officer.headers, 'content-type': 'image/jpeg', 'idempotency-key': newId(world.county) },
      payload: picture,
    })
    expect(put.statusCode).toBe(200)
    const got = await t.get(t.visitor, `/api/rooms/${community}/photo`)
    expect(got.headers['content-type']).toBe('image/jpeg')
    expect(got.rawPayload.subarray(0, 2).toString('hex')).toBe('ffd8')
  })
  it('closes with a reason, and its boards are taken out of use', async () => {
    await found(chief, neighbourCommunity, { name: '水塔警务室' })
    const board = newId(world.county)
    await t.post(chief, '/api/boards', { id: board, room: neighbourCommunity, place: '东门', kind: 'gate' })
    expect((await t.post(chief, `/api/rooms/${neighbourCommunity}/close`, { reason: '并入杨树里' })).statusCode).toBe(
      200,
    )
    expect((await t.get(t.visitor, `/api/rooms/${neighbourCommunity}`)).statusCode).toBe(404)
    await t.jobs.drain()
    expect((await t.get(chief, `/api/boards/${board}`)).json()).toMatchObject({ state: 'removed' })
    expect((await found(chief, neighbourCommunity)).statusCode).toBe(200)
  })
})

describe('notices', () => {
  const add = (who: Who, body: object) =>
    t.post(who, `/api/rooms/${community}/notices`, { id: newId(world.county), ...body })
  const titles = async () => (await room()).notices.map(({ title }) => title)
  const day = (shift: number) => new Date(t.clock.now() + shift * 86_400_000).toISOString().slice(0, 10)

  it('stands on the page from its first day to its last', async () => {
    await add(officer, { title: '现在', body: '正文', from: day(-3), to: day(3) })
    await add(officer, { title: '以后', body: '正文', from: day(3) })
    await add(officer, { title: '过去', body: '正文', from: day(-9), to: day(-3) })
    expect(await titles()).toEqual(['现在'])
    const all = await t.get(officer, `/api/rooms/${community}/notices?all=true`)
    expect(all.json().items).toHaveLength(3)
    const visitor = await t.get(t.visitor, `/api/rooms/${community}/notices?all=true`)
    expect(visitor.json().items).toHaveLength(1)
  })
  it('is corrected and taken down by officers of the area only', async () => {
    const notice = (await add(officer, { title: '停水', body: '今晚', from: day(-1) })).json<{ id: string }>()
    const patch = (who: Who, body: object) => t.send(who, 'PATCH', `/api/room-notices/${notice.id}`, body)
    expect((await patch(officer, { title: '停水改期' })).json()).toMatchObject({ title: '停水改期' })
    expect((await patch(officer, { to: day(-9) })).json()).toMatchObject({ code: 'rooms.daysReversed' })
    expect((await patch(await t.another('officer', neighbourCommunity), { title: '别人' })).statusCode).toBe(404)
    expect(
      (
        await t.app.inject({
          method: 'POST',
          url: `/api/room-notices/${notice.id}/withdraw`,
          headers: { ...officer.headers, 'idempotency-key': newId(world.county) },
        })
      ).statusCode,
    ).toBe(200)
    expect((await patch(officer, { title: '再改' })).json()).toMatchObject({ code: 'rooms.noticeOver' })
    expect(await titles()).not.toContain('停水改期')
  })
})
