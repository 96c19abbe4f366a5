import { newId } from '@doorstep/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { county, type PeopleApp, password, peopleApp } from './test-people.ts'

let t: PeopleApp
beforeAll(async () => {
  t = await peopleApp()
})
afterAll(() => t.stop())

const place = '620999001001'
const signIn = (username: string, pass: string) =>
  t.call('POST', '/people/sign-in', { body: { username, password: pass } })
const withCookie = (cookie: string) => ({ as: { headers: { cookie } } })

describe('my account', () => {
  it('shows profile, postings and preferences; the phone is masked', async () => {
    const me = await t.as(
      { role: 'officer', area: place },
      { name: '李警官', username: 'li', badge: 'P1001', phone: '13812345678' },
    )
    const { status, body } = await t.call('GET', '/people/me', { as: me })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: me.account,
      name: '李警官',
      username: 'li',
      badge: 'P1001',
      phone: '138****5678',
      hasPassword: true,
      language: 'zh-CN',
      elder: false,
    })
    expect(body.postings).toEqual([expect.objectContaining({ role: 'officer', area: place, to: null })])
  })

  it('is for those who have one', async () => {
    expect((await t.call('GET', '/people/me')).status).toBe(401)
  })

  it('keeps preferences, which the session then tells', async () => {
    const me = await t.as()
    const { body } = await t.call('PUT', '/people/me/preferences', {
      as: me,
      body: { elder: true, language: 'en-US', nickname: '老周' },
    })
    expect(body).toMatchObject({ elder: true, language: 'en-US', name: '老周' })
    expect((await t.call('GET', '/people/session', { as: me })).body).toMatchObject({
      elder: true,
      language: 'en-US',
      name: '老周',
    })
  })

  it('does not let staff rename themselves', async () => {
    const me = await t.as({ role: 'officer', area: place }, { username: 'no-rename' })
    const { status, body } = await t.call('PUT', '/people/me/preferences', {
      as: me,
      body: { elder: false, language: 'zh-CN', nickname: '局长' },
    })
    expect([status, body.errors[0].path]).toEqual([400, 'body/nickname'])
  })
})

describe('my sessions', () => {
  it('are listed and ended one by one', async () => {
    const me = await t.as(undefined, { username: 'sessions' })
    const second = await signIn('sessions', password)
    const { body } = await t.call('GET', '/people/me/sessions', { as: me })
    expect(body.items.map((item: { current: boolean }) => item.current)).toEqual([false, true])
    const ended = await t.call('DELETE', `/people/me/sessions/${body.items[0].id}`, { as: me })
    expect(ended.status).toBe(200)
    expect((await t.call('GET', '/people/session', withCookie(second.cookie))).body.kind).toBe('visitor')
    expect((await t.call('GET', '/people/session', { as: me })).body.kind).toBe('account')
  })

  it('of somebody else cannot be ended, nor one that does not exist', async () => {
    const me = await t.as()
    const other = await t.as()
    const { body } = await t.call('GET', '/people/me/sessions', { as: other })
    for (const id of [body.items[0].id, newId(county)])
      expect((await t.call('DELETE', `/people/me/sessions/${id}`, { as: me })).body.code).toBe('people.sessionMissing')
    expect((await t.call('GET', '/people/session', { as: other })).body.kind).toBe('account')
  })
})

describe('changing the password', () => {
  const change = (as: { headers: Record<string, string> }, current: string, next: string) =>
    t.call('POST', '/people/me/password', { as, body: { current, next } })

  it('works with the current one and ends every other session', async () => {
    const me = await t.as({ role: 'officer', area: place }, { username: 'changing' })
    const other = await signIn('changing', password)
    expect((await change(me, password, 'brand-new-pass')).status).toBe(200)
    expect((await t.call('GET', '/people/session', { as: me })).body.kind).toBe('account')
    expect((await t.call('GET', '/people/session', withCookie(other.cookie))).body.kind).toBe('visitor')
    expect((await signIn('changing', password)).status).toBe(401)
    expect((await signIn('changing', 'brand-new-pass')).status).toBe(200)
  })

  it('counts wrong current passwords like any sign-in', async () => {
    const me = await t.as({ role: 'officer', area: place }, { username: 'guessing' })
    for (let n = 0; n < 5; n++)
      expect((await change(me, 'not-my-password', 'brand-new-pass')).body.code).toBe('people.wrongPassword')
    expect((await change(me, password, 'brand-new-pass')).body.code).toBe('people.locked')
  })

  it('refuses weak ones, and tells why', async () => {
    const me = await t.as({ role: 'officer', area: place }, { username: 'zhangsan' })
    for (const [next, why] of [
      ['short', 'short'],
      ['my-zhangsan-pass', 'name'],
      ['0123456789', 'plain'],
      ['aaaaaaaaaaaa', 'plain'],
    ] as const) {
      const { status, body } = await change(me, password, next)
      expect([next, status, body.code, body.data.why]).toEqual([next, 422, 'people.weakPassword', why])
    }
  })

  it('is not for somebody without a password', async () => {
    expect((await change(await t.as(), password, 'brand-new-pass')).body.code).toBe('people.noPassword')
  })
})
