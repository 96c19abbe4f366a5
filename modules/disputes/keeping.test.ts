import { newId } from '@doorstep/contract'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Dispute } from './rules.ts'
import type { Agreements } from './shapes-agreement.ts'
import { layAgreement } from './test-agreement.ts'
import { type Given, layDispute } from './test-disputes.ts'

/** What was agreed: kept, missed, broken, agreed anew, taken to the court. */

let t: TestApp
let officer: Who
let chief: Who
beforeAll(async () => {
  t = await testApp()
  ;[officer, chief] = await Promise.all([t.as('officer'), t.as('chief')])
})
beforeEach(() => t.clock.set('2026-11-16T02:00:00Z'))
afterAll(() => t.close())

const told = ({ statusCode, json }: { statusCode: number; json<T>(): T }) => [
  statusCode,
  json<{ code?: string }>().code,
]
const due = ['2026-11-30', '2026-12-31']
async function lay(given: Given = {}, agreed: Partial<Parameters<typeof layAgreement>[2]> = {}) {
  const file = await layDispute(t, { state: 'performing', matter: { assignee: officer.account }, ...given })
  const agreement = await layAgreement(t, file, { state: 'effective', due, ...agreed })
  return { file, id: file.id, agreement, first: agreement.instalments[0], second: agreement.instalments[1] }
}
const verb = (id: string, name: string, body: object = {}, who = officer) =>
  t.post(who, `/api/disputes/${id}/${name}`, body)
const list = async (id: string) => (await t.get(officer, `/api/disputes/${id}/agreements`)).json<Agreements>()
const read = async (id: string) => (await t.get(officer, `/api/disputes/${id}`)).json<Dispute>()
const calendar = (id: string) =>
  t.sql<{ id: string; key: string; state: string; due_on: string }>(
    `select id, key, state, due_on::text from visits.visit where subject = $1 and source = 'disputes' order by due_on, key`,
    [id],
  )
const cards = async (id: string) =>
  (await t.sql<{ because: string }>('select because from matters.card where matter = $1', [id.slice(7)])).map(
    ({ because }) => because,
  )
const matter = async (id: string) =>
  (
    await t.sql<{ state: string; grade: string }>('select state, grade from matters.matter where id = $1', [
      id.slice(7),
    ])
  )[0]

/** In force by its verbs, so that its terms stand in the calendar. */
async function inForce() {
  const file = await layDispute(t, { state: 'agreed', matter: { assignee: officer.account } })
  const signed = [file.applicant, file.respondent]
  const agreement = await layAgreement(t, file, { state: 'open', due, signed })
  const { sha256 } = (await list(file.id)).items[0] ?? {}
  await verb(file.id, 'sign-on-paper', { signer: file.mediator, sha256 })
  return { file, id: file.id, first: agreement.instalments[0], second: agreement.instalments[1] }
}

it('terms stand in the calendar; kept one by one, the last one performs it; the matter is followed, then solved', async () => {
  const { id, first, second } = await inForce()
  expect(await matter(id)).toMatchObject({ state: 'resolved', grade: 'monitored' })
  expect((await calendar(id)).map(({ key, state, due_on }) => [key, state, due_on])).toEqual([
    [`instalment/${first}`, 'planned', '2026-11-30'],
    [`instalment/${second}`, 'planned', '2026-12-31'],
  ])
  expect((await verb(id, `instalments/${first}/keep`, { note: '已转账' })).json()).toMatchObject({
    state: 'performing',
  })
  expect(told(await verb(id, `instalments/${first}/keep`))).toEqual([409, 'disputes.instalmentDone'])
  expect((await calendar(id)).map(({ state }) => state)).toEqual(['done', 'planned'])
  expect((await verb(id, `instalments/${second}/keep`)).json()).toMatchObject({ state: 'performed' })
  expect(await matter(id)).toMatchObject({ grade: 'solved' })
  expect((await list(id)).items[0]?.instalments[0]).toMatchObject({ state: 'kept', note: '已转账' })
})

it('whoever goes and sees it records it by the visit: kept, broken, nobody met', async () => {
  const { id, first, second } = await inForce()
  const made = async (at: number, outcome: string) => {
    const found = (await calendar(id)).filter(({ state }) => state !== 'done')
    await t.post(officer, `/api/visits/${world.county}-${found[at]?.id}/done`, { outcome })
    await t.jobs.drain()
  }
  t.clock.set('2026-11-30T02:00:00Z')
  await made(0, 'notMet')
  expect((await calendar(id)).map(({ key }) => key)).toContain(`instalment/${first}/2026-12-03`)
  await made(0, 'good')
  const states = async () => (await list(id)).items[0]?.instalments.map(({ state }) => state)
  expect(await states()).toEqual(['kept', 'due'])
  await made(0, 'concern')
  expect(await states()).toEqual(['kept', 'missed'])
  expect(await cards(id)).toEqual(['instalment.yellow'])
  expect((await read(id)).state).toBe('performing')
  expect(told(await verb(id, `instalments/${second}/miss`))).toEqual([409, 'disputes.instalmentDone'])
})

it('a term that nobody went to see raises a card; whether it is a breach a person decides', async () => {
  const { id, first } = await inForce()
  t.clock.set('2026-12-02T02:00:00Z')
  await t.jobs.runSchedule('visits.missed')
  await t.jobs.drain()
  expect(await cards(id)).toEqual(['instalment.yellow'])
  expect((await list(id)).items[0]?.instalments[0]).toMatchObject({ id: first, state: 'due', late: true })
  const other = await t.another('officer')
  expect(told(await verb(id, 'breach', { reason: '电话不接' }, other))).toEqual([403, 'disputes.notYours'])
  expect((await verb(id, 'breach', { reason: '电话不接' })).json()).toMatchObject({
    state: 'breached',
    breaches: 1,
    settledAt: null,
    outcome: null,
  })
  expect(await matter(id)).toMatchObject({ state: 'inProgress', grade: null })
  expect((await calendar(id)).filter(({ state }) => state === 'planned')).toEqual([])
})

it('after a breach all sides agree on another term by word of mouth, or what is late is kept after all', async () => {
  const { id, file, first } = await inForce()
  await verb(id, 'breach', { reason: '没有付款' })
  const renewal = {
    id: newId(world.county),
    record: '再宽限到一月底，一次付清。',
    agreedBy: [file.applicant],
    instalments: [{ id: newId(world.county), due: '2027-01-31', amountCents: 120_000, payer: file.respondent }],
  }
  expect(told(await verb(id, 'renew', renewal))).toEqual([409, 'disputes.notAllAgreed'])
  const both = { ...renewal, agreedBy: [file.applicant, file.respondent] }
  expect((await verb(id, 'renew', both)).json()).toMatchObject({ state: 'performing', outcome: 'oral' })
  const { items } = await list(id)
  expect(items.map(({ kind, state }) => [kind, state]).sort()).toEqual([
    ['oral', 'effective'],
    ['written', 'ended'],
  ])
  expect((await calendar(id)).filter(({ state }) => state === 'planned').map(({ due_on }) => due_on)).toEqual([
    '2027-01-31',
  ])
  expect(told(await verb(id, `instalments/${first}/keep`))).toEqual([404, 'disputes.instalmentMissing'])
  await verb(id, 'breach', { reason: '又没有付款' })
  const [instalment] = renewal.instalments
  expect((await verb(id, `instalments/${instalment?.id}/keep`)).json()).toMatchObject({
    state: 'performed',
    breaches: 2,
  })
})

it('a breach can be mended by a written agreement, drafted and signed anew', async () => {
  const { id, file, first } = await inForce()
  await verb(id, 'breach', { reason: '没有付款' })
  const { terms } = (await list(id)).items[0] ?? {}
  const instalments = [{ id: newId(world.county), due: '2027-03-01', amountCents: 100, payer: file.respondent }]
  await t.send(officer, 'PUT', `/api/disputes/${id}/agreement`, {
    id: newId(world.county),
    kind: 'oral',
    terms: { ...terms, content: '三月一日前付清' },
    instalments,
  })
  expect((await verb(id, 'agree')).json()).toMatchObject({ state: 'performing' })
  expect((await list(id)).items.map(({ state }) => state).sort()).toEqual(['effective', 'ended'])
  expect(told(await verb(id, `instalments/${first}/keep`))).toEqual([404, 'disputes.instalmentMissing'])
})

it('confirmation is applied for within 30 days, by both, about what is owed (人民调解法 33)', async () => {
  const { id, file } = await lay({}, { effectiveAt: '2026-11-16T02:00:00Z' })
  const application = {
    id: newId(world.county),
    court: '渠口县人民法院',
    appliedOn: '2026-12-16',
    applicants: [file.applicant, file.respondent],
    about: 'obligations',
  }
  const apply = (more: object) => verb(id, 'confirmation', { ...application, ...more })
  t.clock.set('2026-12-18T02:00:00Z')
  expect(told(await apply({ appliedOn: '2026-12-17' }))).toEqual([409, 'disputes.confirmationLate'])
  expect(told(await apply({ applicants: [file.applicant] }))).toEqual([409, 'disputes.confirmationAlone'])
  expect(told(await apply({ about: 'adoption' }))).toEqual([409, 'disputes.confirmationUnfit'])
  expect(told(await apply({ appliedOn: '2026-11-15' }))).toEqual([400, 'disputes.dayWrong'])
  expect((await apply({})).json()).toMatchObject({ state: 'confirmApplied' })
  const [running] = (await list(id)).confirmations
  expect(running).toMatchObject({ appliedOn: '2026-12-16', acceptDue: '2026-12-21', result: null })
  expect(told(await verb(id, 'confirmation/accepted', { on: '2026-12-30' }))).toEqual([400, 'disputes.dayWrong'])
  await verb(id, 'confirmation/accepted', { on: '2026-12-18' })
  t.clock.set('2026-12-31T02:00:00Z')
  const ruling = await verb(id, 'confirmation/ruling', { on: '2026-12-30', result: 'confirmed' })
  expect(ruling.json()).toMatchObject({ state: 'performing' })
  expect((await list(id)).confirmations[0]).toMatchObject({ ruleDue: '2027-01-04', result: 'confirmed' })
  expect(told(await verb(id, 'confirmation/ruling', { on: '2026-12-30', result: 'refused' }))).toEqual([
    409,
    'disputes.wrongState',
  ])
})

it('begun anew, nothing of the old agreement is in force or in the calendar', async () => {
  const { id } = await inForce()
  await verb(id, 'breach', { reason: '没有付款' })
  expect((await verb(id, 'reopen', { reason: '重新谈' }, chief)).json()).toMatchObject({ state: 'registered' })
  expect((await list(id)).items.map(({ state }) => state)).toEqual(['ended'])
  expect((await calendar(id)).filter(({ state }) => state === 'planned')).toEqual([])
})
