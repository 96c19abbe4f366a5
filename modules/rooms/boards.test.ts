import { newId } from '@doorstep/contract'
import { runOnce, systemActor, systemGrant } from '@doorstep/kernel'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boardPlace, roomOf } from './index.ts'
import { picture } from './samples.ts'

let t: TestApp
let officer: Who
let chief: Who
const { community, grid, point, neighbourPoint } = world
beforeAll(async () => {
  t = await testApp()
  officer = await t.as('officer')
  chief = await t.as('chief', world.township)
  await t.post(chief, '/api/rooms', {
    id: newId(world.county),
    area: community,
    name: '杨树里警务室',
    address: '人民路 2 号',
  })
})
afterAll(() => t.close())

type Board = {
  id: string
  number: string
  area: string
  state: string
  reason: string | null
  link: string
  checkDue: boolean
  allowed: string[]
}
const plan = async (more: object = {}): Promise<Board> =>
  (
    await t.post(officer, '/api/boards', {
      id: newId(world.county),
      room: community,
      place: '3 号楼 1 单元',
      kind: 'stairwell',
      ...more,
    })
  ).json()
const read = async (id: string) => (await t.get(officer, `/api/boards/${id}`)).json<Board>()
const list = async (query: string) =>
  (await t.get(officer, `/api/boards?limit=200&${query}`)).json<{ items: Board[] }>().items
const order = (ids: string[]) => t.post(officer, '/api/board-sheets', { id: newId(world.county), ids, paper: 'own' })
const photograph = (id: string, who = officer) =>
  t.app.inject({
    method: 'PUT',
    url: `/api/boards/${id}/photo`,
    headers: { ...who.headers, 'content-type': 'image/jpeg', 'idempotency-key': newId(world.county) },
    payload: picture,
  })
const act = (id: string, verb: string, body: object = {}, who = officer) =>
  t.post(who, `/api/boards/${id}/${verb}`, body)
async function hang(more: object = {}): Promise<Board> {
  const { id } = await plan(more)
  await order([id])
  await photograph(id)
  return (await act(id, 'post')).json()
}

describe('planning', () => {
  it('takes the grid from the point, numbers without gaps, and signs a token', async () => {
    const one = await plan({ point })
    const two = await plan({ area: grid })
    expect(one).toMatchObject({ area: grid, state: 'planned', allowed: expect.arrayContaining(['print', 'remove']) })
    expect(Number(two.number.slice(7))).toBe(Number(one.number.slice(7)) + 1)
    expect(one.link).toMatch(/^http:\/\/localhost\/b\/620999[2-9A-HJ-NP-Z]{16}$/)
    expect(one.link).not.toBe(two.link)
  })
  it('refuses a place outside of the community, and a community without a room', async () => {
    expect(await plan({ point: neighbourPoint })).toMatchObject({ code: 'rooms.placeOutside' })
    expect(await plan({ area: world.neighbourGrid })).toMatchObject({ code: 'rooms.placeOutside' })
    const neighbour = await t.post(chief, '/api/boards', {
      id: newId(world.county),
      room: world.neighbourCommunity,
      place: '门',
      kind: 'gate',
    })
    expect(neighbour.json()).toMatchObject({ code: 'rooms.noRoom' })
  })
  it('plans a whole list or nothing of it', async () => {
    const boards = Array.from({ length: 20 }, (_, at) => ({
      id: newId(world.county),
      place: `${at + 1} 号楼`,
      kind: 'stairwell',
      format: 'a5',
    }))
    const many = (list: object[]) => t.post(officer, '/api/boards/many', { area: community, boards: list })
    expect((await many(boards)).json()).toEqual({ planned: 20 })
    const before = (await list('')).length
    expect(
      (await many([{ id: newId(world.county), place: '21 号楼', kind: 'stairwell' }, boards[0] as object])).json(),
    ).toMatchObject({ code: 'rooms.idTaken' })
    expect(await list('')).toHaveLength(before)
  })
})

describe('from the printer to the wall', () => {
  it('is posted with a photo, and checked', async () => {
    const { id } = await plan({ point })
    expect((await act(id, 'post')).json()).toMatchObject({ code: 'rooms.wrongState' })
    expect((await order([id])).json()).toMatchObject({ boards: 1 })
    expect(await read(id)).toMatchObject({ state: 'printed' })
    expect((await act(id, 'post')).json()).toMatchObject({ code: 'rooms.photoNeeded' })
    expect((await photograph(id)).statusCode).toBe(200)
    expect((await act(id, 'post', { point })).json()).toMatchObject({ state: 'posted', checkDue: false })
    expect((await act(id, 'check', { finding: 'damaged', note: '被雨淋湿' })).json()).toMatchObject({
      state: 'damaged',
      reason: '被雨淋湿',
    })
    expect((await t.get(officer, `/api/boards/${id}/photo`)).statusCode).toBe(200)
  })
  it('is looked after by grid workers and volunteers of the area, and by nobody else', async () => {
    const { id } = await hang()
    for (const role of ['gridWorker', 'volunteer', 'auxiliary'] as const)
      expect((await act(id, 'check', { finding: 'good' }, await t.as(role))).statusCode, role).toBe(200)
    expect((await act(id, 'remove', { reason: '拆除' }, await t.as('volunteer'))).statusCode).toBe(403)
    expect(
      (await act(id, 'check', { finding: 'good' }, await t.another('officer', world.neighbourCommunity))).statusCode,
    ).toBe(404)
    expect((await act(id, 'check', { finding: 'good' }, t.visitor)).statusCode).toBe(401)
  })
  it('comes up for a look after 90 days', async () => {
    const { id } = await hang()
    await t.sql(
      `update rooms.board set posted_at = now() - interval '91 days', checked_at = now() - interval '91 days' where id = $1`,
      [id.slice(7)],
    )
    expect((await list('view=checkDue')).map((board) => board.id)).toContain(id)
    await act(id, 'check', { finding: 'good' })
    expect((await list('view=checkDue')).map((board) => board.id)).not.toContain(id)
  })
  it('is found around a point and on the map, and counted', async () => {
    const { id } = await hang({ point })
    const near = await t.get(officer, `/api/boards/near?lat=${point.lat}&lon=${point.lon}&metres=100`)
    expect(near.json().items).toContainEqual(
      expect.objectContaining({ metres: 0, board: expect.objectContaining({ id }) }),
    )
    expect((await t.get(officer, '/api/boards/map')).json().points).toContainEqual(expect.objectContaining({ id }))
    const coverage = (await t.get(officer, '/api/boards/coverage')).json()
    expect(coverage.hanging).toBeGreaterThan(0)
    expect(coverage.rooms).toMatchObject([{ area: community }])
  })
})

describe('the reprint list', () => {
  it('takes the boards whose officer changed, and only those', async () => {
    const first = await hang({ area: grid })
    const second = await hang({ area: `${community}002` })
    await t.jobs.drain()
    const newcomer = await t.another('officer', grid)
    await t.sql(`update people.profile set duty_visible = true where account = $1`, [newcomer.account])
    await runOnce(t.parts, { actor: systemActor(620999), grant: systemGrant(620999), county: 620999 }, async (ctx) =>
      ctx.publish({ type: 'people.posted', subject: newcomer.account, area: grid, payload: {} }),
    )
    await t.jobs.drain()
    const waiting = (await list('view=reprint')).map(({ id }) => id)
    expect(waiting).toContain(first.id)
    expect(waiting).not.toContain(second.id)
    expect((await read(first.id)).reason).toContain('有变')
    // Printed and posted anew, it leaves the list.
    await order([first.id])
    expect(await read(first.id)).toMatchObject({ state: 'needsUpdate' })
    await photograph(first.id)
    expect((await act(first.id, 'post')).json()).toMatchObject({ state: 'posted', reason: null })
  })
  it('takes all boards of a room whose telephone changed, and a sheet not yet posted goes back to be printed', async () => {
    const { id } = await hang()
    const waiting = await plan()
    await order([waiting.id])
    const { version } = (await t.get(t.visitor, `/api/rooms/${community}`)).json()
    await t.send(officer, 'PATCH', `/api/rooms/${community}`, { version, phone: '0937-5522099' })
    await t.jobs.drain()
    expect(await read(id)).toMatchObject({ state: 'needsUpdate' })
    expect(await read(waiting.id)).toMatchObject({ state: 'planned' })
    expect(
      (await t.post(officer, '/api/board-sheets', { id: newId(world.county), view: 'reprint', paper: 'a5on4' })).json()
        .boards,
    ).toBeGreaterThan(0)
  })
  it('a room that says the same leaves its boards alone', async () => {
    const { id } = await hang()
    const { version } = (await t.get(t.visitor, `/api/rooms/${community}`)).json()
    await t.send(officer, 'PATCH', `/api/rooms/${community}`, { version, about: '不印在牌上的话' })
    await t.jobs.drain()
    expect(await read(id)).toMatchObject({ state: 'posted' })
  })
  it('posting an old sheet in place of a torn one says so', async () => {
    const { id } = await hang()
    await act(id, 'check', { finding: 'damaged' })
    await t.sql(`update rooms.board set printed_version = 'of last year' where id = $1`, [id.slice(7)])
    await photograph(id)
    expect((await act(id, 'post')).json()).toMatchObject({
      state: 'needsUpdate',
      reason: expect.stringContaining('旧版面'),
    })
  })
})

describe('sheets', () => {
  it('come as one PDF with a page per board', async () => {
    const boards = [await plan(), await plan({ format: 'a5' })] // the sheets come in the order of the boards' numbers
    const ordered = (await order(boards.map(({ id }) => id))).json<{ id: string }>()
    const file = await t.get(officer, `/api/board-sheets/${ordered.id}`)
    expect(file.headers['content-type']).toBe('application/pdf')
    expect(decodeURIComponent(String(file.headers['content-disposition']))).toContain('安和县警民联系牌（2块）.pdf')
    const { PDFDocument } = await import('pdf-lib')
    const pages = (await PDFDocument.load(file.rawPayload))
      .getPages()
      .map((page) => Math.round((page.getWidth() * 25.4) / 72))
    expect(pages).toEqual([210, 148])
  })
  it('are for those who look after the boards', async () => {
    const ordered = (await order([(await plan()).id])).json<{ id: string }>()
    expect(
      (await t.get(await t.another('officer', world.neighbourCommunity), `/api/board-sheets/${ordered.id}`)).statusCode,
    ).toBe(404)
    expect((await t.get(t.visitor, `/api/board-sheets/${ordered.id}`)).statusCode).toBe(401)
    const none = await t.post(officer, '/api/board-sheets', {
      id: newId(world.county),
      ids: [newId(world.county)],
      paper: 'own',
    })
    expect(none.json()).toMatchObject({ code: 'rooms.nothingToPrint' })
  })
})

describe('front door', () => {
  it('tells where a board hangs and which room is in charge', async () => {
    const { id } = await hang({ point })
    const planned = await plan()
    const seen = await runOnce(
      t.parts,
      { actor: systemActor(620999), grant: { ...systemGrant(620999), scopes: [] }, county: 620999 },
      async (ctx) => ({
        hangs: await boardPlace(ctx, id),
        planned: await boardPlace(ctx, planned.id),
        room: await roomOf(ctx, grid),
      }),
    )
    expect(seen.value.hangs).toEqual({ id, area: grid, place: '3 号楼 1 单元', point })
    expect(seen.value.planned).toBeUndefined()
    expect(seen.value.room).toMatchObject({ area: community, name: '杨树里警务室' })
  })
})
