import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PeopleApp, peopleApp, type Signed } from './test-people.ts'

let t: PeopleApp
beforeAll(async () => {
  t = await peopleApp()
})
afterAll(() => t.stop())

let last = 13600000000
const phone = () => String(++last)
/** The browser that asks for a code keeps it: here each person has one, and visitors share one. */
let device = ''
const codeFor = async (url: string, body: object, as?: Signed): Promise<string> => {
  const reply = await t.call('POST', url, { ...(as ? { as } : {}), body })
  device = reply.cookie
  return reply.body.demoCode
}
const holding = (as?: Signed) => ({ headers: { cookie: [device, as?.headers.cookie].filter(Boolean).join('; ') } })
const enter = (number: string, code: string) =>
  t.call('POST', '/people/sign-in-with-code', { body: { phone: number, code, consent: '2026-11' }, ...holding() })
async function resident(number = phone()) {
  const { body, cookie } = await enter(number, await codeFor('/people/codes', { phone: number }))
  t.clock.advance(61_000)
  return { account: body.account as string, headers: { cookie }, phone: number }
}
const change = (as: Signed, to: string, code: string) =>
  t.call('PUT', '/people/me/phone', { body: { phone: to, code }, ...holding(as) })
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('a new number of one’s own', () => {
  it('takes over with a code sent to it; the old one opens a new account, other sessions end', async () => {
    const one = await resident()
    const second = (await enter(one.phone, await codeFor('/people/codes', { phone: one.phone }))).cookie
    const to = phone()
    const code = await codeFor('/people/me/phone/code', { phone: to }, one)
    expect((await change(one, to, other(code))).body.code).toBe('people.codeWrongHere')
    expect((await change(one, to, code)).status).toBe(200)
    expect((await t.call('GET', '/people/me', { as: one })).body.phone).toBe(`136****${to.slice(-4)}`)
    expect((await t.call('GET', '/people/me', { as: { headers: { cookie: second } } })).status).toBe(401)
    t.clock.advance(61_000)
    const again = await enter(to, await codeFor('/people/codes', { phone: to }))
    expect(again.body.account).toBe(one.account)
    const stranger = await enter(one.phone, await codeFor('/people/codes', { phone: one.phone }))
    expect(stranger.body.account).not.toBe(one.account)
  })

  it('wants the old one confirmed when the session is no longer fresh', async () => {
    const one = await resident()
    t.clock.advance(11 * 60_000)
    const ask = () => t.call('POST', '/people/me/phone/code', { as: one, body: { phone: phone() } })
    expect((await ask()).body.code).toBe('access.fresh')
    const { body } = await t.call('GET', '/people/me/proof', { as: one })
    expect(body).toEqual({ ways: ['phoneCode'], phone: `136****${one.phone.slice(-4)}`, agency: null })
    const phoneCode = await codeFor('/people/me/proof/code', {}, one)
    const wrong = await t.call('POST', '/people/me/proof', { body: { phoneCode: other(phoneCode) }, ...holding(one) })
    expect(wrong.body.code).toBe('people.codeWrongHere')
    expect((await t.call('POST', '/people/me/proof', { body: { phoneCode }, ...holding(one) })).status).toBe(200)
    expect((await ask()).status).toBe(200)
  })

  it('takes no code that was sent for something else or to somebody else', async () => {
    const [one, two] = [await resident(), await resident()]
    const to = phone()
    const signIn = await codeFor('/people/codes', { phone: to })
    expect((await change(one, to, signIn)).body.code).toBe('people.codeWrongHere')
    t.clock.advance(61_000)
    const forOne = await codeFor('/people/me/phone/code', { phone: to }, one)
    expect((await change(two, to, forOne)).body.code).toBe('people.codeWrongHere')
    expect((await enter(to, forOne)).body.code).toBe('people.codeWrong')
    expect((await change(one, to, forOne)).status).toBe(200)
  })

  it('is not one that opens another account, told only to whoever holds that phone; staff have none', async () => {
    const [one, two] = [await resident(), await resident()]
    const code = await codeFor('/people/me/phone/code', { phone: two.phone }, one)
    expect(code).toMatch(/^\d{6}$/)
    expect((await change(one, two.phone, code)).body.code).toBe('people.phoneTaken')
    const staff = await t.as({ role: 'officer', area: '620999001001' }, { username: 'no.phone' })
    expect((await change(staff, phone(), '000000')).body.code).toBe('people.phoneOfPost')
  })
})

describe('a lost phone at the desk', () => {
  it('gives its account to the new one, with a reason that is kept', async () => {
    const one = await resident()
    const desk = await t.as({ role: 'officer', area: '620999001001' }, { username: 'desk' })
    const to = phone()
    const code = await codeFor('/people/desk/phone/code', { from: one.phone, to }, desk)
    const move = (as: Signed, from = one.phone) =>
      t.call('POST', '/people/desk/phone', {
        body: { from, to, code, reason: '手机进水，核对过身份证' },
        ...holding(as),
      })
    const grid = await t.as({ role: 'gridWorker', area: '620999001001' })
    expect((await move(grid)).status).toBe(403)
    expect((await move(desk, phone())).body.code).toBe('people.phoneMissing')
    expect((await move(desk)).status).toBe(200)
    expect((await t.call('GET', '/people/me', { as: one })).status).toBe(401)
    t.clock.advance(61_000)
    expect((await enter(to, await codeFor('/people/codes', { phone: to }))).body.account).toBe(one.account)
    const [line] = await t.sql<{ account: string; reason: string }>(
      `select account, reason from kernel.audit where operation = 'people.movePhone'`,
    )
    expect(line).toEqual({ account: desk.account, reason: '手机进水，核对过身份证' })
    const moved = await t.sql(`select 1 from kernel.audit where operation = 'people.phoneMoved' and subject = $1`, [
      one.account,
    ])
    expect(moved).toHaveLength(1)
  })
})
