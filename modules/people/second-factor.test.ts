import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PeopleApp, password, peopleApp } from './test-people.ts'

let t: PeopleApp
beforeAll(async () => {
  t = await peopleApp()
})
afterAll(() => t.stop())

const chief = { role: 'chief', area: '620999001' } as const
const officer = { role: 'officer', area: '620999001001' } as const
let made = 0
/** Somebody who has set up a second factor, a step ago. */
async function enrolled(username = `totp.${++made}`) {
  const who = await t.as(officer, { username })
  const begun = await t.call('POST', '/people/me/second-factor', { as: who })
  const totp = new TOTP({ secret: Secret.fromBase32(begun.body.key.replaceAll(' ', '')) })
  const code = () => totp.generate({ timestamp: t.clock.now() })
  const done = await t.call('POST', '/people/me/second-factor/confirm', {
    as: who,
    body: { ticket: begun.body.ticket, code: code() },
  })
  t.clock.advance(31_000)
  return { ...who, username, totp, code, begun: begun.body, recovery: done.body.codes as string[] }
}
const first = (username: string, pass = password) =>
  t.call('POST', '/people/sign-in', { body: { username, password: pass } })
const second = (ticket: string, code: string) => t.call('POST', '/people/sign-in/second', { body: { ticket, code } })
const ticketOf = async (username: string): Promise<string> => (await first(username)).body.second.ticket
const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('setting it up', () => {
  it('gives a secret as picture and text, and ten recovery codes of which only hashes are kept', async () => {
    const one = await enrolled()
    expect(one.begun.uri).toMatch(/^otpauth:\/\/totp\/Doorstep:totp\.\d+\?.*secret=[A-Z2-7]{32}/)
    expect(one.begun.qr).toMatch(/^data:image\/svg\+xml;base64,/)
    expect(new Set(one.recovery).size).toBe(10)
    for (const code of one.recovery) expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/)
    const [kept] = await t.sql<{ sealed: string }>('select sealed from people.totp where account = $1', [one.account])
    expect(kept?.sealed).not.toContain(one.begun.key.replaceAll(' ', ''))
    const rows = await t.sql<{ row: string }>('select r::text as row from people.recovery r where account = $1', [
      one.account,
    ])
    expect(rows).toHaveLength(10)
    for (const { row } of rows) for (const code of one.recovery) expect(row).not.toContain(code.replace('-', ''))
    expect((await t.call('GET', '/people/me/security', { as: one })).body).toMatchObject({
      secondFactor: { recoveryLeft: 10 },
      required: false,
    })
  })

  it('holds only after a right code, from the session that began it', async () => {
    const who = await t.as(officer, { username: 'half.way' })
    const other = await t.as(officer, { username: 'other.one' })
    const { body } = await t.call('POST', '/people/me/second-factor', { as: who })
    const totp = new TOTP({ secret: Secret.fromBase32(body.key.replaceAll(' ', '')) })
    const code = totp.generate({ timestamp: t.clock.now() })
    const confirm = (as: typeof who, typed: string) =>
      t.call('POST', '/people/me/second-factor/confirm', { as, body: { ticket: body.ticket, code: typed } })
    expect((await confirm(other, code)).body.code).toBe('people.stepOver')
    expect((await confirm(who, wrongOf(code))).body.code).toBe('people.factorWrong')
    expect((await first('half.way')).body.kind).toBe('account')
    expect((await confirm(who, code)).status).toBe(200)
    expect((await confirm(who, code)).body.code).toBe('people.stepOver')
  })

  it('is only for whoever has a password', async () => {
    const who = await t.as(undefined, {})
    await t.sql('delete from people.credential where account = $1', [who.account])
    expect((await t.call('POST', '/people/me/second-factor', { as: who })).body.code).toBe('people.noPassword')
  })
})

describe('signing in', () => {
  it('takes two steps: no session after the password, one after the code', async () => {
    const one = await enrolled()
    const half = await first(one.username)
    expect(half.status).toBe(200)
    expect(half.cookie).toBe('')
    expect(half.body).toMatchObject({ kind: 'visitor', account: null, second: { ways: ['code'], validSeconds: 300 } })
    const whole = await second(half.body.second.ticket, one.code())
    expect(whole.body).toMatchObject({ kind: 'account', account: one.account })
    const after = await t.call('GET', '/people/session', { as: { headers: { cookie: whole.cookie } } })
    expect(after.body.account).toBe(one.account)
  })

  it('says nothing of a second step to whoever has not got the password', async () => {
    const one = await enrolled()
    const known = await first(one.username, 'not the password')
    const unknown = await first('nobody.here', 'not the password')
    const told = ({ body: { requestId: _, ...rest } }: typeof known) => rest
    expect(told(known)).toEqual(told(unknown))
  })

  it('refuses a code that was used, also in another sign-in', async () => {
    const one = await enrolled()
    const code = one.code()
    expect((await second(await ticketOf(one.username), code)).status).toBe(200)
    expect((await second(await ticketOf(one.username), code)).body.code).toBe('people.factorWrong')
  })

  it('opens once when the same code comes twice at once', async () => {
    const one = await enrolled()
    const tickets = [await ticketOf(one.username), await ticketOf(one.username)]
    const code = one.code()
    const replies = await Promise.all(tickets.map((ticket) => second(ticket, code)))
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 422])
  })

  it('allows one step of difference between the clocks, not two', async () => {
    const one = await enrolled()
    const at = (steps: number) => one.totp.generate({ timestamp: t.clock.now() + steps * 30_000 })
    expect((await second(await ticketOf(one.username), at(-2))).status).toBe(422)
    expect((await second(await ticketOf(one.username), at(2))).status).toBe(422)
    expect((await second(await ticketOf(one.username), at(1))).status).toBe(200)
    // The step before one that was used is over too.
    expect((await second(await ticketOf(one.username), at(0))).status).toBe(422)
  })

  it('takes each recovery code once, as people type it', async () => {
    const one = await enrolled()
    const typed = ` ${one.recovery[3]?.toLowerCase().replace('-', ' ')} `
    expect((await second(await ticketOf(one.username), typed)).status).toBe(200)
    expect((await second(await ticketOf(one.username), typed)).status).toBe(422)
    const fresh = await t.call('POST', '/people/me/recovery-codes', { as: one })
    expect(fresh.body.codes).toHaveLength(10)
    expect((await second(await ticketOf(one.username), one.recovery[4] ?? '')).status).toBe(422)
    expect((await second(await ticketOf(one.username), fresh.body.codes[0])).status).toBe(200)
  })
})

describe('guessing', () => {
  it('a ticket that was never given, is over, or was used opens nothing', async () => {
    const one = await enrolled()
    expect((await second('A'.repeat(43), one.code())).body.code).toBe('people.stepOver')
    const old = await ticketOf(one.username)
    t.clock.advance(5 * 60_000 + 1)
    expect((await second(old, one.code())).body.code).toBe('people.stepOver')
    const ticket = await ticketOf(one.username)
    expect((await second(ticket, one.code())).status).toBe(200)
    t.clock.advance(31_000)
    expect((await second(ticket, one.code())).body.code).toBe('people.stepOver')
  })

  it('wrong codes lock the name; a right password in between does not begin the count anew; a chief unlocks it', async () => {
    const one = await enrolled('locked.one')
    for (let n = 0; n < 5; n++) {
      const reply = await second(await ticketOf(one.username), wrongOf(one.code()))
      expect(reply.status, `try ${n + 1}`).toBe(422)
    }
    const locked = await first(one.username)
    expect(locked).toMatchObject({ status: 429, body: { code: 'people.locked', data: { minutes: 15 } } })
    t.clock.advance(10 * 60_000)
    expect((await first(one.username)).body.data.minutes).toBe(5)
    const boss = await t.as(chief)
    const list = await t.call('GET', '/people/sign-in-states?show=locked', { as: boss })
    expect(list.body.items).toMatchObject([{ id: one.account, secondFactor: true, manage: true }])
    expect((await t.call('POST', `/people/${one.account}/unlock`, { as: boss })).status).toBe(200)
    expect((await second(await ticketOf(one.username), one.code())).status).toBe(200)
    expect((await t.call('GET', '/people/sign-in-states?show=locked', { as: boss })).body.items).toEqual([])
  })
})
