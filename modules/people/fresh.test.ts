import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PeopleApp, password, peopleApp, type Signed } from './test-people.ts'

let t: PeopleApp
beforeAll(async () => {
  t = await peopleApp()
})
afterAll(() => t.stop())

const officer = { role: 'officer', area: '620999001001' } as const
const minutes = (n: number) => t.clock.advance(n * 60_000)
let made = 0
/** Signed in with a password, as people are. */
async function entered(): Promise<Signed & { username: string }> {
  const username = `fresh.${++made}`
  const { account } = await t.as(officer, { username })
  const { cookie } = await t.call('POST', '/people/sign-in', { body: { username, password } })
  return { account, username, headers: { cookie } }
}
const proven = (as: Signed) => t.call('GET', '/people/me/proof/now', { as })
const prove = (as: Signed, body: object) => t.call('POST', '/people/me/proof', { as, body })
const stale = { status: 403, body: { code: 'access.fresh', data: { minutes: 10 } } }

describe('what wants a fresh session', () => {
  it('is given for ten minutes after signing in, and again after a proof', async () => {
    const who = await entered()
    expect((await proven(who)).status).toBe(200)
    minutes(9)
    expect((await proven(who)).status).toBe(200)
    minutes(1)
    expect(await proven(who)).toMatchObject(stale)
    expect((await prove(who, { password: 'not mine' })).body.code).toBe('people.wrongPassword')
    expect(await proven(who)).toMatchObject(stale)
    expect((await prove(who, { password })).status).toBe(200)
    expect((await proven(who)).status).toBe(200)
  })

  it('is answered before anything is done or kept: the same key repeats the request afterwards', async () => {
    const who = await entered()
    const [target] = [await t.as(officer)]
    const chief = await t.as({ role: 'chief', area: '620999001' }, { username: 'fresh.chief' })
    await t.sql('update people.session set proven_at = null where account = $1', [chief.account])
    await t.sql(
      `insert into people.profile (county, account, name, initials, spelling) values (620999, $1, '测试', 'cs', 'ce shi') on conflict do nothing`,
      [target.account],
    )
    minutes(1)
    const reset = { as: chief, key: 'the-same-key', body: { reason: '手机丢失' } }
    const url = `/people/${target.account}/factors/reset`
    expect(await t.call('POST', url, reset)).toMatchObject(stale)
    await prove(chief, { password })
    expect((await t.call('POST', url, reset)).status).toBe(200)
    expect(who.account).not.toBe(target.account)
  })

  it('looks at one person for as long as the county says, and at files for ten minutes', async () => {
    const who = await entered()
    const look = () =>
      t.call('POST', '/matters/620999-00000000-0000-7000-8000-000000000000/unmask', {
        as: who,
        body: { reason: '核实' },
      })
    minutes(60)
    expect((await look()).status).toBe(404) // there is no such matter, but it was looked for
    expect((await t.call('GET', '/privacy/export', { as: who })).body.code).toBe('access.fresh')
    minutes(181)
    expect(await look()).toMatchObject({ status: 403, body: { code: 'access.fresh', data: { minutes: 240 } } })
    await t.sql(
      `insert into people.policy (county, second_factor_roles, lately_minutes, changed_by, changed_at) values (620999, '{}', 10, '', now())`,
    )
    const quick = await entered()
    minutes(11)
    expect(
      (
        await t.call('POST', '/matters/620999-00000000-0000-7000-8000-000000000000/unmask', {
          as: quick,
          body: { reason: 'x' },
        })
      ).body.data,
    ).toEqual({ minutes: 10 })
    await t.sql('delete from people.policy')
  })

  it('belongs to one session: a proof in another one does not help', async () => {
    const first = await entered()
    const { cookie } = await t.call('POST', '/people/sign-in', { body: { username: first.username, password } })
    minutes(11)
    await prove({ ...first, headers: { cookie } }, { password })
    expect((await proven({ ...first, headers: { cookie } })).status).toBe(200)
    expect(await proven(first)).toMatchObject(stale)
  })

  it('counts wrong proofs into the lock-out of the name in this browser', async () => {
    const who = await entered()
    for (let n = 0; n < 5; n++) expect((await prove(who, { password: `wrong ${n}` })).status).toBe(422)
    expect((await prove(who, { password })).body.code).toBe('people.locked')
    const signIn = { body: { username: who.username, password } }
    expect((await t.call('POST', '/people/sign-in', { ...signIn, as: who })).body.code).toBe('people.locked')
    // Counted by itself (device.ts): what happens here locks nobody out elsewhere.
    expect((await t.call('POST', '/people/sign-in', signIn)).status).toBe(200)
  })

  it('takes no way that the account has not got, and nothing from whoever is not signed in', async () => {
    const who = await entered()
    for (const body of [{}, { code: '123456' }, { phoneCode: '123456' }])
      expect((await prove(who, body)).body.code, JSON.stringify(body)).toBe('people.wayMissing')
    expect((await t.call('POST', '/people/me/proof', { body: { password } })).status).toBe(401)
  })
})

describe('sessions', () => {
  it('say how they were opened, end all at once but this one, and open nothing afterwards', async () => {
    const who = await entered()
    const others: Signed[] = []
    for (let n = 0; n < 3; n++) {
      const { cookie } = await t.call('POST', '/people/sign-in', { body: { username: who.username, password } })
      others.push({ ...who, headers: { cookie } })
    }
    const [kept, ...gone] = [others[2] as Signed, who, others[0] as Signed, others[1] as Signed]
    const { items } = (await t.call('GET', '/people/me/sessions', { as: kept })).body
    expect(items.filter((one: { way: string | null }) => one.way === 'password')).toHaveLength(4)
    expect(items.filter((one: { current: boolean }) => one.current)).toHaveLength(1)
    // five: the one that the account was made with
    expect((await t.call('DELETE', '/people/me/sessions', { as: kept })).body).toEqual({ ended: 4 })
    for (const one of gone) expect((await t.call('GET', '/people/me', { as: one })).status).toBe(401)
    for (const one of gone) expect((await prove(one, { password })).status).toBe(401)
    expect((await t.call('GET', '/people/me', { as: kept })).status).toBe(200)
  })
})
