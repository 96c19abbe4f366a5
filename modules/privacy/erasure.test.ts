import { newId } from '@doorstep/contract'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lifeOf, person, resident, searchEverything, settle, stored, traces } from './test-privacy.ts'

let t: TestApp
let officer: Who
beforeAll(async () => {
  t = await testApp()
  officer = await t.as('officer')
})
afterAll(() => t.close())

const figures = async () => {
  const chief = await t.as('chief', world.township)
  const span = { from: '2026-01-01', to: '2026-12-31' }
  const reply = await t.get(chief, `/api/matters/statistics?from=${span.from}&to=${span.to}`)
  expect(reply.statusCode).toBe(200)
  return reply.json()
}
const askErasure = (who: Who) => t.post(who, '/api/privacy/erasures', { id: newId(world.county) })
const dayLater = async () => {
  t.clock.advance(25 * 3_600_000)
  await t.jobs.runSchedule('privacy.erase')
  await t.jobs.drain()
}

it('leaves no trace of name, number and words anywhere: rows, sealed fields, kept answers, files', async () => {
  const who = await resident(t)
  const { id, file } = await lifeOf(t, who, officer)
  await settle(t, id)
  await t.post(who, '/api/privacy/requests', { id: newId(world.county), kind: 'other', words: person.secret })
  await t.jobs.drain()
  expect(await stored(t, file)).toBe(true)
  const before = await searchEverything(t, traces)
  expect(
    before.filter((each) => /idempotency|matter\.reporter_phone|audit|step\.text|account/.test(each)).length,
  ).toBeGreaterThan(4)
  const counted = await figures()

  const asked = await askErasure(who)
  expect(asked.statusCode).toBe(200)
  expect((await askErasure(who)).json().id).toBe(asked.json().id)
  await t.jobs.runSchedule('privacy.erase')
  expect((await t.get(who, '/api/privacy/held')).json().who).toBe('account')
  await dayLater()

  // What staff gave as the reason for looking stays in the log for its three years; nothing else does.
  const left = (await searchEverything(t, traces)).filter((each) => !each.startsWith('kernel.audit.reason'))
  expect(left).toEqual([])
  expect(await stored(t, file)).toBe(false)
  expect((await t.get(who, '/api/people/me')).statusCode).toBe(401)
  const again = await figures()
  expect(again).toEqual(counted)
  expect(again).toMatchObject({ reported: 1, closed: 1 })
  const [request] = await t.sql<{ state: string; account: null; report: { kind: string }[] }>(
    `select state, account, report from privacy.request where kind = 'erase'`,
  )
  expect(request).toMatchObject({ state: 'done', account: null })
  expect(request?.report.map(({ kind }) => kind)).toEqual([
    'disputes.party',
    'reach.choice',
    'reach.device',
    'reach.delivery',
    'privacy.request',
    'notices.inbox',
    'matters.matter',
    'people.account',
    'consents.consent',
  ])
})

it('can be called back for a day', async () => {
  const who = await resident(t)
  const id = (await askErasure(who)).json().id
  const back = await t.post(who, `/api/privacy/requests/${id}/call-back`)
  expect(back.json()).toMatchObject({ state: 'calledBack' })
  await dayLater()
  expect((await t.get(who, '/api/people/me')).statusCode).toBe(200)
  expect((await t.post(who, `/api/privacy/requests/${id}/call-back`)).statusCode).toBe(409)
  await askErasure(who)
  await dayLater()
  expect((await t.get(who, '/api/people/me')).statusCode).toBe(401)
})

it('lets what still runs be brought to its end without the account, and takes the rest when it is filed', async () => {
  const who = await resident(t)
  const { id } = await lifeOf(t, who, officer)
  await askErasure(who)
  await dayLater()
  const open = (await t.get(officer, `/api/matters/${id}`)).json()
  expect(open.reporter).toMatchObject({ masked: true })
  expect(await t.sql(`select 1 from people.account where id = $1`, [who.account])).toHaveLength(0)
  await settle(t, id)
  await t.jobs.runSchedule('matters.erase')
  await t.jobs.drain()
  const filed = (await t.get(officer, `/api/matters/${id}`)).json()
  expect(filed).toMatchObject({ reporter: null, description: '', state: 'archived', grade: 'solved' })
  expect(filed.result).toBe('已与＊＊说好')
})

it('erases one matter for whoever holds its receipt, and leaves other matters alone', async () => {
  const mine = await lifeOf(t, t.visitor, officer)
  const other = await lifeOf(t, t.visitor, officer, { name: '别人' })
  await settle(t, mine.id)
  await settle(t, other.id)
  const held = (await t.get(mine.holder, '/api/privacy/held')).json()
  expect(held.who).toBe('receipt')
  expect(held.sections.map(({ kind }: { kind: string }) => kind)).toEqual(['matters.matter'])
  expect((await askErasure(mine.holder)).statusCode).toBe(200)
  await dayLater()
  const rows = await t.sql<{ erased: boolean; description: string }>(
    `select erased_at is not null as erased, description from matters.matter where id = any ($1::uuid[]) order by erased_at nulls last`,
    [[mine.id.slice(7), other.id.slice(7)]],
  )
  expect(rows.map(({ erased }) => erased)).toEqual([true, false])
  expect(rows[1]?.description).toContain(person.secret)
  const opened = await t.post(t.visitor, '/api/matters/receipt', { code: mine.receipt, county: world.county })
  expect(opened.statusCode).toBe(404)
})

it('keeps an account that serves, says why, and does nothing for somebody it does not know', async () => {
  const staff = await t.another('officer')
  await askErasure(staff)
  await dayLater()
  const held = (await t.get(staff, '/api/privacy/held')).json()
  expect(held.who).toBe('account')
  const [row] = await t.sql<{ report: { kind: string; kept: number; reason: string }[] }>(
    `select report from privacy.request where kind = 'erase' and state = 'done' order by done_at desc limit 1`,
  )
  expect(row?.report.find(({ kind }) => kind === 'people.account')).toMatchObject({
    kind: 'people.account',
    kept: 1,
    reason: 'people.personal.keptStaff',
  })
  const stranger = await askErasure(t.visitor)
  expect(stranger.statusCode).toBe(404)
  expect(stranger.json().code).toBe('privacy.nothingHeld')
})
