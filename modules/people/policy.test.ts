import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PeopleApp, password, peopleApp } from './test-people.ts'

let t: PeopleApp
beforeAll(async () => {
  t = await peopleApp({ live: true })
})
afterAll(() => t.stop())

const signIn = async (username: string, pass = password) => {
  const reply = await t.call('POST', '/people/sign-in', { body: { username, password: pass } })
  return { ...reply, who: { account: '', headers: { cookie: reply.cookie } } }
}
const admin = () => t.as({ role: 'countyAdmin', area: '620999' })

describe('a county that requires a second factor of a post', () => {
  it('lets whoever lacks one set it up, and nothing else, until it is there', async () => {
    await t.as({ role: 'chief', area: '620999001' }, { username: 'must.have' })
    await t.as({ role: 'officer', area: '620999001001' }, { username: 'need.not' })
    const early = await signIn('must.have')
    const boss = await admin()
    const policy = { secondFactorRoles: ['chief'], latelyMinutes: 60 }
    expect((await t.call('PUT', '/people/policy', { as: boss, body: policy })).body).toEqual(policy)
    t.clock.advance(6000)

    const { who, body } = await signIn('must.have')
    expect(body).toMatchObject({ kind: 'account', must: 'secondFactor' })
    expect(Object.keys(body.permissions).sort()).toEqual([
      'people.me',
      'people.roles',
      'people.signIn',
      'people.whoAmI',
    ])
    for (const one of [who, early.who]) {
      const reply = await t.call('GET', '/people', { as: one })
      expect(reply).toMatchObject({ status: 403, body: { code: 'access.secondFactor' } })
      expect((await t.t.app.inject({ method: 'GET', url: '/api/live', headers: one.headers })).statusCode).toBe(403)
    }
    expect((await signIn('need.not')).body.must).toBeNull()

    const begun = await t.call('POST', '/people/me/second-factor', { as: who })
    const totp = new TOTP({ secret: Secret.fromBase32(begun.body.key.replaceAll(' ', '')) })
    const code = totp.generate({ timestamp: t.clock.now() })
    const confirm = { ticket: begun.body.ticket, code }
    expect((await t.call('POST', '/people/me/second-factor/confirm', { as: who, body: confirm })).status).toBe(200)
    expect((await t.call('GET', '/people', { as: who })).status).toBe(200)
    expect((await t.call('GET', '/people/session', { as: who })).body.must).toBeNull()
    // Another session of the same person, opened with the password alone, is still held.
    expect((await t.call('GET', '/people', { as: early.who })).status).toBe(403)
    expect((await t.call('DELETE', '/people/me/second-factor', { as: who })).body.code).toBe('people.factorRequired')
  })

  it('is not required of oneself before one has it, and is the county administrator’s to say', async () => {
    const boss = await admin()
    const body = { secondFactorRoles: ['countyAdmin'], latelyMinutes: 60 }
    expect((await t.call('PUT', '/people/policy', { as: boss, body })).body.code).toBe('people.factorFirst')
    const chief = await t.as({ role: 'chief', area: '620999001' })
    expect((await t.call('PUT', '/people/policy', { as: chief, body })).status).toBe(403)
    for (const latelyMinutes of [9, 721])
      expect((await t.call('PUT', '/people/policy', { as: boss, body: { ...body, latelyMinutes } })).status).toBe(400)
  })

  it('shows who lacks one, and lets it be reset for whoever lost everything', async () => {
    await t.sql('delete from people.policy')
    const boss = await t.as({ role: 'chief', area: '620999001' })
    const outside = await t.as({ role: 'officer', area: '620999100201' }, { name: '外地人' })
    const lost = await t.as({ role: 'officer', area: '620999001001' }, { username: 'lost.phone' })
    const lacking = async () =>
      (await t.call('GET', '/people/sign-in-states?show=lacking&limit=200', { as: boss })).body.items.map(
        (one: { id: string }) => one.id,
      )
    await t.as({ role: 'officer', area: '620999001001' }, { badge: 'lack1' })
    await t.sql(
      `insert into people.profile (county, account, name, initials, spelling) select county, id, name, 'csy', 'ce shi' from people.account a
       where not exists (select from people.profile p where p.account = a.id) and exists (select from people.posting p where p.account = a.id)`,
    )
    expect(await lacking()).toContain(lost.account)
    expect(await lacking()).not.toContain(outside.account)
    await t.sql(`insert into people.totp values ($1, $2, 0, now())`, [lost.account, t.parts.vault.seal('JBSWY3DP')])
    expect(await lacking()).not.toContain(lost.account)
    expect((await signIn('lost.phone')).body.second).toBeTruthy()
    const reset = () =>
      t.call('POST', `/people/${lost.account}/factors/reset`, { as: boss, body: { reason: '手机掉进水库' } })
    expect((await reset()).status).toBe(200)
    expect((await t.call('GET', '/people/me', { as: lost })).status).toBe(401)
    expect((await signIn('lost.phone')).body).toMatchObject({ kind: 'account' })
    const other = `/people/${outside.account}/factors/reset`
    expect((await t.call('POST', other, { as: boss, body: { reason: 'x' } })).status).toBe(404)
  })
})
