import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type AgencyServer, agencyServer } from './test-agency.ts'
import { type PeopleApp, peopleApp } from './test-people.ts'

let t: PeopleApp
let agency: AgencyServer
let other: AgencyServer
const redirect = 'http://localhost/people/agency/return'
const officer = { role: 'officer', area: '620999001001' } as const
const settings = (issuer: string) => ({
  issuer,
  clientId: 'doorstep',
  secret: 'a-secret-of-the-test',
  label: '统一身份认证',
  claim: 'preferred_username',
})
beforeAll(async () => {
  t = await peopleApp()
  const accounts = {
    'sub-li': { preferred_username: 'Li.Officer' },
    'sub-li-2': { preferred_username: 'li.officer' },
    'sub-new': { preferred_username: 'new.comer' },
    'sub-gone': { preferred_username: 'gone.away' },
    'sub-nobody': { preferred_username: 'who.is.this' },
    'sub-plain': {},
  }
  agency = await agencyServer(redirect, accounts)
  other = await agencyServer(redirect, accounts)
  await t.as(officer, { username: 'li.officer' })
  await t.as(officer, { username: 'gone.away' })
  await t.as(officer, { username: 'new.comer' })
  await t.sql(`update people.account set state = 'suspended' where username = 'gone.away'`)
  await t.sql(`update people.account set state = 'invited' where username = 'new.comer'`)
})
afterAll(async () => {
  await t.stop()
  await agency.close()
  await other.close()
})
afterEach(() => {
  t.parts.settings.agency = settings(agency.issuer)
})
const page = async (url: string, cookie: string) => {
  const reply = await t.t.app.inject({ method: 'GET', url, headers: { cookie } })
  const set = [reply.headers['set-cookie'] ?? []].flat().map((line) => line.split(';')[0])
  return { status: reply.statusCode, headers: reply.headers, cookie: set.join('; ') }
}
const begin = async (query = 'client=officer&to=/matters', cookie = '') => {
  t.parts.settings.agency ??= settings(agency.issuer)
  const reply = await page(`/people/agency?${query}`, cookie)
  return { status: reply.status, to: String(reply.headers.location), cookie: reply.cookie }
}
const finish = async (url: string, cookie: string) => {
  const { search } = new URL(url)
  const reply = await page(`/people/agency/return${search}`, cookie)
  const session = reply.cookie.split('; ').filter((one) => one.startsWith('doorstep_session'))
  return { status: reply.status, to: String(reply.headers.location), cookie: session.join('') }
}
const through = async (sub: string) => {
  const begun = await begin()
  return finish(await agency.walk(begun.to, sub), begun.cookie)
}
const who = async (cookie: string) => (await t.call('GET', '/people/session', { headers: { cookie } })).body

describe('through the agency', () => {
  it('asks with code, PKCE, state and nonce, and comes in to where one wanted to go', async () => {
    const begun = await begin()
    const asked = new URL(begun.to).searchParams
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: 'doorstep',
      redirect_uri: redirect,
      response_type: 'code',
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^officer\.[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    })
    const done = await finish(await agency.walk(begun.to, 'sub-li'), begun.cookie)
    expect(done).toMatchObject({ status: 302, to: '/officer/matters' })
    const session = await who(done.cookie)
    expect(session).toMatchObject({ kind: 'account', agency: '统一身份认证', must: null })
    expect(session.ways).toContain('agency')
    const items = (await t.call('GET', '/people/me/sessions', { headers: { cookie: done.cookie } })).body.items
    expect(items.find((one: { current: boolean }) => one.current).way).toBe('agency')
  })

  it('ends the agency’s session too when signing out', async () => {
    const { cookie } = await through('sub-li')
    const { body } = await t.call('POST', '/people/sign-out', { headers: { cookie } })
    const url = new URL(body.agency)
    expect(url.origin).toBe(agency.issuer)
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe('http://localhost/')
    expect(url.searchParams.get('id_token_hint')).toMatch(/^ey/)
    const [row] = await t.sql<{ n: number }>(`select count(*) as n from people.session where agency_sealed like '%ey%'`)
    expect(row?.n).toBe(0)
  })

  it('opens an account that was invited, and makes none', async () => {
    const before = (await t.sql('select id from people.account')).length
    expect((await through('sub-new')).to).toBe('/officer/matters')
    expect((await through('sub-nobody')).to).toBe('/officer/sign-in?agency=unknown&to=%2Fmatters')
    expect((await through('sub-plain')).to).toContain('agency=unknown')
    expect((await through('sub-gone')).to).toContain('agency=closed')
    expect((await t.sql('select id from people.account')).length).toBe(before)
  })

  it('knows people by the agency’s subject afterwards: a name given to somebody else opens nothing', async () => {
    await through('sub-li')
    const swapped = await through('sub-li-2')
    expect(swapped.to).toContain('agency=other')
    expect(swapped.cookie).not.toMatch(/doorstep_session=\w/)
    await t.sql(`update people.account set username = 'li.renamed' where username = 'li.officer'`)
    expect((await through('sub-li')).to).toBe('/officer/matters')
    await t.sql(`update people.account set username = 'li.officer' where username = 'li.renamed'`)
  })

  it('is fresh proof for whoever has no password, and only for the same person', async () => {
    const { cookie } = await through('sub-li')
    t.clock.advance(11 * 60_000)
    const proven = () => t.call('GET', '/people/me/proof/now', { headers: { cookie } })
    expect((await proven()).body.code).toBe('access.fresh')
    expect((await t.call('GET', '/people/me/proof', { headers: { cookie } })).body.ways).toContain('agency')
    const wrong = await begin('client=officer&to=/account&proof=true', cookie)
    const back = await agency.walk(wrong.to, 'sub-new')
    expect((await finish(back, `${cookie}; ${wrong.cookie}`)).to).toContain('agency=other')
    expect((await proven()).body.code).toBe('access.fresh')
    const right = await begin('client=officer&to=/account&proof=true', cookie)
    expect(new URL(right.to).searchParams.get('max_age')).toBe('0')
    const done = await finish(await agency.walk(right.to, 'sub-li'), `${cookie}; ${right.cookie}`)
    expect(done.to).toBe('/officer/account')
    expect((await proven()).status).toBe(200)
  })
})

describe('is turned away, with words for why, when', () => {
  it('the person cancels at the agency', async () => {
    expect((await through('')).to).toBe('/officer/sign-in?agency=refused&to=%2Fmatters')
  })

  it('the answer comes to another browser, twice, too late, or with another state', async () => {
    const begun = await begin()
    const url = await agency.walk(begun.to, 'sub-li')
    expect((await finish(url, '')).to).toBe('/officer/sign-in?agency=over')
    const mine = await begin()
    expect((await finish(url, mine.cookie)).to).toBe('/officer/sign-in?agency=over')
    expect((await finish(url, begun.cookie)).to).toBe('/officer/matters')
    expect((await finish(url, begun.cookie)).to).toBe('/officer/sign-in?agency=over')
    const late = await begin()
    const lateUrl = await agency.walk(late.to, 'sub-li')
    t.clock.advance(10 * 60_000 + 1)
    expect((await finish(lateUrl, late.cookie)).to).toBe('/officer/sign-in?agency=over')
  })

  it('the code is of another flow (its nonce and verifier do not fit)', async () => {
    const [mine, theirs] = [await begin(), await begin()]
    const stolen = new URL(await agency.walk(theirs.to, 'sub-li')).searchParams.get('code') ?? ''
    const url = new URL(await agency.walk(mine.to, 'sub-new'))
    url.searchParams.set('code', stolen)
    expect((await finish(url.href, mine.cookie)).to).toContain('agency=failed')
  })

  it('the answer names another issuer', async () => {
    const begun = await begin()
    const url = new URL(await agency.walk(begun.to, 'sub-li'))
    expect(url.searchParams.get('iss')).toBe(agency.issuer)
    url.searchParams.set('iss', other.issuer)
    expect((await finish(url.href, begun.cookie)).to).toContain('agency=failed')
  })

  it('nobody answers at the agency, or none is set', async () => {
    const kept = t.parts.settings.agency
    delete t.parts.settings.agency
    const off = await page('/people/agency?client=console', '')
    expect(off.headers.location).toBe('/console/sign-in?agency=off')
    t.parts.settings.agency = kept
    const strange = await peopleApp()
    strange.parts.settings.agency = settings('http://127.0.0.1:9')
    const reply = await strange.t.app.inject({ method: 'GET', url: '/people/agency?client=officer' })
    expect(reply.headers.location).toBe('/officer/sign-in?agency=unreachable')
    await strange.stop()
  })

  it('leads nowhere else: a way back to another site is not taken', async () => {
    for (const to of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
      const begun = await begin(`client=officer&to=${encodeURIComponent(to)}`)
      const done = await finish(await agency.walk(begun.to, 'sub-li'), begun.cookie)
      expect(done.to).toBe('/officer/')
    }
  })
})
