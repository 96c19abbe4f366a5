import { type Hostile, hostileServer } from '@doorstep/testkit/hostile.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lineOf } from './code-sources.ts'
import { phoneCode } from './rules-sign.ts'

let h: Hostile
beforeAll(async () => {
  h = await hostileServer({ rateFactor: 1, proxies: 1 })
})
afterAll(() => h.close())

let last = 0
const phone = () => `1380013${String(++last).padStart(4, '0')}`
const ask = (to: string, from: string, headers: Record<string, string> = {}) =>
  h.app.inject({
    method: 'POST',
    url: '/api/people/codes',
    payload: { phone: to },
    headers: { 'x-forwarded-for': from, ...headers },
  })
const minutes = (n: number) => h.t.clock.advance(n * 60_000 + 1000)

describe('a stranger who asks for codes of somebody’s number', () => {
  it('gets a few a day; the holder, on a telephone that never signed in, still gets one, the same hour', async () => {
    const number = phone()
    const got = []
    for (let n = 0; n < 6; n++) {
      got.push((await ask(number, '203.0.113.9')).statusCode)
      minutes(1)
    }
    expect(got.filter((status) => status === 200)).toHaveLength(phoneCode.perLineAndDay)
    const refused = await ask(number, '203.0.113.9')
    expect(refused.json()).toMatchObject({ code: 'people.codeTooSoon' })
    expect(refused.json().data.seconds).toBeGreaterThan(20 * 3600)
    expect((await ask(number, '198.51.100.1')).statusCode).toBe(200)
  })

  it('does not hold back other numbers of the same line, and may ask again the next day', async () => {
    const [one, other] = [phone(), phone()]
    for (let n = 0; n <= phoneCode.perLineAndDay; n++) {
      await ask(one, '203.0.113.10')
      minutes(1)
    }
    expect((await ask(one, '203.0.113.10')).statusCode).toBe(429)
    expect((await ask(other, '203.0.113.10')).statusCode).toBe(200)
    minutes(24 * 60)
    expect((await ask(one, '203.0.113.10')).statusCode).toBe(200)
  })

  it('from a hundred lines sends no more than the number’s day, and the browser that came in before keeps its share', async () => {
    const number = phone()
    const first = await ask(number, '198.51.100.2')
    const cookieOf = (reply: typeof first) =>
      [reply.headers['set-cookie']]
        .flat()
        .map((one) => String(one).split(';')[0])
        .join('; ')
    const entered = await h.app.inject({
      method: 'POST',
      url: '/api/people/sign-in-with-code',
      payload: { phone: number, code: first.json().demoCode, consent: '2026-11' },
      headers: { 'x-forwarded-for': '198.51.100.2', cookie: cookieOf(first) },
    })
    expect(entered.statusCode, entered.body).toBe(200)
    let sent = 1
    for (let n = 0; n < 100; n++) {
      minutes(13)
      if ((await ask(number, `192.0.2.${n}`)).statusCode === 200) sent++
    }
    expect(sent).toBe(phoneCode.perDay)
    expect((await ask(number, '198.51.100.2', { cookie: cookieOf(entered) })).statusCode).toBe(200)
  })
})

it('takes a whole /64 for one line', () => {
  expect(lineOf('2001:db8:1:2:aaaa::1')).toBe(lineOf('2001:db8:1:2::9'))
  expect(lineOf('2001:db8:1:3::1')).not.toBe(lineOf('2001:db8:1:2::1'))
  expect(lineOf('::ffff:192.0.2.1')).toBe('192.0.2.1')
  expect(lineOf('::1')).toBe('0:0:0:0')
})
