import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type PeopleApp, peopleApp } from './test-people.ts'

let t: PeopleApp
beforeAll(async () => {
  t = await peopleApp()
})
afterAll(() => t.stop())
afterEach(() => {
  delete t.parts.settings.sms
  t.parts.settings.production = false
})

let last = 13900000000
const phone = () => String(++last)
/** What this browser remembers: a fresh number is a fresh browser. */
const cookies = new Map<string, string>()
async function ask(number: string) {
  const reply = await t.call('POST', '/people/codes', { body: { phone: number } })
  if (reply.cookie) cookies.set(number, reply.cookie)
  return reply
}
const enter = (number: string, code: string, cookie = cookies.get(number) ?? '') =>
  t.call('POST', '/people/sign-in-with-code', {
    body: { phone: number, code, consent: '2026-11' },
    headers: { cookie },
  })
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('a code for the phone', () => {
  it('makes an account the first time, finds it again the next, and keeps the consent', async () => {
    const number = phone()
    const first = await enter(number, (await ask(number)).body.demoCode)
    expect(first.status).toBe(200)
    expect(first.body).toMatchObject({ kind: 'account', name: null, roles: ['resident'], county: '620999' })
    t.clock.advance(61_000)
    const second = await enter(number, (await ask(number)).body.demoCode)
    expect(second.body.account).toBe(first.body.account)
    const me = await t.call('GET', '/people/me', { as: { headers: { cookie: second.cookie } } })
    expect(me.body).toMatchObject({ phone: `${number.slice(0, 3)}****${number.slice(-4)}`, hasPassword: false })
    expect(me.body.consents).toEqual([
      expect.objectContaining({ title: '个人信息处理说明', version: '2026-11', withdrawnAt: null }),
    ])
    const [row] = await t.sql<{ all: string }>(
      `select row_to_json(a)::text as all from people.account a where id = $1`,
      [first.body.account],
    )
    expect(row?.all).not.toContain(number)
  })

  it('opens once, and only the newest does', async () => {
    const number = phone()
    const old = (await ask(number)).body.demoCode
    const before = cookies.get(number)
    t.clock.advance(61_000)
    const fresh = (await ask(number)).body.demoCode
    if (old !== fresh) expect((await enter(number, old)).body.code).toBe('people.codeWrong')
    expect((await enter(number, fresh)).status).toBe(200)
    expect((await enter(number, fresh)).body.code).toBe('people.codeWrong')
    expect((await enter(number, fresh, before)).body.code).toBe('people.codeWrong')
  })

  it('opens only in the browser that asked for it; tries and codes of others take nothing from it', async () => {
    const number = phone()
    const { demoCode } = (await ask(number)).body
    const mine = cookies.get(number)
    for (let n = 0; n < 6; n++) expect((await enter(number, other(demoCode), '')).body.code).toBe('people.codeWrong')
    t.clock.advance(61_000)
    await ask(number) // somebody else's
    for (let n = 0; n < 5; n++) expect((await enter(number, other(demoCode))).body.code).toBe('people.codeWrong')
    expect((await enter(number, demoCode)).body.code).toBe('people.codeWrong')
    const right = await enter(number, demoCode, mine)
    expect(right.status).toBe(200)
    // All that strangers may ask for is used up: the browser that came in before has its own share.
    for (let n = 0; n < 9; n++) {
      t.clock.advance(3_600_000 / 4)
      await ask(number)
    }
    expect((await ask(number)).body.code).toBe('people.codeTooSoon')
    const again = await t.call('POST', '/people/codes', { body: { phone: number }, headers: { cookie: right.cookie } })
    expect(again.status).toBe(200)
    expect((await enter(number, again.body.demoCode, again.cookie)).status).toBe(200)
  })

  it('is not sent to new browsers any more once too many were sent in one hour; to known ones it is', async () => {
    const number = phone()
    const entered = await enter(number, (await ask(number)).body.demoCode)
    t.clock.advance(61_000)
    const { rateFactor } = t.parts.settings
    t.parts.settings.rateFactor = 1 / 3000
    try {
      const refused = await ask(phone())
      expect([refused.status, refused.body.code]).toEqual([503, 'people.codeUnavailable'])
      const known = await t.call('POST', '/people/codes', {
        body: { phone: number },
        headers: { cookie: entered.cookie },
      })
      expect(known.status).toBe(200)
    } finally {
      t.parts.settings.rateFactor = rateFactor
    }
  })

  it('opens once also when it is sent twice at the same time', async () => {
    const number = phone()
    const { demoCode } = (await ask(number)).body
    const replies = await Promise.all([1, 2, 3].map(() => enter(number, demoCode)))
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 401, 401])
  })

  it('is over after five minutes', async () => {
    const number = phone()
    const { demoCode } = (await ask(number)).body
    t.clock.advance(5 * 60_000 + 1)
    expect([(await enter(number, demoCode)).status]).toEqual([401])
  })

  it('is dead after five wrong tries, also for the right code', async () => {
    const number = phone()
    const { demoCode } = (await ask(number)).body
    for (let n = 0; n < 5; n++) expect((await enter(number, other(demoCode))).status).toBe(401)
    expect((await enter(number, demoCode)).status).toBe(401)
  })

  it('answers the same for a number that never asked', async () => {
    const reply = await enter(phone(), '123456')
    expect([reply.status, reply.body.code]).toEqual([401, 'people.codeWrong'])
  })

  it('is sent once a minute, five times an hour and ten times a day at most', async () => {
    const number = phone()
    expect((await ask(number)).status).toBe(200)
    const soon = await ask(number)
    expect([soon.status, soon.body.code]).toEqual([429, 'people.codeTooSoon'])
    expect(soon.body.data.seconds).toBeGreaterThan(0)
    expect(soon.body.data.seconds).toBeLessThanOrEqual(60)
    const statuses = []
    for (let n = 0; n < 5; n++) {
      t.clock.advance(61_000)
      statuses.push((await ask(number)).status)
    }
    expect(statuses).toEqual([200, 200, 200, 200, 429])
    t.clock.advance(3_600_000)
    for (let n = 0; n < 5; n++) {
      expect((await ask(number)).status).toBe(200)
      t.clock.advance(61_000)
    }
    t.clock.advance(3_600_000)
    expect((await ask(number)).status).toBe(429)
    t.clock.advance(24 * 3_600_000)
    expect((await ask(number)).status).toBe(200)
  })

  it('is not sent twice when it is asked for twice at the same time', async () => {
    const number = phone()
    const replies = await Promise.all([1, 2, 3].map(() => ask(number)))
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 429, 429])
  })

  it('refuses a suspended account and a landline', async () => {
    const number = phone()
    const { body } = await enter(number, (await ask(number)).body.demoCode)
    await t.sql(`update people.account set state = 'suspended' where id = $1`, [body.account])
    t.clock.advance(61_000)
    expect((await enter(number, (await ask(number)).body.demoCode)).body.code).toBe('people.suspended')
    expect((await ask('09371234567')).status).toBe(400)
  })
})

describe('the text message', () => {
  it('is never shown in production: without a gateway there are no codes', async () => {
    t.parts.settings.production = true
    const reply = await ask(phone())
    expect([reply.status, reply.body.code]).toEqual([503, 'people.codeUnavailable'])
    const { body } = await t.call('GET', '/people/session')
    expect(body).toMatchObject({ ways: ['password', 'passkey'], demo: false })
  })

  it('goes through the gateway after the commit, once it answers, and the code is not in the reply', async () => {
    const taken: { authorization: string | undefined; body: { phone: string; text: string } }[] = []
    let refusals = 1
    const server = createServer((request, response) => {
      let text = ''
      request.on('data', (chunk) => {
        text += chunk
      })
      request.on('end', () => {
        if (refusals-- > 0) return void response.writeHead(503).end()
        taken.push({ authorization: request.headers.authorization, body: JSON.parse(text) })
        response.end('{}')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      t.parts.settings.sms = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`, key: 'gate' }
      const number = phone()
      const reply = await ask(number)
      expect(reply.body).toEqual({ validSeconds: 300 })
      for (let n = 0; n < 60 && taken.length === 0; n++) {
        await t.t.jobs.drain()
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      expect(taken).toHaveLength(1)
      expect(taken[0]).toMatchObject({ authorization: 'Bearer gate', body: { phone: number } })
      const code = /\d{6}/.exec(taken[0]?.body.text ?? '')?.[0] ?? ''
      const [event] = await t.sql<{ all: string }>(
        `select row_to_json(o)::text as all from kernel.outbox o where type = 'people.codeAsked' order by created_at desc limit 1`,
      )
      expect(event?.all).not.toContain(code)
      const [row] = await t.sql('select sealed from people.verification order by created_at desc limit 1')
      expect(row).toEqual({ sealed: null })
      expect((await enter(number, code)).status).toBe(200)
    } finally {
      server.close()
    }
  })
})
