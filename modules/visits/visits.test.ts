import { randomUUID } from 'node:crypto'
import { newId } from '@doorstep/contract'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Visit } from './contract.ts'

let t: TestApp
let officer: Who
let chief: Who
beforeAll(async () => {
  t = await testApp()
  t.clock.set('2026-11-16T02:00:00Z')
  ;[officer, chief] = await Promise.all([t.as('officer'), t.as('chief')])
})
afterAll(() => t.close())

const planned = async (change: Record<string, unknown> = {}, who = officer) => {
  const body = { id: newId(world.county), area: world.grid, purpose: 'opinions', dueOn: '2026-11-18', task: '听听意见' }
  return t.post(who, '/api/visits', { ...body, ...change })
}
const plan = async (change: Record<string, unknown> = {}) => (await planned(change)).json<Visit>()
const verb = (id: string, name: string, body: object = {}, who = officer) =>
  t.post(who, `/api/visits/${id}/${name}`, body)
const answer = async (reply: Promise<{ statusCode: number; json<T>(): T }>) => {
  const { statusCode, json } = await reply
  return [statusCode, json<{ code?: string }>().code]
}
const read = async (id: string) => (await t.get(officer, `/api/visits/${id}`)).json<Visit>()

it('plan puts a visit into the calendar, once, for a day to come and somebody of the place', async () => {
  const visit = await plan({ place: '杨树里 3 号楼', assignee: officer.account })
  expect(visit).toMatchObject({ state: 'planned', source: 'visits', late: false, assignee: officer.account })
  expect(visit.allowed).toEqual(['assign', 'takeAlong', 'move', 'done', 'cancel'])
  expect(await answer(planned({ id: visit.id }))).toEqual([409, 'visits.idTaken'])
  expect(await answer(planned({ dueOn: '2026-11-15' }))).toEqual([400, 'visits.dayPast'])
  const elsewhere = await t.as('officer', world.otherTownshipCommunity)
  expect(await answer(planned({ assignee: elsewhere.account }))).toEqual([400, 'visits.nobodyThere'])
  expect((await planned({ area: world.otherTownshipCommunity })).statusCode).toBe(403)
})

it('take and assign change whose calendar it stands in', async () => {
  const { id } = await plan()
  expect((await verb(id, 'take')).json()).toMatchObject({ assignee: officer.account })
  expect((await verb(id, 'assign', { to: chief.account }, chief)).json()).toMatchObject({ assignee: chief.account })
  const stranger = await t.as('officer', world.otherTownshipCommunity)
  expect(await answer(verb(id, 'assign', { to: stranger.account }))).toEqual([400, 'visits.nobodyThere'])
})

it('move puts it on another day, not into the past', async () => {
  const { id } = await plan()
  expect((await verb(id, 'move', { dueOn: '2026-11-20', reason: '下雪' })).json()).toMatchObject({
    dueOn: '2026-11-20',
  })
  expect(await answer(verb(id, 'move', { dueOn: '2026-11-15', reason: '记错' }))).toEqual([400, 'visits.dayPast'])
})

it('done keeps outcome and note; the note is sealed, not in lists, and reading it is logged', async () => {
  const { id } = await plan({ purpose: 'security' })
  const made = await verb(id, 'done', { outcome: 'concern', note: '楼道灯坏了' })
  expect(made.json()).toMatchObject({ state: 'done', outcome: 'concern' })
  expect(await answer(verb(id, 'done', { outcome: 'good' }))).toEqual([409, 'visits.wrongState'])
  const [row] = await t.sql<{ note: string }>('select note from visits.visit where id = $1', [id.slice(7)])
  expect(row?.note).not.toContain('楼道')
  const { items } = (await t.get(officer, '/api/visits?purpose=security')).json<{ items: Visit[] }>()
  expect(items.find((each) => each.id === id)?.note).toBeNull()
  expect((await read(id)).note).toBe('楼道灯坏了')
  const seen = await t.sql('select from kernel.audit where subject = $1 and operation = $2', [id, 'visits.get'])
  expect(seen).toHaveLength(1)
})

it('cancel takes off what a person planned, with a reason', async () => {
  const { id } = await plan()
  expect((await verb(id, 'cancel', { reason: '搬走了' })).json()).toMatchObject({ state: 'cancelled', allowed: [] })
  expect(await answer(verb(id, 'take'))).toEqual([409, 'visits.wrongState'])
})

it('a day that is over makes it missed, and late is still made', async () => {
  const { id } = await plan({ dueOn: '2026-11-17', assignee: officer.account })
  t.clock.set('2026-11-17T22:00:00Z')
  await t.jobs.runSchedule('visits.missed')
  expect(await read(id)).toMatchObject({ state: 'missed', late: true })
  const told = await t.sql(`select from kernel.outbox where type = 'visits.missed' and subject = $1`, [id])
  expect(told).toHaveLength(1)
  await t.jobs.runSchedule('visits.missed')
  expect(await t.sql(`select from kernel.outbox where type = 'visits.missed' and subject = $1`, [id])).toHaveLength(1)
  expect((await verb(id, 'done', { outcome: 'notMet' })).json()).toMatchObject({ state: 'done', late: false })
})

it('month counts the days, and only inside the own area', async () => {
  const reader = await t.another('officer', world.neighbourCommunity)
  const at = (dueOn: string) => planned({ area: world.neighbourGrid, dueOn }, reader)
  await Promise.all([at('2026-12-01'), at('2026-12-01'), at('2026-12-31')])
  await plan({ dueOn: '2026-12-02' })
  const { days } = (await t.get(reader, '/api/visits/month?month=2026-12')).json<{ days: { day: string }[] }>()
  expect(days).toEqual([
    { day: '2026-12-01', planned: 2, done: 0, missed: 0 },
    { day: '2026-12-31', planned: 1, done: 0, missed: 0 },
  ])
})

it('list walks the days page by page', async () => {
  const reader = await t.another('chief', world.neighbourTownship)
  for (const dueOn of ['2026-12-09', '2026-12-07', '2026-12-08'])
    await planned({ area: world.otherTownshipCommunity, dueOn }, reader)
  type Shown = { items: Visit[]; next: string | null }
  const first = (await t.get(reader, '/api/visits?limit=2&from=2026-12-01')).json<Shown>()
  const second = (await t.get(reader, `/api/visits?limit=2&from=2026-12-01&after=${first.next}`)).json<Shown>()
  const days = [...first.items, ...second.items].map(({ dueOn }) => dueOn)
  expect(days).toEqual(['2026-12-07', '2026-12-08', '2026-12-09'])
  expect(second.next).toBeNull()
})

it('revisits of a settled matter stand in the calendar, follow the matter, and go when it is opened again', async () => {
  const id = newId(world.county)
  const body = { id, kind: 'help', description: '水管漏水', point: world.point, channel: 'visit', acceptNow: true }
  const registered = await t.post(officer, '/api/matters/register', body)
  expect(registered.statusCode, registered.body).toBe(200)
  const matter = (name: string, given: object = {}) =>
    t.post(officer, `/api/matters/${id}/${name}`, given, randomUUID())
  await matter('start')
  await matter('resolve', { grade: 'solved', result: '已经修好' })
  await t.jobs.drain()
  const revisits = async () =>
    t.sql<{ state: string; outcome: string | null }>(
      `select state, outcome from visits.visit where subject = $1 order by due_on`,
      [id],
    )
  expect((await revisits()).map(({ state }) => state)).toEqual(['planned', 'planned', 'planned'])
  await matter('visits', { day: 1, outcome: 'good' })
  await t.jobs.drain()
  expect((await revisits())[0]).toEqual({ state: 'done', outcome: 'good' })
  await matter('reopen', { reason: '又漏了' })
  await t.jobs.drain()
  expect((await revisits()).map(({ state }) => state)).toEqual(['done', 'cancelled', 'cancelled'])
})

it('an auxiliary sees what they were asked along to, without its note, and nothing else', async () => {
  const auxiliary = await t.as('auxiliary')
  const { id } = await plan({ dueOn: '2026-12-03' })
  const other = await plan({ dueOn: '2026-12-03' })
  const goers = (await t.get(officer, `/api/visits/${id}/goers`)).json<{ auxiliaries: { account: string }[] }>()
  expect(goers.auxiliaries.map(({ account }) => account)).toContain(auxiliary.account)
  const along = (who: string[]) => verb(id, 'take-along', { who })
  expect(await answer(along([chief.account]))).toEqual([400, 'visits.nobodyThere'])
  expect((await along([auxiliary.account])).json<Visit>().along).toMatchObject([{ account: auxiliary.account }])
  await t.jobs.drain()
  const told = await t.sql(`select from notices.notice where account = $1 and words = 'visits.notices.along'`, [
    auxiliary.account,
  ])
  expect(told).toHaveLength(1)
  await verb(id, 'done', { outcome: 'good', note: '当事人说……' })
  const { items } = (await t.get(auxiliary, '/api/visits?from=2026-12-01')).json<{ items: Visit[] }>()
  expect(items.map((each) => each.id)).toEqual([id])
  const read = (await t.get(auxiliary, `/api/visits/${id}`)).json<Visit>()
  expect(read).toMatchObject({ note: null, allowed: [] })
  expect((await t.get(auxiliary, `/api/visits/${other.id}`)).statusCode).toBe(404)
  const { days } = (await t.get(auxiliary, '/api/visits/month?month=2026-12')).json<{ days: object[] }>()
  expect(days).toEqual([{ day: '2026-12-03', planned: 0, done: 1, missed: 0 }])
})

it('a visit about a matter says what the matter says of its place, to whoever may read it', async () => {
  const subject = newId(world.county)
  await t.post(officer, '/api/matters/register', {
    id: subject,
    kind: 'help',
    description: '独居老人，家里水管漏水',
    point: world.point,
    place: '3 号楼 201',
    channel: 'visit',
    acceptNow: true,
  })
  const visit = await plan({ subject })
  expect(visit).toMatchObject({ place: '3 号楼 201', matter: { id: subject, kind: 'help', open: true } })
  const [row] = await t.sql<{ place: string | null }>('select place from visits.visit where id = $1', [
    visit.id.slice(7),
  ])
  expect(row?.place).toBeNull()
  const { items } = (await t.get(officer, `/api/visits?subject=${subject}`)).json<{ items: Visit[] }>()
  expect(items.map(({ id }) => id)).toEqual([visit.id])
})
