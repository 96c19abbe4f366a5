import { splitId } from '@doorstep/contract'
import { newReceiptCode } from '@doorstep/kernel'
import { lay, receiptOf } from '@doorstep/modules/matters/test-matters.ts'
import { phoneCode } from '@doorstep/modules/people/rules-sign.ts'
import { type Hostile, hostileServer, refused, stillWell } from '@doorstep/testkit/hostile.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Line 8: guessing. Limits as in production; whoever asks comes from an address of their own.

let h: Hostile
beforeAll(async () => {
  h = await hostileServer({ rateFactor: 1, proxies: 1 })
})
afterAll(async () => {
  await stillWell(h)
  await h.close()
})
let last = 0
const somewhere = () => `10.9.${Math.floor(++last / 250)}.${last % 250}`
const ask = (url: string, payload: object, from = somewhere(), headers: Record<string, string> = {}) =>
  h.app.inject({ method: 'POST', url: `/api${url}`, payload, headers: { 'x-forwarded-for': from, ...headers } })
const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] as number
async function timed(work: () => Promise<unknown>, times = 15): Promise<number> {
  const taken: number[] = []
  for (let n = 0; n < times; n++) {
    const started = performance.now()
    await work()
    taken.push(performance.now() - started)
  }
  return median(taken)
}

describe('receipt codes', () => {
  test('hold 58.8 bits: a million matters and ten thousand sources for a year open less than one in a million', () => {
    const codes = new Set(Array.from({ length: 2000 }, newReceiptCode))
    expect(codes.size).toBe(2000)
    const signs = new Set([...codes].join('').replaceAll('-', ''))
    const length = ([...codes][0] as string).replaceAll('-', '').length
    expect(length * Math.log2(signs.size)).toBeGreaterThan(58.8)
    const guesses = 10_000 * 6 * 60 * 24 * 365 // sources × a minute × a year
    expect((guesses * 1_000_000) / signs.size ** length).toBeLessThan(0.07)
    expect((guesses * 100) / signs.size ** length).toBeLessThan(1e-5) // a county's own anonymous tips of a year
  })

  test('six a minute from one source, however it spells itself; half of an IPv6 network is one source', async () => {
    for (const source of [
      () => '203.0.113.9',
      () => `2001:db8:1:2:${(++last).toString(16)}::1`,
      () => `198.51.100.7`,
    ]) {
      const statuses = []
      for (let n = 0; n < 8; n++)
        statuses.push((await ask('/matters/receipt', { code: newReceiptCode() }, source())).statusCode)
      expect(statuses).toEqual([404, 404, 404, 404, 404, 404, 429, 429])
    }
    // What a client writes before what the proxy wrote is not believed.
    const forged = []
    for (let n = 0; n < 8; n++)
      forged.push(
        (await ask('/matters/receipt', { code: newReceiptCode() }, `${somewhere()}, 203.0.113.77`)).statusCode,
      )
    expect(forged.slice(6)).toEqual([429, 429])
    const refusal = await ask('/matters/receipt', { code: newReceiptCode() }, '203.0.113.77')
    refused(refusal, 429, 'request.tooMany')
    expect(Number(refusal.headers['retry-after'])).toBeGreaterThan(0)
    // A neighbour is not held back.
    expect((await ask('/matters/receipt', { code: newReceiptCode() })).statusCode).toBe(404)
  })

  test('one that is almost right is answered as one that is not', async () => {
    const code = newReceiptCode()
    const matter = await lay(h.t, 'submitted', { receiptHash: receiptOf(h.t, code) })
    const near = `${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}`
    const answers = [near, newReceiptCode(), '00000000'].map((typed) => ask('/matters/receipt', { code: typed }))
    const bodies = (await Promise.all(answers)).map((reply) => ({ ...reply.json(), requestId: '' }))
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1)
    const [closeBy, far] = [
      await timed(() => ask('/matters/receipt', { code: near })),
      await timed(() => ask('/matters/receipt', { code: newReceiptCode() })),
    ]
    expect(Math.max(closeBy, far) / Math.min(closeBy, far)).toBeLessThan(2.5)
    const [kept] = await h.t.sql<{ all: string }>('select m::text as all from matters.matter m where id = $1', [
      splitId(matter.id).uuid,
    ])
    expect(kept?.all).not.toContain(code)
    expect((await ask('/matters/receipt', { code })).statusCode).toBe(200)
  })
})

describe('codes to phones', () => {
  let number = 13_800_000_000
  const phone = () => String(++number)
  const codeFor = async (to: string, from = somewhere()) => {
    const reply = await ask('/people/codes', { phone: to }, from)
    return {
      reply,
      cookie: [reply.headers['set-cookie']]
        .flat()
        .map((each) => String(each).split(';')[0])
        .join('; '),
    }
  }

  test('what guessing can win is bounded: one account in two and a half days, if every message of the county is spent on it', () => {
    const perDay = (phoneCode.perHourInAll * 24 * phoneCode.tries) / 1e6
    expect(perDay).toBeLessThan(0.4)
    const perNumberAndDay = (phoneCode.perDay * phoneCode.tries) / 1e6
    expect(perNumberAndDay).toBeLessThanOrEqual(5e-5)
  })

  test('a number that has an account and one that has none: the same answers in the same time', async () => {
    const known = phone()
    const first = await codeFor(known)
    const entered = await ask(
      '/people/sign-in-with-code',
      { phone: known, code: first.reply.json().demoCode, consent: '2026-11' },
      somewhere(),
      { cookie: first.cookie },
    )
    expect(entered.statusCode, entered.body).toBe(200)
    h.t.clock.advance(61_000)
    const shape = async (to: string) => {
      const { reply } = await codeFor(to)
      const { demoCode, ...rest } = reply.json()
      return JSON.stringify([reply.statusCode, typeof demoCode, rest])
    }
    expect(await shape(known)).toBe(await shape(phone()))
    const wrong = (to: string) => ask('/people/sign-in-with-code', { phone: to, code: '000000', consent: '2026-11' })
    const [one, two] = [await wrong(known), await wrong(phone())]
    expect([one.statusCode, one.json().code]).toEqual([two.statusCode, two.json().code])
    const [a, b] = [await timed(() => wrong(known)), await timed(() => wrong(phone()))]
    expect(Math.max(a, b) / Math.min(a, b)).toBeLessThan(2.5)
  })

  test('ten messages a minute from one source, whatever the numbers', async () => {
    const from = somewhere()
    const statuses = []
    for (let n = 0; n < 12; n++) statuses.push((await codeFor(phone(), from)).reply.statusCode)
    expect(statuses.filter((status) => status === 200)).toHaveLength(10)
    expect(statuses.slice(10)).toEqual([429, 429])
  })
})

test('nothing of it is in the log: no number, no code, no address, no token', () => {
  expect(h.log()).not.toMatch(/138000000|10\.9\.0|203\.0\.113|2001:db8|doorstep_|[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/)
})
