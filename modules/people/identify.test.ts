import { newId } from '@doorstep/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSession } from './accounts.ts'
import { forget } from './identify.ts'
import { county, type PeopleApp, peopleApp } from './test-people.ts'

let t: PeopleApp
beforeAll(async () => {
  t = await peopleApp()
})
afterAll(() => t.stop())

describe('who is behind these headers', () => {
  it('is a visitor without a cookie and with every bad one', async () => {
    for (const cookie of [
      undefined,
      '',
      'doorstep_session=',
      'doorstep_session=%E0%A4%A',
      'doorstep_session=nobody',
      `x; =; doorstep_session=${'a'.repeat(4000)}`,
    ]) {
      const actor = await t.parts.identify({ cookie })
      expect(actor).toMatchObject({ kind: 'visitor', account: null, county, session: null })
      expect(actor.postings).toEqual([{ role: 'visitor', area: String(county), unit: null }])
    }
  })

  it('holds the postings of now, besides being a resident', async () => {
    const { account, headers } = await t.as({ role: 'officer', area: '620999001002' })
    await t.post(account, { role: 'chief', area: '620999001', to: '2021-01-01T00:00:00Z' })
    await t.post(account, { role: 'mediator', area: '620999002001', from: '2999-01-01T00:00:00Z' })
    const actor = await t.parts.identify(headers)
    expect(actor).toMatchObject({ kind: 'account', account, county, name: '测试员' })
    expect(actor.postings).toEqual([
      { role: 'resident', area: '620999', unit: null },
      { role: 'officer', area: '620999001002', unit: null },
    ])
  })

  it('loses a posting at the moment it ends, also while the answer is remembered', async () => {
    const { account, headers } = await t.as()
    await t.post(account, { role: 'officer', area: '620999001', to: new Date(t.parts.clock() + 2000).toISOString() })
    expect((await t.parts.identify(headers)).postings).toHaveLength(2)
    t.clock.advance(3000)
    expect((await t.parts.identify(headers)).postings).toHaveLength(1)
  })

  it('remembers for a moment, until it is told to forget', async () => {
    const { account, headers } = await t.as({ role: 'officer', area: '620999001' })
    await t.parts.identify(headers)
    await t.parts.database.owner.query(`update people.account set state = 'suspended' where id = $1`, [account])
    expect((await t.parts.identify(headers)).kind).toBe('account')
    forget(t.parts.settings, account)
    expect((await t.parts.identify(headers)).kind).toBe('visitor')
  })

  it('ends a session that was not used, and one that is too old however much it was used', async () => {
    const day = 86_400_000
    const start = t.clock.now()
    const session = async () => {
      const { account, headers } = await t.as({ role: 'officer', area: '620999001' })
      const now = t.parts.clock()
      await t.parts.database.owner.query('update people.session set expires_at = $2, ends_at = $3 where account = $1', [
        account,
        new Date(now + 14 * day).toISOString(),
        new Date(now + 60 * day).toISOString(),
      ])
      return headers
    }
    const used = await session()
    for (let days = 0; days < 59; days += 10) {
      t.clock.set(new Date(start + days * day).toISOString())
      expect((await t.parts.identify(used)).kind).toBe('account')
    }
    t.clock.set(new Date(start + 61 * day).toISOString())
    expect((await t.parts.identify(used)).kind).toBe('visitor')

    const idle = await session()
    t.clock.advance(15 * day)
    expect((await t.parts.identify(idle)).kind).toBe('visitor')
    t.clock.set(new Date(start).toISOString())
  })

  it('keeps the receipt that a browser holds beside the session', async () => {
    const { headers } = await t.as()
    const receipt = { subject: newId(620998), hash: 'h', until: t.parts.clock() + 60_000 }
    const cookie = `doorstep_receipt=${encodeURIComponent(t.parts.vault.seal(JSON.stringify(receipt)))}`
    expect((await t.parts.identify({ cookie })).county).toBe(620998)
    const both = await t.parts.identify({ cookie: `${headers.cookie}; ${cookie}` })
    expect(both).toMatchObject({ kind: 'account', receipt: { subject: receipt.subject } })
  })
})

describe('the tables', () => {
  it('show no row to the app without context, nor to a transaction of somebody else', async () => {
    const { account } = await t.as({ role: 'officer', area: '620999001' })
    await openSession(t.parts, account)
    const { rows } = await t.parts.database.owner.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'people'`,
    )
    expect(rows.length).toBe(13)
    for (const { name } of rows) {
      const bare = await t.parts.database.app.query(`select count(*) as n from people.${name}`)
      expect([name, bare.rows[0].n]).toEqual([name, 0])
      const other = await t.parts.database.app.connect()
      await other.query(
        `begin; set local doorstep.county = '620999'; set local doorstep.scopes = '620999009'; set local doorstep.own = 'x'`,
      )
      expect([name, (await other.query(`select count(*) as n from people.${name}`)).rows[0].n]).toEqual([name, 0])
      await other.query('rollback')
      other.release()
    }
  })
})
