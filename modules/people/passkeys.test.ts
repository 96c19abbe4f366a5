import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authenticator } from './test-authenticator.ts'
import { type PeopleApp, peopleApp, type Signed } from './test-people.ts'

let t: PeopleApp
beforeAll(async () => {
  t = await peopleApp()
})
afterAll(() => t.stop())

const origin = 'http://localhost'
const officer = { role: 'officer', area: '620999001001' } as const
async function registered(who: Signed, name = '值班手机') {
  const device = authenticator(origin)
  const begun = await t.call('POST', '/people/me/passkeys/challenge', { as: who })
  const response = device.register(begun.body.options)
  const body = { ticket: begun.body.ticket, name, response }
  const reply = await t.call('POST', '/people/me/passkeys', { as: who, body })
  return { device, begun: begun.body, response, reply, body }
}
const challenge = async (as?: Signed) =>
  (
    await t.call('POST', '/people/passkeys/challenge', {
      ...(as ? { as } : {}),
      body: { for: as ? 'proof' : 'signIn' },
    })
  ).body
const enter = (ticket: string, response: unknown) =>
  t.call('POST', '/people/sign-in/passkey', { body: { ticket, response } })
const refused = { status: 422, body: { code: 'people.passkeyRefused' } }

describe('a passkey', () => {
  it('is registered under a name, signs in by itself, and is removed', async () => {
    const who = await t.as(officer)
    const { device, begun, reply } = await registered(who)
    expect(begun.options).toMatchObject({
      rp: { id: 'localhost' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    expect(reply.status).toBe(200)
    await registered(who, '办公室电脑')
    const { body } = await t.call('GET', '/people/me/security', { as: who })
    expect(body.passkeys.map((one: { name: string }) => one.name)).toEqual(['值班手机', '办公室电脑'])
    const { ticket, options } = await challenge()
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
    expect(options.allowCredentials ?? []).toEqual([])
    const entered = await enter(ticket, device.answer(options))
    expect(entered.body).toMatchObject({ kind: 'account', account: who.account, must: null })
    const mine = { headers: { cookie: entered.cookie } }
    const sessions = await t.call('GET', '/people/me/sessions', { as: mine })
    expect(sessions.body.items.find((one: { current: boolean }) => one.current)).toMatchObject({ way: 'passkey' })
    expect((await t.call('DELETE', `/people/me/passkeys/${reply.body.id}`, { as: mine })).status).toBe(200)
    const again = await challenge()
    expect(await enter(again.ticket, device.answer(again.options))).toMatchObject(refused)
  })

  it('proves in between that it is still the same person', async () => {
    const who = await t.as(officer)
    const { device } = await registered(who)
    await t.sql(`update people.session set proven_at = null where account = $1`, [who.account])
    t.clock.advance(6000)
    expect((await t.call('GET', '/people/me/proof/now', { as: who })).body.code).toBe('access.fresh')
    const { ticket, options } = await challenge(who)
    expect(options.allowCredentials).toHaveLength(1)
    const body = { passkey: { ticket, response: device.answer(options) } }
    expect((await t.call('POST', '/people/me/proof', { as: who, body })).status).toBe(200)
    expect((await t.call('GET', '/people/me/proof/now', { as: who })).status).toBe(200)
  })
})

describe('is refused when', () => {
  it('the challenge was answered before, is old, or was meant for something else', async () => {
    const who = await t.as(officer)
    const { device, body } = await registered(who)
    expect((await t.call('POST', '/people/me/passkeys', { as: who, body })).body.code).toBe('people.stepOver')
    const { ticket, options } = await challenge()
    const answer = device.answer(options)
    expect((await enter(ticket, answer)).status).toBe(200)
    expect((await enter(ticket, answer)).body.code).toBe('people.stepOver')
    // the same answer under a new ticket: its challenge is another one
    expect(await enter((await challenge()).ticket, answer)).toMatchObject(refused)
    const old = await challenge()
    t.clock.advance(5 * 60_000 + 1)
    expect((await enter(old.ticket, device.answer(old.options))).body.code).toBe('people.stepOver')
    const proof = await challenge(who)
    expect((await enter(proof.ticket, device.answer(proof.options))).body.code).toBe('people.stepOver')
  })

  it('a wrong answer has used the challenge up', async () => {
    const { device } = await registered(await t.as(officer))
    const { ticket, options } = await challenge()
    expect(await enter(ticket, device.answer(options, { origin: 'https://doorstep.example' }))).toMatchObject(refused)
    expect((await enter(ticket, device.answer(options))).body.code).toBe('people.stepOver')
  })

  it.each([
    ['another origin', { origin: 'http://localhost:8080' }],
    ['another site', { rpId: 'evil.example' }],
    ['nobody verified', { verified: false }],
    ['a counter that stands still', { counter: 1 }],
    ['another account in the handle', { userHandle: Buffer.from('620999-somebody-else').toString('base64url') }],
    ['no account in the handle', { userHandle: '' }],
    ['an answer of another kind', { type: 'webauthn.create' }],
  ])('it says %s', async (_what, lies) => {
    const { device } = await registered(await t.as(officer))
    const good = await challenge()
    expect((await enter(good.ticket, device.answer(good.options, { counter: 7 }))).status).toBe(200)
    const { ticket, options } = await challenge()
    expect(await enter(ticket, device.answer(options, { counter: 9, ...lies }))).toMatchObject(refused)
  })

  it('the device is not known, or the account is closed', async () => {
    const who = await t.as(officer)
    const { device } = await registered(who)
    const strange = await challenge()
    expect(await enter(strange.ticket, authenticator(origin).answer(strange.options))).toMatchObject(refused)
    await t.sql(`update people.account set state = 'suspended' where id = $1`, [who.account])
    const { ticket, options } = await challenge()
    expect((await enter(ticket, device.answer(options))).body.code).toBe('people.suspended')
  })

  it('somebody else’s passkey proves me, or somebody else’s challenge registers mine', async () => {
    const [a, b] = [await t.as(officer), await t.as(officer)]
    await registered(a)
    const other = await registered(b)
    const { ticket, options } = await challenge(a)
    const proof = { passkey: { ticket, response: other.device.answer(options) } }
    expect(await t.call('POST', '/people/me/proof', { as: a, body: proof })).toMatchObject(refused)
    const begun = (await t.call('POST', '/people/me/passkeys/challenge', { as: a })).body
    const body = { ticket: begun.ticket, name: 'x', response: authenticator(origin).register(begun.options) }
    expect((await t.call('POST', '/people/me/passkeys', { as: b, body })).body.code).toBe('people.stepOver')
    const unverified = (await t.call('POST', '/people/me/passkeys/challenge', { as: a })).body
    const lying = authenticator(origin).register(unverified.options, { verified: false })
    const weak = { ticket: unverified.ticket, name: 'x', response: lying }
    expect(await t.call('POST', '/people/me/passkeys', { as: a, body: weak })).toMatchObject(refused)
  })
})
