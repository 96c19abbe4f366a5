import { newId } from '@doorstep/contract'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { lay } from '../matters/test-matters.ts'
import type { Level } from './shapes.ts'

let t: TestApp
let officer: Who
let other: Who
let deputy: Who
let chief: Who
let resident: Who
beforeAll(async () => {
  t = await testApp()
  ;[officer, other, deputy, chief, resident] = await Promise.all([
    t.as('officer'),
    t.another('officer'),
    t.as('deputyChief'),
    t.as('chief'),
    t.as('resident'),
  ])
})
beforeEach(() => t.clock.set('2026-11-16T02:00:00Z'))
afterAll(() => t.close())

const matter = async () => (await lay(t, 'inProgress', { reporter: resident.account, point: null })).id
const raise = (who: Who, about: string, colour: string, facts: object = {}) =>
  t.post(who, `/api/matter-levels/${about}/raise`, { id: newId(world.county), colour, facts, reason: '多次争吵' })
const raised = async (colour: string, who = officer, about?: string) =>
  (await raise(who, about ?? (await matter()), colour)).json<Level>()
const verb = (who: Who, level: Level, name: string, body: object = {}) =>
  t.post(who, `/api/levels/${level.id}/${name}`, body)
const told = ({ statusCode, json }: { statusCode: number; json<T>(): T }) => [
  statusCode,
  json<{ code?: string }>().code,
]
const read = async (who: Who, level: Level) => (await t.get(who, `/api/levels/${level.id}`)).json<Level>()
const noticesOf = async (who: Who, words: string) =>
  (await t.sql(`select from notices.notice where account = $1 and words like $2`, [who.account, words])).length

it('raising is immediate, goes up only, and keeps what the advice said', async () => {
  const about = await matter()
  const advice = (await t.get(officer, `/api/matter-levels/${about}/advice?threat=true&failedMediations=2`)).json()
  expect(advice).toMatchObject({ colour: 'red', points: 8, current: null })
  const level = (await raise(officer, about, 'yellow', { threat: true, failedMediations: 2 })).json<Level>()
  expect(level).toMatchObject({ colour: 'yellow', state: 'active', points: 8, signDue: null })
  expect(level.terms.map(({ code }) => code)).toEqual(['failedMediation', 'failedTwice', 'threat'])
  expect(told(await raise(other, about, 'yellow'))).toEqual([409, 'levels.notHigher'])
  expect(told(await raise(other, about, 'blue'))).toEqual([409, 'levels.notHigher'])
  expect((await raise(other, about, 'orange')).json()).toMatchObject({ id: level.id, colour: 'orange' })
  const closed = await lay(t, 'archived')
  expect(told(await raise(officer, closed.id, 'blue'))).toEqual([409, 'levels.matterClosed'])
})

it('orange and red need the name of a leader who did not decide them; red the chief’s', async () => {
  const orange = await raised('orange')
  expect(orange.signDue?.slice(0, 16)).toBe('2026-11-17T02:00')
  expect((await verb(officer, orange, 'sign')).statusCode).toBe(403)
  expect((await verb(deputy, orange, 'sign')).json()).toMatchObject({ signDue: null })
  expect(told(await verb(deputy, orange, 'sign'))).toEqual([409, 'levels.nothingToSign'])
  const red = await raised('red')
  expect(told(await verb(deputy, red, 'sign'))).toEqual([403, 'levels.notYours'])
  expect((await verb(chief, red, 'sign')).json()).toMatchObject({ signDue: null })
  expect(await raised('red', chief)).toMatchObject({ signDue: null })
})

it('comes down one step, with evidence, by a second person of rank', async () => {
  const level = await raised('orange', deputy)
  const evidence = { evidence: '三十天没有再吵' }
  expect((await verb(officer, level, 'propose-lower', evidence)).json()).toMatchObject({ lowering: true })
  expect(told(await verb(deputy, level, 'propose-lower', evidence))).toEqual([409, 'levels.loweringWaits'])
  const decision = { agree: true, reason: '同意' }
  expect(told(await verb(officer, level, 'decide-lower', decision))).toEqual([409, 'levels.ownDecision'])
  expect(told(await verb(other, level, 'decide-lower', decision))).toEqual([403, 'levels.notYours'])
  expect((await verb(chief, level, 'decide-lower', decision)).json()).toMatchObject({
    colour: 'yellow',
    lowering: false,
  })
  expect(told(await verb(chief, level, 'decide-lower', decision))).toEqual([409, 'levels.noLowering'])
})

it('a refused lowering leaves the colour; red needs the record of a meeting; blue ends', async () => {
  const red = await raised('red', chief)
  expect(told(await verb(officer, red, 'propose-lower', { evidence: '平稳' }))).toEqual([400, 'levels.meetingMissing'])
  await verb(officer, red, 'propose-lower', { evidence: '平稳', meeting: '11 月 16 日会商纪要' })
  const refused = await verb(chief, red, 'decide-lower', { agree: false, reason: '再看看' })
  expect(refused.json()).toMatchObject({ colour: 'red', lowering: false, state: 'active' })
  const blue = await raised('blue')
  await verb(officer, blue, 'propose-lower', { evidence: '回访良好' })
  const over = (await verb(other, blue, 'decide-lower', { agree: true, reason: '同意' })).json<Level>()
  expect(over).toMatchObject({ state: 'ended', end: 'lowered', allowed: [] })
  expect(told(await verb(officer, blue, 'confirm', { reason: '还在' }))).toEqual([409, 'levels.ended'])
})

it('expires by itself unless somebody confirms it, with word three days before', async () => {
  const [left, kept] = [await raised('red', chief), await raised('red', chief)]
  t.clock.set('2026-11-27T06:00:00Z')
  await t.jobs.runSchedule('levels.warn')
  await t.jobs.drain()
  expect(await noticesOf(chief, 'levels.notices.expiring.red')).toBeGreaterThanOrEqual(2)
  await verb(officer, kept, 'confirm', { reason: '仍有争吵' })
  t.clock.set('2026-11-30T03:00:00Z')
  await t.jobs.runSchedule('levels.expire')
  expect(await read(officer, left)).toMatchObject({ state: 'ended', end: 'expired' })
  const { state, expires } = await read(officer, kept)
  expect([state, expires.slice(0, 10)]).toEqual(['active', '2026-12-11'])
})

it('plans the contact that the colour asks for, the next when it was made, and a card when it was missed', async () => {
  const about = await matter()
  await raised('orange', deputy, about)
  const calendar = async () =>
    t.sql<{ state: string; due_on: string; id: string }>(
      `select id, state, due_on::text from visits.visit where subject = $1 and source = 'levels' order by due_on`,
      [about],
    )
  const [first] = await calendar()
  expect(first).toMatchObject({ state: 'planned', due_on: '2026-11-23' })
  t.clock.set('2026-11-20T02:00:00Z')
  await t.post(officer, `/api/visits/${world.county}-${first?.id}/done`, { outcome: 'good' })
  await t.jobs.drain()
  expect((await calendar()).map(({ state, due_on }) => [state, due_on])).toEqual([
    ['done', '2026-11-23'],
    ['planned', '2026-11-27'],
  ])
  t.clock.set('2026-11-28T02:00:00Z')
  await t.jobs.runSchedule('visits.missed')
  await t.jobs.drain()
  const [card] = await t.sql<{ because: string }>('select because from matters.card where matter = $1', [
    about.slice(7),
  ])
  expect(card?.because).toBe('contact.yellow')
})

it('whoever reported the matter sees colour, reason and post, objects, and is answered', async () => {
  const about = await matter()
  const level = await raised('orange', officer, about)
  const seen = (await t.get(resident, `/api/matter-levels/${about}`)).json<{ level: Level }>().level
  expect(seen).toMatchObject({
    id: level.id,
    colour: 'orange',
    reason: '多次争吵',
    decidedBy: '民警',
    proposal: null,
  })
  expect(seen.allowed).toEqual(['object'])
  expect((await t.get(await t.another('resident'), `/api/levels/${level.id}`)).statusCode).toBe(404)
  expect((await verb(resident, level, 'object', { text: '我们已经和好了' })).statusCode).toBe(200)
  expect(told(await verb(resident, level, 'object', { text: '再说一次' }))).toEqual([409, 'levels.objectionWaits'])
  const [row] = await t.sql<{ text: string }>('select text from levels.objection where level = $1', [level.id.slice(7)])
  expect(row?.text).not.toContain('和好')
  await verb(deputy, level, 'answer', { text: '已复核，下周再看' })
  expect((await read(resident, level)).objections).toMatchObject([{ answer: '已复核，下周再看' }])
  expect(told(await verb(deputy, level, 'answer', { text: '又一次' }))).toEqual([409, 'levels.noObjection'])
})

it('ends with its matter', async () => {
  const { id } = await lay(t, 'inProgress', { reporter: resident.account })
  const level = await raised('yellow', officer, id)
  await t.post(resident, `/api/matters/${id}/withdraw`, {})
  await t.jobs.drain()
  expect(await read(officer, level)).toMatchObject({ state: 'ended', end: 'closed' })
})

it('the table is the county’s own, and must keep the colours in order', async () => {
  const admin = await t.as('countyAdmin', world.county)
  const table = (await t.get(admin, '/api/levels/table')).json<{ from: object }>()
  const wrong = { ...table, from: { yellow: 4, orange: 4, red: 8 } }
  expect(told(await t.send(admin, 'PUT', '/api/levels/table', wrong))).toEqual([400, 'levels.tableWrong'])
  const right = { ...table, from: { yellow: 1, orange: 3, red: 20 } }
  expect((await t.send(admin, 'PUT', '/api/levels/table', right)).statusCode).toBe(200)
  const advice = await t.get(officer, `/api/matter-levels/${await matter()}/advice?groupRisk=true`)
  expect(advice.json()).toMatchObject({ colour: 'orange' })
})

it('a place has a colour of its own, on the board by area', async () => {
  const body = {
    id: newId(world.county),
    area: world.grid,
    place: '水塔路口',
    point: world.point,
    colour: 'yellow',
    reason: '无灯',
  }
  expect((await t.post(officer, '/api/place-levels', body)).json()).toMatchObject({
    subjectKind: 'place',
    subject: body.id,
  })
  const board = (await t.get(officer, `/api/levels/board?area=${world.grid}`)).json<{
    colours: { colour: string; count: number }[]
  }>()
  expect(board.colours.find(({ colour }) => colour === 'yellow')?.count).toBeGreaterThan(0)
  const elsewhere = await t.as('officer', world.otherTownshipCommunity)
  expect((await t.get(elsewhere, `/api/levels/${body.id}`)).statusCode).toBe(404)
})

it('figures tell what became of the colours; the board and the list narrow by kind and say what a colour hangs on', async () => {
  const leader = await t.another('chief', world.neighbourTownship)
  const about = (await lay(t, 'inProgress', { area: world.otherTownshipCommunity, kind: 'dispute', point: null })).id
  const level = await raised('yellow', leader, about)
  t.clock.set('2026-11-20T02:00:00Z')
  await verb(leader, level, 'propose-lower', { evidence: '两次走访都平稳' })
  const second = await t.another('chief', world.neighbourTownship)
  await verb(second, level, 'decide-lower', { agree: true, reason: '同意' })
  t.clock.set('2026-11-25T02:00:00Z')
  await raised('orange', leader, about)
  const figures = (await t.get(leader, '/api/levels/statistics?from=2026-11-16&to=2026-11-25')).json()
  expect(figures).toMatchObject({ lowered: 1, expired: 0, closed: 0, again: 1, missedContacts: 0 })
  expect(figures.colours.map((each: { colour: string; raised: number; days: number | null }) => each)).toEqual([
    { colour: 'blue', raised: 0, days: 5 },
    { colour: 'yellow', raised: 1, days: 4 },
    { colour: 'orange', raised: 1, days: 0 },
    { colour: 'red', raised: 0, days: null },
  ])
  const earlier = (await t.get(leader, '/api/levels/statistics?from=2026-11-16&to=2026-11-19')).json()
  expect(earlier).toMatchObject({ lowered: 0, again: 0 })
  const found = (await t.get(leader, '/api/levels?kind=dispute')).json<{ items: { matter: unknown }[] }>().items
  expect(found.map(({ matter: each }) => each)).toEqual([expect.objectContaining({ kind: 'dispute' })])
  expect((await t.get(leader, '/api/levels?kind=hazard')).json().items).toEqual([])
  expect((await t.get(leader, '/api/levels/board?kind=dispute')).json().colours[2]).toEqual({
    colour: 'orange',
    count: 1,
  })
})

it('a contact that is made early is followed by the next, also where that falls on the same day', async () => {
  const about = await matter()
  await raised('orange', deputy, about)
  const calendar = () =>
    t.sql<{ id: string; state: string; due_on: string }>(
      `select id, state, due_on::text from visits.visit where subject = $1 order by state`,
      [about],
    )
  const [first] = await calendar()
  await t.post(officer, `/api/visits/${world.county}-${first?.id}/done`, { outcome: 'good' })
  await t.jobs.drain()
  expect((await calendar()).map(({ state, due_on }) => [state, due_on])).toEqual([
    ['done', '2026-11-23'],
    ['planned', '2026-11-23'],
  ])
})

it('areas are merged: colours, and the visits that they asked for, stand under the new code', async () => {
  const admin = await t.as('countyAdmin', world.county)
  const leader = await t.as('chief', world.neighbourTownship)
  const id = newId(world.county)
  const place = { id, area: world.otherTownshipCommunity, place: '渡口', colour: 'yellow', reason: '水深' }
  expect((await t.post(leader, '/api/place-levels', place)).statusCode).toBe(200)
  const from = new Date(t.clock.now() - 86_400_000).toISOString().slice(0, 10)
  const heir = `${world.neighbourTownship}099`
  const body = {
    from,
    ends: [world.otherTownshipCommunity],
    begins: [{ code: heir, name: '新渡社区' }],
    reason: '改编号',
  }
  const changed = await t.post(admin, `/api/areas/${world.neighbourTownship}/changes`, body)
  expect(changed.statusCode, changed.body).toBe(200)
  await t.jobs.runSchedule('levels.followAreas')
  await t.jobs.runSchedule('visits.followAreas')
  const areaOf = (table: string, column: string) =>
    t.sql<{ area: string }>(`select distinct area from ${table} where ${column}::text like $1`, [`%${id.slice(7)}`])
  expect(await areaOf('levels.level', 'id')).toEqual([{ area: heir }])
  expect(await areaOf('visits.visit', 'subject')).toEqual([{ area: heir }])
})
