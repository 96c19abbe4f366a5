import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PeopleApp, password, peopleApp } from './test-people.ts'

let t: PeopleApp
beforeAll(async () => {
  t = await peopleApp()
})
afterAll(() => t.stop())

const signIn = (username: string, pass = password) =>
  t.call('POST', '/people/sign-in', {
    body: { username, password: pass },
    headers: { 'user-agent': 'Mozilla/5.0 (Linux; Android 15) Chrome/140' },
  })
const session = (cookie: string) => t.call('GET', '/people/session', { as: { headers: { cookie } } })

describe('signing in with a password', () => {
  it('opens a session that says who one is and what one may do', async () => {
    const { account } = await t.as({ role: 'chief', area: '620999001' }, { username: 'wang.chief', name: '王所长' })
    const reply = await signIn(' Wang.Chief ')
    expect(reply.status).toBe(200)
    for (const line of reply.headers['set-cookie'] as string[])
      expect(line).toMatch(
        /^(doorstep_session=[\w-]{43}|doorstep_device=[\w-]+); Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/,
      )
    const { body } = await session(reply.cookie)
    expect(body).toEqual(reply.body)
    expect(body).toMatchObject({
      kind: 'account',
      account,
      name: '王所长',
      roles: ['resident', 'chief'],
      demo: true,
      postings: [
        { role: 'resident', area: '620999' },
        { role: 'chief', area: '620999001', unit: null },
      ],
    })
    expect(body.permissions['people.manage']).toMatchObject({ scopes: ['620999001'] })
    const stored = await t.parts.database.owner.query(
      'select token, ip_address, user_agent from people.session where account = $1 order by created_at desc limit 1',
      [account],
    )
    expect(stored.rows[0]).toMatchObject({ ip_address: null, user_agent: 'Chrome · Android' })
    expect(reply.cookie).not.toContain(stored.rows[0].token)
  })

  it('tells a visitor that they are one', async () => {
    const { body } = await t.call('GET', '/people/session')
    expect(body).toMatchObject({
      kind: 'visitor',
      account: null,
      roles: ['visitor'],
      ways: ['password', 'phoneCode', 'passkey'],
    })
    expect(body.permissions['people.manage']).toBeUndefined()
  })

  it('answers the same to a wrong password, an unknown name and somebody who has not accepted yet, in about the same time', async () => {
    await t.as({ role: 'officer', area: '620999001001' }, { username: 'known' })
    const invited = await t.as({ role: 'officer', area: '620999001001' }, { username: 'invited' })
    await t.parts.database.owner.query(`update people.account set state = 'invited' where id = $1`, [invited.account])
    const best: number[] = []
    for (const name of ['known', 'nobody-here', 'invited']) {
      const times: number[] = []
      for (let n = 0; n < 3; n++) {
        const started = performance.now()
        const reply = await signIn(name, 'wrong-password')
        times.push(performance.now() - started)
        expect([name, reply.status, reply.body.code, reply.cookie]).toEqual([name, 401, 'people.wrongSignIn', ''])
      }
      best.push(Math.min(...times))
    }
    // scrypt dominates each of them; without it an answer would take a twentieth
    expect(Math.min(...best)).toBeGreaterThan(Math.max(...best) / 8)
  })

  it('locks a name after five wrong passwords, also one that does not exist, for a quarter of an hour', async () => {
    await t.as({ role: 'officer', area: '620999001001' }, { username: 'locked' })
    for (const name of ['locked', 'no-such-name']) {
      const replies = []
      for (let n = 0; n < 6; n++) replies.push((await signIn(name, 'wrong-password')).status)
      expect(replies).toEqual([401, 401, 401, 401, 401, 429])
    }
    const right = await signIn('locked')
    expect([right.status, right.body.code, right.body.data.minutes]).toEqual([429, 'people.locked', 15])
    t.clock.advance(15 * 60_000 + 1000)
    expect((await signIn('locked')).status).toBe(200)
  })

  it('does not let a stranger lock out the browser somebody came in with before', async () => {
    await t.as({ role: 'officer', area: '620999001001' }, { username: 'wanted' })
    const { cookie } = await signIn('wanted')
    for (let n = 0; n < 6; n++) await signIn('wanted', 'wrong-password')
    expect((await signIn('wanted')).body.code).toBe('people.locked')
    const from = (pass: string) =>
      t.call('POST', '/people/sign-in', { body: { username: 'wanted', password: pass }, headers: { cookie } })
    expect((await from(password)).status).toBe(200)
    // its own wrong ones count all the same, and only there
    for (let n = 0; n < 5; n++) expect((await from('wrong-password')).status).toBe(401)
    expect((await from(password)).body.code).toBe('people.locked')
  })

  it('counts guesses that come at once one by one', async () => {
    await t.as({ role: 'officer', area: '620999001001' }, { username: 'parallel' })
    const replies = await Promise.all(Array.from({ length: 9 }, () => signIn('parallel', 'wrong-password')))
    expect(replies.map((reply) => reply.status).sort()).toEqual([401, 401, 401, 401, 401, 429, 429, 429, 429])
    const { rows } = await t.parts.database.owner.query(
      `select count(*) as n from kernel.audit where operation = 'people.signInRefused'`,
    )
    expect(rows[0].n).toBeGreaterThanOrEqual(5)
  })

  it('forgets the wrong ones after a right one', async () => {
    await t.as({ role: 'officer', area: '620999001001' }, { username: 'forgetful' })
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 4; n++) expect((await signIn('forgetful', 'wrong-password')).status).toBe(401)
      expect((await signIn('forgetful')).status).toBe(200)
    }
  })

  it('tells somebody who is suspended, after the right password only', async () => {
    const { account } = await t.as({ role: 'officer', area: '620999001001' }, { username: 'suspended' })
    await t.parts.database.owner.query(`update people.account set state = 'suspended' where id = $1`, [account])
    expect((await signIn('suspended', 'wrong-password')).body.code).toBe('people.wrongSignIn')
    expect((await signIn('suspended')).body.code).toBe('people.suspended')
  })

  it('refuses a page of another site and a body of the wrong shape', async () => {
    const foreign = await t.call('POST', '/people/sign-in', {
      body: { username: 'known', password },
      headers: { origin: 'https://evil.example' },
    })
    expect([foreign.status, foreign.body.code]).toEqual([403, 'request.origin'])
    expect((await t.call('POST', '/people/sign-in', { body: { username: 'known' } })).status).toBe(400)
  })
})

describe('signing out', () => {
  it('ends the session at once, here and for every copy of the cookie', async () => {
    await t.as({ role: 'officer', area: '620999001001' }, { username: 'leaving' })
    const { cookie } = await signIn('leaving')
    expect((await session(cookie)).body.kind).toBe('account')
    const out = await t.call('POST', '/people/sign-out', { as: { headers: { cookie } } })
    expect(out.status).toBe(200)
    expect(out.headers['set-cookie']).toContainEqual(expect.stringMatching(/^doorstep_session=; .*Max-Age=0/))
    expect((await session(cookie)).body.kind).toBe('visitor')
    expect((await t.call('POST', '/people/sign-out')).status).toBe(200)
  })

  it('replaces the session a browser had when it signs in again', async () => {
    const { account } = await t.as(undefined, { username: 'again' })
    const first = await signIn('again')
    await t.call('POST', '/people/sign-in', {
      body: { username: 'again', password },
      as: { headers: { cookie: first.cookie } },
    })
    expect((await session(first.cookie)).body.kind).toBe('visitor')
    const { rows } = await t.parts.database.owner.query('select count(*) as n from people.session where account = $1', [
      account,
    ])
    expect(rows[0].n).toBe(2) // the one of `as`, and the second sign-in
  })
})
