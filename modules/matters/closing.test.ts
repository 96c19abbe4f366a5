import { splitId } from '@doorstep/contract'
import { type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Kit, kit, lay } from './test-matters.ts'

let k: Kit
let officer: Who
let resident: Who
const reason = '情况需要'
const at = (local: string): string => new Date(`${local}+08:00`).toISOString()
const endOf = (day: string): string => at(`${day}T23:59:59.999`)
beforeAll(async () => {
  k = await kit()
})
beforeEach(async () => {
  k.t.clock.set(at('2026-03-02T10:00')) // a Monday
  officer = await k.t.another('officer')
  resident = await k.t.another('resident')
})
afterAll(() => k.t.close())

async function resolved(kind = 'dispute', more: object = {}): Promise<string> {
  const { id } = await k.report(resident, { kind, ...more })
  await k.verb(officer, id, 'accept')
  const reply = await k.verb(officer, id, 'resolve', { grade: 'solved', result: '楼上换了水管' })
  expect(reply.statusCode, reply.body).toBe(200)
  return id
}
type Visit = { day: number; dueAt: string; doneAt: string | null; outcome: string | null }
const visits = async (id: string) => (await k.get(officer, id)).visits as Visit[]
const putAway = async () => {
  await k.t.jobs.runSchedule('matters.archive')
  await k.t.jobs.drain()
}

describe('closing', () => {
  test('grade and result are told to the person, who confirms and rates', async () => {
    const id = await resolved()
    expect(await k.get(resident, id)).toMatchObject({
      state: 'resolved',
      grade: 'solved',
      result: '楼上换了水管',
      dueAt: null,
    })
    expect(await k.notices(resident.account)).toContain('resolved')
    expect((await k.verb(resident, id, 'confirm')).json().state).toBe('followUp')
    const rated = await k.verb(resident, id, 'rate', { rating: 5, text: '很快' })
    expect(rated.json()).toMatchObject({ rating: 5, ratingText: '很快' })
    expect(await k.notices(officer.account)).toEqual(expect.arrayContaining(['confirmed', 'rated']))
    expect((await k.verb(officer, id, 'confirm')).statusCode, 'not the officer’s to confirm').toBe(404)
  })
  test('a receipt holder confirms and objects like anybody', async () => {
    const { reply, id } = await k.report(k.t.visitor)
    const cookie = String([reply.headers['set-cookie']].flat()[0]).split(';')[0] as string
    const person = { account: '', headers: { cookie } }
    await k.verb(officer, id, 'accept')
    await k.verb(officer, id, 'resolve', { grade: 'explained', result: '按规定由业主分摊' })
    expect((await k.verb(person, id, 'object', { reason: '没有说清楚' })).json().state).toBe('inProgress')
    const step = (await k.steps(officer, id)).at(-1)
    expect(step).toMatchObject({ verb: 'object', by: null, role: 'reporter', text: '没有说清楚' })
  })
})

describe('objection', () => {
  test('opens it again once, with a new limit; the second time is for a visit or a leader', async () => {
    const chief = await k.t.another('chief', world.township)
    const id = await resolved()
    k.t.clock.set(at('2026-03-04T10:00'))
    const opened = await k.verb(resident, id, 'object', { reason: '还在漏' })
    expect(opened.json()).toMatchObject({
      state: 'inProgress',
      reopened: 1,
      grade: null,
      result: null,
      dueAt: endOf('2026-03-11'),
      visits: [],
      assignee: { account: officer.account },
    })
    expect(await k.notices(officer.account)).toContain('objected')
    expect(await k.notices(chief.account)).toContain('objected')
    await k.verb(officer, id, 'resolve', { grade: 'solved', result: '重新做了防水' })
    const again = await k.verb(resident, id, 'object', { reason: '又漏了' })
    expect([again.statusCode, again.json().code]).toEqual([409, 'matters.alreadyReopened'])
    expect((await k.get(resident, id)).allowed).not.toContain('object')
    const reopened = await k.verb(officer, id, 'reopen', { reason: '回访时又漏' })
    expect(reopened.json()).toMatchObject({ state: 'inProgress', reopened: 2 })
    expect(await k.notices(resident.account)).toContain('reopened')
  })
})

describe('visits', () => {
  test('on day 1, 3 and 7; done once each; the officer is reminded on the morning', async () => {
    const id = await resolved()
    expect((await visits(id)).map(({ day, dueAt }) => [day, dueAt])).toEqual([
      [1, endOf('2026-03-03')],
      [3, endOf('2026-03-05')],
      [7, endOf('2026-03-09')],
    ])
    await k.t.jobs.runSchedule('matters.visits')
    expect(await k.notices(officer.account)).not.toContain('visitDue')
    k.t.clock.set(at('2026-03-03T08:01'))
    await k.t.jobs.runSchedule('matters.visits')
    await k.t.jobs.runSchedule('matters.visits')
    expect((await k.notices(officer.account)).filter((words) => words === 'visitDue')).toHaveLength(1)
    const done = await k.verb(officer, id, 'visits', { day: 1, outcome: 'good', note: '没有再漏' })
    expect(done.json().visits[0]).toMatchObject({
      outcome: 'good',
      note: '没有再漏',
      doneAt: expect.stringMatching(/^2026-03-03T00:01/),
    })
    expect((await k.verb(officer, id, 'visits', { day: 1, outcome: 'good' })).json().code).toBe('matters.visitDone')
    expect((await k.verb(officer, id, 'visits', { day: 2, outcome: 'good' })).json().code).toBe('matters.visitDone')
    expect((await k.get(resident, id)).visits).toMatchObject([{ note: null, outcome: 'good' }, {}, {}])
    expect((await k.steps(resident, id)).at(-1)).toMatchObject({ verb: 'recordVisit', reason: null })
  })
  test('come anew after each closing', async () => {
    const id = await resolved()
    await k.verb(officer, id, 'visits', { day: 1, outcome: 'again' })
    await k.verb(officer, id, 'reopen', { reason })
    expect(await visits(id)).toEqual([])
    await k.verb(officer, id, 'resolve', { grade: 'solved', result: '再修' })
    expect((await visits(id)).map(({ doneAt }) => doneAt)).toEqual([null, null, null])
  })
  test('nobody is asked three times about a question that was answered', async () => {
    expect(await visits(await resolved('consult'))).toEqual([])
  })
})

describe('the archive', () => {
  const visitAll = async (id: string) => {
    for (const day of [1, 3, 7]) await k.verb(officer, id, 'visits', { day, outcome: 'good' })
  }
  test('takes what was visited and confirmed at once, what stayed quiet after seven days, nothing else', async () => {
    const [confirmed, quiet, unvisited] = [await resolved(), await resolved(), await resolved()]
    const withdrawn = await lay(k.t, 'withdrawn')
    await k.verb(resident, confirmed, 'confirm')
    for (const id of [confirmed, quiet]) await visitAll(id)
    await putAway()
    const states = async () =>
      Promise.all([confirmed, quiet, unvisited, withdrawn.id].map(async (id) => (await k.get(officer, id)).state))
    expect(await states()).toEqual(['archived', 'resolved', 'resolved', 'withdrawn'])
    k.t.clock.set(at('2026-03-09T10:01'))
    await putAway()
    await putAway()
    expect(await states()).toEqual(['archived', 'archived', 'resolved', 'archived'])
    const steps = (await k.steps(resident, quiet)).filter(({ verb }) => verb === 'archive')
    expect(steps).toMatchObject([{ by: null, to: 'archived' }])
    expect((await k.verb(resident, quiet, 'rate', { rating: 3 })).statusCode, 'may still be rated').toBe(200)
  })
})

describe('what the person does meanwhile', () => {
  test('adds, asks once a day, takes it back', async () => {
    const { id } = await k.report(resident)
    await k.verb(officer, id, 'accept')
    await k.verb(resident, id, 'tell', { text: '今天漏得更厉害' })
    expect((await k.steps(officer, id)).at(-1)).toMatchObject({
      verb: 'tell',
      role: 'reporter',
      text: '今天漏得更厉害',
    })
    expect((await k.verb(resident, id, 'urge')).statusCode).toBe(200)
    expect((await k.verb(resident, id, 'urge')).json().code).toBe('matters.urgedToday')
    k.t.clock.set(at('2026-03-03T00:01'))
    expect((await k.verb(resident, id, 'urge')).statusCode).toBe(200)
    expect(await k.notices(officer.account)).toEqual(expect.arrayContaining(['told', 'urged']))
    expect((await k.verb(resident, id, 'withdraw', { reason: '已经和好' })).json().state).toBe('withdrawn')
    expect(await k.notices(officer.account)).toContain('withdrawn')
  })
  test('before anybody has accepted it, those on duty hear the question', async () => {
    const { id } = await k.report(resident)
    await k.verb(resident, id, 'urge')
    expect(await k.notices(officer.account)).toContain('urged')
    const [row] = await k.t.sql<{ handled: null }>('select handled_at as handled from matters.matter where id = $1', [
      splitId(id).uuid,
    ])
    expect(row?.handled, 'asking is no answer').toBeNull()
  })
})
