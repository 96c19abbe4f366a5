import { newId, splitId } from '@doorstep/contract'
import { verifyAudit } from '@doorstep/kernel'
import { sealAudit } from '@doorstep/kernel/audit.ts'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lifeOf, person, searchEverything, settle, stored, traces } from './test-privacy.ts'

let t: TestApp
let admin: Who
let officer: Who
beforeAll(async () => {
  t = await testApp()
  admin = await t.as('countyAdmin', world.county)
  officer = await t.as('officer')
})
afterAll(() => t.close())

type Line = { kind: string; keepDays: number; counts: { name: string; n: number }[] }
type Run = { id: string; nightly: boolean; lines: Line[] }
const lineOf = (run: Run, kind: string) =>
  Object.fromEntries((run.lines.find((line) => line.kind === kind)?.counts ?? []).map(({ name, n }) => [name, n]))
const figures = async () => {
  const chief = await t.as('chief', world.township)
  const url = '/api/matters/statistics?from=2026-01-01&to=2026-12-31'
  const board = (await t.get(chief, '/api/matters/board')).json<{ columns: { state: string; count: number }[] }>()
  const reply = await t.get(chief, url)
  expect(reply.statusCode).toBe(200)
  return {
    ...reply.json<object>(),
    board: board.columns.map(({ state, count }) => [state, count]),
  }
}
const age = (id: string, days: number) =>
  t.sql(
    `update matters.matter set reported_at = reported_at - make_interval(days => $2), accepted_at = accepted_at - make_interval(days => $2),
       resolved_at = resolved_at - make_interval(days => $2), updated_at = updated_at - make_interval(days => $2) where id = $1`,
    [splitId(id).uuid, days],
  )

it('lists every kind of record with the first values of the handbook and its bounds', async () => {
  const { items, last } = (await t.get(admin, '/api/privacy/retention')).json<{
    items: { kind: string; keepDays: number; title: string }[]
    last: Run | null
  }>()
  expect(Object.fromEntries(items.map(({ kind, keepDays }) => [kind, keepDays]))).toEqual({
    'people.invitation': 365,
    'consents.consent': 1095,
    'disputes.file': 1095,
    'findings.call': 90,
    'findings.proposal': 365,
    'hazards.file': 1095,
    'matters.consultation': 365,
    'matters.help': 90,
    'matters.dispute': 1095,
    'notices.inbox': 365,
    'visits.note': 730,
    'reach.delivery': 90,
    'levels.level': 1095,
    'privacy.request': 1095,
    'privacy.audit': 1095,
  })
  for (const { title } of items) expect(title).not.toMatch(/retention/)
  expect(last).toBeNull()
})

it('empties what is over at night: no words left, files gone, figures the same; the young stay', async () => {
  const old = await lifeOf(t, t.visitor, officer, { kind: 'help' })
  const young = await lifeOf(t, t.visitor, officer, { kind: 'help', description: '年轻的一件' })
  const dispute = await lifeOf(t, t.visitor, officer)
  for (const { id } of [old, young, dispute]) await settle(t, id)
  await age(old.id, 91)
  await age(dispute.id, 400)
  await t.jobs.drain()
  const before = await figures()
  await t.jobs.runSchedule('privacy.keep')
  await t.jobs.drain()
  const { last } = (await t.get(admin, '/api/privacy/retention')).json<{ last: Run }>()
  expect(last.nightly).toBe(true)
  expect(lineOf(last, 'matters.help')).toEqual({ emptied: 1, files: 1 })
  expect(lineOf(last, 'matters.dispute')).toEqual({ emptied: 0, files: 0 })
  expect(await figures()).toEqual(before)
  expect([await stored(t, old.file), await stored(t, young.file), await stored(t, dispute.file)]).toEqual([
    false,
    true,
    true,
  ])
  const steps = (await t.get(officer, `/api/matters/${old.id}/steps`)).json<{ items: { text: null; reason: null }[] }>()
  expect(steps.items.length).toBeGreaterThan(5)
  for (const { text, reason } of steps.items) expect([text, reason]).toEqual([null, null])
  const kept = (await t.get(officer, `/api/matters/${old.id}`)).json()
  expect(kept).toMatchObject({
    description: '',
    result: null,
    place: null,
    reporter: null,
    grade: 'solved',
    kind: 'help',
  })
  expect((await t.get(officer, `/api/matters/${young.id}`)).json().result).toContain(person.name)
  // A second night finds nothing more.
  await t.jobs.runSchedule('privacy.keep')
  const { items } = (await t.get(admin, '/api/privacy/runs')).json<{ items: Run[] }>()
  expect(lineOf(items[0] as Run, 'matters.help')).toEqual({ emptied: 0, files: 0 })
  for (const { id } of [young, dispute]) await age(id, 2000)
  await t.jobs.runSchedule('privacy.keep')
  await t.jobs.drain()
  const left = (await searchEverything(t, traces)).filter((each) => !each.startsWith('kernel.audit.reason'))
  expect(left).toEqual([])
})

it('lets the county choose between the bounds, with a reason, and nobody else', async () => {
  const set = (who: Who, keepDays: number, kind = 'matters.help') =>
    t.send(who, 'PUT', `/api/privacy/retention/${kind}`, { keepDays, reason: '县里决定' })
  expect((await set(admin, 45)).json()).toMatchObject({ keepDays: 45, initial: 90, own: true, reason: '县里决定' })
  expect((await set(admin, 10)).json()).toMatchObject({ code: 'privacy.outOfBounds', data: { least: 30, most: 180 } })
  expect((await set(admin, 100, 'privacy.audit')).statusCode).toBe(422)
  expect((await set(admin, 45, 'nothing.here')).json().code).toBe('privacy.kindUnknown')
  expect((await set(await t.as('auditor', world.county), 45)).statusCode).toBe(403)
  expect((await set(await t.as('chief', world.township), 45)).statusCode).toBe(403)
})

it('runs now, once per id, and reports it', async () => {
  const id = newId(world.county)
  const first = (await t.post(admin, '/api/privacy/runs', { id })).json<Run>()
  expect(first).toMatchObject({ id, nightly: false })
  expect(first.lines).toHaveLength(15)
  expect((await t.post(admin, '/api/privacy/runs', { id })).json().code).toBe('privacy.idTaken')
})

it('lets the log of looks go after three years from the front, and the chain still verifies', async () => {
  const county = Number(world.county)
  const rows = (years: number, n: number) =>
    t.sql(
      `insert into kernel.audit (county, id, at, operation) select $1, gen_random_uuid(), now() - make_interval(years => $2), 'old.' || g
       from generate_series(1, $3::int) g`,
      [county, years, n],
    )
  // A county of its own chain: the old ones are sealed first.
  await t.sql(`delete from kernel.audit where county = $1`, [county])
  await t.sql(`delete from kernel.audit_head where county = $1`, [county])
  await rows(5, 7)
  await rows(1, 3)
  await sealAudit(t.parts.database.owner, county)
  const whole = await verifyAudit(t.parts.database.owner, county)
  expect(whole.problems).toEqual([])
  const done = (await t.post(admin, '/api/privacy/runs', { id: newId(world.county) })).json<Run>()
  expect(lineOf(done, 'privacy.audit').removed).toBe(7)
  await sealAudit(t.parts.database.owner, county)
  const cut = await verifyAudit(t.parts.database.owner, county)
  expect(cut.problems).toEqual([])
  expect(await t.sql(`select 1 from kernel.audit where operation like 'old.%'`)).toHaveLength(3)
  await t.sql(`update kernel.audit set operation = 'forged' where operation = 'old.2'`)
  const forged = await verifyAudit(t.parts.database.owner, county)
  expect(forged.problems).toMatchObject([{ problem: 'changed' }])
})

it('keeps the books of a leak: who is told by when, ticked with its time, and the letters', async () => {
  const id = newId(world.county)
  const foundAt = new Date(t.clock.now() - 3_600_000).toISOString()
  const facts = {
    kinds: ['phone', 'minors'],
    cause: '名单误发到群',
    harm: '骚扰电话',
    measures: '撤回',
    contact: '县局 5522110',
    persons: 12,
  }
  const made = (await t.post(admin, '/api/privacy/breaches', { id, foundAt, ...facts })).json()
  const byCode = (plan: { code: string; by: string }[]) => Object.fromEntries(plan.map((step) => [step.code, step]))
  expect(byCode(made.plan).authorityTold?.by).toBe(new Date(Date.parse(foundAt) + 24 * 3_600_000).toISOString())
  const change = { ...facts, exemptReason: '已加密，无法读取', done: ['contained'] }
  const changed = (await t.send(admin, 'PUT', `/api/privacy/breaches/${id}`, change)).json()
  expect(byCode(changed.plan)).toMatchObject({
    contained: { doneAt: expect.any(String) },
    personsTold: { needed: false },
  })
  t.clock.advance(60_000)
  const again = (
    await t.send(admin, 'PUT', `/api/privacy/breaches/${id}`, { ...change, done: ['contained', 'leaderTold'] })
  ).json()
  expect(byCode(again.plan).contained).toEqual(byCode(changed.plan).contained)
  for (const to of ['authority', 'persons']) {
    const letter = await t.get(await t.as('auditor', world.county), `/api/privacy/breaches/${id}/letter?to=${to}`)
    expect(letter.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  }
  const ahead = new Date(t.clock.now() + 3_600_000).toISOString()
  const wrong = await t.post(admin, '/api/privacy/breaches', { id: newId(world.county), foundAt: ahead, ...facts })
  expect(wrong.json().code).toBe('privacy.wrongTime')
})

it('writes down what came on paper, answers it once, and lets erasures run by themselves', async () => {
  const id = newId(world.county)
  const body = { id, kind: 'access', channel: 'paper', words: '来信要求查阅' }
  expect((await t.post(admin, '/api/privacy/register', body)).json()).toMatchObject({ channel: 'paper', state: 'open' })
  const answer = { outcome: 'refused', answer: '查无此人' }
  expect((await t.post(admin, `/api/privacy/requests/${id}/answer`, answer)).json().state).toBe('refused')
  expect((await t.post(admin, `/api/privacy/requests/${id}/answer`, answer)).json().code).toBe('privacy.wrongState')
  const resident = await t.another('resident')
  const erasure = newId(world.county)
  await t.post(resident, '/api/privacy/erasures', { id: erasure })
  expect((await t.post(admin, `/api/privacy/requests/${erasure}/answer`, answer)).json().code).toBe(
    'privacy.runsItself',
  )
})
