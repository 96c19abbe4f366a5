import { newId } from '@doorstep/contract'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lay } from '../matters/test-matters.ts'
import type { Hazard } from './shapes.ts'
import { layFile, layPhoto } from './test-hazards.ts'

let t: TestApp
let officer: Who
let chief: Who
beforeAll(async () => {
  t = await testApp()
  t.clock.set('2026-11-16T02:00:00Z')
  ;[officer, chief] = await Promise.all([t.as('officer'), t.as('chief')])
})
afterAll(() => t.close())

const verb = (id: string, name: string, body: object = {}, who = officer) =>
  t.post(who, `/api/hazards/${id}/${name}`, body)
const told = ({ statusCode, json }: { statusCode: number; json<T>(): T }) => [
  statusCode,
  json<{ code?: string }>().code,
]
const read = async (id: string) => (await t.get(officer, `/api/hazards/${id}`)).json<Hazard>()
const reported = (change: object = {}) =>
  lay(t, 'inProgress', { kind: 'hazard', point: world.point, extra: { sort: 'stairwellClutter' }, ...change })
const notice = (file: string, change: object = {}) => ({
  class: 'general',
  responsible: '杨树里物业服务公司',
  person: '王建国',
  demands: '三日内清走楼道内的纸箱和旧家具',
  before: { file, point: world.point },
  ...change,
})

it('opens by itself with a report, once, and by hand where it has not been', async () => {
  const id = newId(world.county)
  const body = { id, kind: 'hazard', description: '楼道里堆满纸箱', point: world.point, channel: 'visit' }
  await t.post(officer, '/api/matters/register', { ...body, extra: { sort: 'stairwellClutter' }, acceptNow: true })
  await t.jobs.drain()
  expect(await read(id)).toMatchObject({ state: 'found', sort: 'stairwellClutter', area: world.grid })
  expect((await verb(id, 'open')).statusCode).toBe(200)
  expect(await t.sql('select from hazards.hazard where id = $1', [id.slice(7)])).toHaveLength(1)
  const quarrel = await lay(t, 'inProgress')
  expect(told(await verb(quarrel.id, 'open'))).toEqual([409, 'hazards.noHazard'])
})

it('goes from notice to strike-off with photos of one spot, a recheck in the calendar, and closes its matter', async () => {
  const matter = await reported({ assignee: officer.account })
  const before = await layPhoto(t, matter)
  const noticed = (await verb(matter.id, 'notify', notice(before))).json<Hazard>()
  expect(noticed).toMatchObject({ state: 'notified', due: '2026-12-01', person: '王**', allowed: ['serve', 'refer'] })
  const [row] = await t.sql<{ person: string }>('select person from hazards.hazard where id = $1', [matter.id.slice(7)])
  expect(row?.person).not.toContain('建国')
  const byHand = await t.post(officer, `/api/matters/${matter.id}/resolve`, { grade: 'solved', result: '好了' })
  expect(told(byHand)).toEqual([409, 'matters.held'])
  await verb(matter.id, 'serve', { way: 'handed' })
  const calendar = () =>
    t.sql<{ state: string; due_on: string; last_day: string }>(
      `select state, due_on::text, last_day::text from visits.visit where subject = $1`,
      [matter.id],
    )
  expect(await calendar()).toEqual([{ state: 'planned', due_on: '2026-12-01', last_day: '2026-12-04' }])
  const after = await layPhoto(t, matter)
  const far = { file: after, point: { ...world.point, lat: world.point.lat + 0.001 } }
  const elsewhere = await verb(matter.id, 'recheck', { gone: true, photo: far })
  expect(told(elsewhere)).toEqual([400, 'hazards.elsewhere'])
  expect(told(await verb(matter.id, 'recheck', { gone: true }))).toEqual([400, 'hazards.photoMissing'])
  const strange = { file: newId(world.county), point: world.point }
  expect(told(await verb(matter.id, 'recheck', { gone: true, photo: strange }))).toEqual([400, 'hazards.photoUnknown'])
  const gone = await verb(matter.id, 'recheck', { gone: true, photo: far, why: '门已换，从对面拍', words: '已清空' })
  expect(gone.json<Hazard>().rechecks[0]?.after).toMatchObject({ metres: 111, why: '门已换，从对面拍' })
  expect((await calendar()).map(({ state }) => state)).toEqual(['done'])
  expect((await verb(matter.id, 'strike-off')).json()).toMatchObject({ state: 'struckOff', allowed: [] })
  const closed = await t.get(officer, `/api/matters/${matter.id}`)
  expect(closed.json()).toMatchObject({ state: 'resolved', grade: 'solved', heldBy: null })
  const { items } = (await t.get(officer, `/api/matters/${matter.id}/steps`)).json<{ items: { said: string }[] }>()
  const said = items.map((step) => step.said).filter(Boolean)
  expect(said[0]).toContain('整改通知书')
  expect(said).toHaveLength(3)
})

it('puts right at once what is put right at once', async () => {
  const matter = await reported()
  const file = await layPhoto(t, matter)
  expect((await verb(matter.id, 'clear', { photo: { file } })).json()).toMatchObject({ state: 'struckOff' })
  const closed = await t.get(officer, `/api/matters/${matter.id}`)
  expect(closed.json()).toMatchObject({ state: 'resolved', result: '隐患已当场整改到位。' })
  await t.jobs.drain()
  expect((await read(matter.id)).state).toBe('struckOff')
})

it('is listed as overdue the day after, with a card, and more time is a leader’s', async () => {
  const matter = await reported({ assignee: officer.account })
  await layFile(t, matter, { state: 'fixing', due: '2026-11-15' })
  await t.jobs.runSchedule('hazards.overdue')
  await t.jobs.drain()
  expect(await read(matter.id)).toMatchObject({ state: 'overdue', late: true })
  const cards = await t.sql<{ because: string }>('select because from matters.card where matter = $1', [
    matter.id.slice(7),
  ])
  expect(cards).toEqual([{ because: 'hazard.yellow' }])
  const more = { due: '2026-11-30', reason: '材料未到' }
  expect((await verb(matter.id, 'extend', more)).statusCode).toBe(403)
  expect((await verb(matter.id, 'extend', more, chief)).json()).toMatchObject({ state: 'fixing', late: false })
})

it('strikes off a major one by a leader, and notifies again what is still there', async () => {
  const matter = await reported()
  const file = await layFile(t, matter, { state: 'fixing', class: 'major' })
  const still = (await verb(matter.id, 'recheck', { gone: false, words: '还在充电' })).json<Hazard>()
  expect(still.allowed).toEqual(['notifyAgain', 'refer'])
  expect(told(await verb(matter.id, 'strike-off', {}, chief))).toEqual([409, 'hazards.stillThere'])
  const again = await verb(matter.id, 'notify-again', notice(file, { class: 'major', due: '2026-11-18' }))
  expect(again.json<Hazard>().notices.map(({ n }) => n)).toEqual([2, 1])
  await verb(matter.id, 'serve', { way: 'left' })
  await verb(matter.id, 'recheck', { gone: true, photo: { file } })
  expect(told(await verb(matter.id, 'strike-off'))).toEqual([403, 'hazards.forLeaders'])
  expect((await verb(matter.id, 'strike-off', {}, chief)).statusCode).toBe(200)
})

it('refers what another body must order, and the person hears who has it', async () => {
  const matter = await reported({ assignee: officer.account })
  await layFile(t, matter, { state: 'fixing' })
  expect((await verb(matter.id, 'refer', { to: 'fire', reason: '需要拆除' })).statusCode).toBe(200)
  const closed = (await t.get(officer, `/api/matters/${matter.id}`)).json<{ grade: string; result: string }>()
  expect(closed.grade).toBe('procedureEnded')
  expect(closed.result).toContain('消防救援机构')
})

it('follows its matter: dropped when it goes another way, looked at anew when it is opened again', async () => {
  const matter = await reported({ assignee: officer.account })
  await layFile(t, matter, { state: 'found' })
  await t.post(officer, `/api/matters/${matter.id}/resolve`, { grade: 'explained', result: '已经说明' })
  await t.jobs.drain()
  expect((await read(matter.id)).state).toBe('dropped')
  await t.post(officer, `/api/matters/${matter.id}/reopen`, { reason: '又堆上了' })
  await t.jobs.drain()
  expect((await read(matter.id)).state).toBe('found')
  const away = await reported({ assignee: officer.account })
  await layFile(t, away, { state: 'found' })
  await t.post(officer, `/api/matters/${away.id}/transfer-out`, { body: '119', reason: '消防管辖' })
  await t.jobs.drain()
  expect(await read(away.id)).toMatchObject({ state: 'referred', referredTo: 'other' })
  const waiting = await lay(t, 'submitted', { kind: 'hazard', point: world.point })
  const file = await layPhoto(t, waiting)
  expect(told(await verb(waiting.id, 'notify', notice(file)))).toEqual([409, 'hazards.notAccepted'])
})

it('lists, counts and exports what the reader may see', async () => {
  const elsewhere = await t.as('officer', world.otherTownshipCommunity)
  const matter = await reported()
  await layFile(t, matter, { state: 'fixing', due: '2026-11-10' })
  const late = (await t.get(officer, '/api/hazards?late=true&q=物业')).json<{ items: Hazard[] }>()
  expect(late.items.map(({ id }) => id)).toContain(matter.id)
  expect((await t.get(elsewhere, '/api/hazards')).json()).toMatchObject({ items: [] })
  expect((await t.get(elsewhere, `/api/hazards/${matter.id}`)).statusCode).toBe(404)
  const counts = (await t.get(officer, '/api/hazards/counts')).json<{ late: number; states: object[] }>()
  expect(counts.late).toBeGreaterThan(0)
  const csv = (await t.get(officer, '/api/hazards/export?format=csv')).body
  expect(csv).toContain(matter.code)
  expect(csv).not.toContain('王建国')
})

it('prints a notice of one page, and reading it is logged', async () => {
  const matter = await reported()
  await layFile(t, matter, { state: 'fixing' })
  const paper = await t.get(officer, `/api/hazards/${matter.id}/notices/1`)
  expect(paper.headers['content-type']).toBe('application/pdf')
  expect(paper.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  expect(told(await t.get(officer, `/api/hazards/${matter.id}/notices/2`))).toEqual([404, 'hazards.noticeMissing'])
  const seen = await t.sql('select from kernel.audit where operation = $1', ['hazards.notice'])
  expect(seen.length).toBeGreaterThan(0)
})
