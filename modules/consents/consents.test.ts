import { newId } from '@doorstep/contract'
import type { Who } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Stage, stage } from '../reach/test-reach.ts'
import { agree, shownHash } from './test-consents.ts'

/** Given with the words, shown, exported, taken back, and then what rests on it is silent. */

type Consent = { id: string; purpose: string; words: string; undoUntil: string | null; inForce: boolean }
let s: Stage
let who: Who
const day = 24 * 3_600_000
beforeAll(async () => {
  s = await stage()
  who = await s.t.another('resident')
})
afterAll(() => s.close())
const held = async (by = who) =>
  (await s.t.get(by, '/api/privacy/held')).json<{ consents: Consent[]; requests: { kind: string; state: string }[] }>()
const mine = async (purpose: string, by = who) =>
  (await held(by)).consents.find((one) => one.purpose === purpose) as Consent
const act = async (verb: 'withdraw' | 'restore', purpose: string, by = who) =>
  s.t.post(by, `/api/consents/${(await mine(purpose, by)).id}/${verb}`, {})
const hear = async (by = who) => {
  const before = [s.services.push.got.length, s.services.sms.got.length]
  await s.tell([by.account], 'matters.notices.waitingForYou')
  return [s.services.push.got.length, s.services.sms.got.length].map((n, i) => n - (before[i] as number))
}

it('keeps the exact words, their hash, version and language, and shows them in what is held and in the export', async () => {
  const { items } = (await s.t.get(who, '/api/consents/wordings')).json<{
    items: { purpose: string; words: string; hash: string }[]
  }>()
  const sms = items.find(({ purpose }) => purpose === 'reach.sms')
  const { own, ...shown } = { own: true, ...sms }
  expect(own).toBe(true)
  expect(sms?.hash).toBe(shownHash(s.t, 'reach.sms'))
  const given = await agree(s.t, who, 'reach.sms')
  expect(given.json()).toMatchObject({ ...shown, way: 'screen', withdrawnAt: null, inForce: true })
  expect((await agree(s.t, who, 'reach.sms')).json().id).toBe(given.json().id)
  const english = { ...who, headers: { ...who.headers, 'accept-language': 'en-US' } }
  expect((await mine('reach.sms', english)).words).toBe(sms?.words)
  const taken = (await s.t.get(who, '/api/privacy/export?format=json')).body
  for (const part of [sms?.words, sms?.hash, 'consents.consent']) expect(taken).toContain(part)
  const pdf = await s.t.get(who, '/api/privacy/export?format=pdf')
  expect(pdf.statusCode).toBe(200)
})

it('is agreed to in the words that were shown, by oneself, and only where one is asked', async () => {
  const give = (purpose: string, hash: string) => s.t.post(who, '/api/consents', { id: newId('620999'), purpose, hash })
  expect((await give('reach.push', 'a'.repeat(64))).json().code).toBe('consents.wordsChanged')
  for (const purpose of ['reach.nothing', 'people.account', 'matters.minor'])
    expect((await give(purpose, 'a'.repeat(64))).json().code, purpose).toBe('consents.purposeUnknown')
  const other = await s.t.another('resident')
  const { id } = await mine('reach.sms')
  for (const verb of ['withdraw', 'restore'])
    expect((await s.t.post(other, `/api/consents/${id}/${verb}`, {})).statusCode).toBe(404)
})

it('without it nothing is pushed or texted; withdrawn, both fall silent at once; given back, they come again', async () => {
  await s.t.sql('update people.account set phone_sealed = $2 where id = $1', [
    who.account,
    s.t.parts.vault.seal('13800138000'),
  ])
  const browser = { id: newId('620999'), client: 'resident', endpoint: `http://${s.services.push.host}/push/x` }
  const keys = { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) }
  const refused = await s.t.post(who, '/api/reach/devices', { ...browser, keys })
  expect(refused.json().code).toBe('reach.consentNeeded')
  await s.subscribe(who)
  expect(await hear()).toEqual([1, 1])
  expect((await act('withdraw', 'reach.sms')).statusCode).toBe(200)
  expect(await hear()).toEqual([1, 0])
  await act('withdraw', 'reach.push')
  expect(await hear()).toEqual([0, 0])
  expect((await act('withdraw', 'reach.push')).json().code).toBe('consents.wrongState')
  await act('restore', 'reach.push')
  expect(await hear()).toEqual([1, 0])
})

it('silences also what was planned before', async () => {
  s.services.push.moods.push('down')
  await s.tell([who.account], 'matters.notices.waitingForYou')
  const got = s.services.push.got.length
  await act('withdraw', 'reach.push')
  await s.pass(600)
  expect(s.services.push.got.length).toBe(got)
  expect((await s.rows('push')).at(-1)).toMatchObject({ state: 'dropped', trouble: 'consentWithdrawn' })
})

it('can be given back for a day; then it is given anew, with its words', async () => {
  expect(Date.parse((await mine('reach.push')).undoUntil ?? '')).toBeGreaterThan(s.t.clock.now())
  s.t.clock.advance(day)
  expect((await act('restore', 'reach.push')).json().code).toBe('consents.tooLate')
  expect((await agree(s.t, who, 'reach.push')).json().inForce).toBe(true)
})

it('closes the account when its own consent is taken back, unless that is called back', async () => {
  const phone = '13912345678'
  delete s.t.parts.settings.sms // the code is shown
  const asked = await s.t.post({ account: '', headers: {} }, '/api/people/codes', { phone })
  const cookie = String(asked.headers['set-cookie']).split(';')[0] as string
  const entered = await s.t.post({ account: '', headers: { cookie } }, '/api/people/sign-in-with-code', {
    phone,
    code: asked.json().demoCode,
    consent: '2026-11',
  })
  expect(entered.statusCode, entered.body).toBe(200)
  const session = [entered.headers['set-cookie']].flat().map((one) => String(one).split(';')[0])
  const person: Who = { account: entered.json().account, headers: { cookie: session.join('; ') } }
  const erasure = async () => (await held(person)).requests[0]
  await act('withdraw', 'people.account', person)
  await s.t.jobs.drain()
  expect(await erasure()).toMatchObject({ kind: 'erase', state: 'open' })
  await act('restore', 'people.account', person)
  await s.t.jobs.drain()
  expect(await erasure()).toMatchObject({ kind: 'erase', state: 'calledBack' })
  await act('withdraw', 'people.account', person)
  await s.t.jobs.drain()
  s.t.clock.advance(day)
  await s.t.jobs.runSchedule('privacy.erase')
  expect(await s.t.sql('select id from people.account where id = $1', [person.account])).toEqual([])
  expect(await s.t.sql('select id from consents.consent where account = $1', [person.account])).toEqual([])
})
