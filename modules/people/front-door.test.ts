import { type Ctx, runOnce, systemActor } from '@doorstep/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeAccount } from './accounts.ts'
import { accountsWithRole, dutyOfficers, nameOf, publicOfficerCards } from './index.ts'
import { county, type PeopleApp, peopleApp } from './test-people.ts'

let t: PeopleApp
beforeAll(async () => {
  t = await peopleApp()
})
afterAll(() => t.stop())

/** As a visitor's request would: with no rows of its own. */
const asVisitor = async <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  (
    await runOnce(
      t.parts,
      {
        actor: { ...systemActor(county), kind: 'visitor' },
        grant: { everyone: true, own: false, asked: false, scopes: [], units: [] },
        county,
      },
      work,
    )
  ).value

describe('what other modules may ask', () => {
  it('officers of a place: the grid’s own before the community’s before the station’s; nobody who left or is closed', async () => {
    const station = await t.as({ role: 'officer', area: '620999100' })
    const grid = await t.as({ role: 'officer', area: '620999100201001' })
    const community = await t.as({ role: 'officer', area: '620999100201' })
    await t.as({ role: 'officer', area: '620999100202' })
    await t.as({ role: 'auxiliary', area: '620999100201' })
    const left = await t.as()
    await t.post(left.account, { role: 'officer', area: '620999100201', to: '2021-01-01T00:00:00Z' })
    const closed = await t.as({ role: 'officer', area: '620999100201' })
    await t.sql(`update people.account set state = 'suspended' where id = $1`, [closed.account])
    const found = await asVisitor((ctx) => dutyOfficers(ctx, '620999100201001'))
    expect(found.map((posted) => posted.account)).toEqual([grid.account, community.account, station.account])
    expect(found[0]).toMatchObject({ name: '测试员', role: 'officer', area: '620999100201001', unit: null })
    expect((await asVisitor((ctx) => dutyOfficers(ctx, '620999100'))).map((p) => p.account)).toEqual([station.account])
    expect(await asVisitor((ctx) => accountsWithRole(ctx, [], '620999100'))).toEqual([])
  })

  it('cards: only who is shown by post, in full', async () => {
    const shown = { badge: 'P1', dutyVisible: true, dutyText: '每周二' }
    const id = await makeAccount(t.parts, {
      county,
      name: '周警官',
      phone: '13511112222',
      postings: [{ role: 'officer', area: '620999001001' }],
      profile: shown,
    })
    const grid = await makeAccount(t.parts, {
      county,
      name: '吴辅警',
      postings: [
        { role: 'auxiliary', area: '620999001001001' },
        { role: 'auxiliary', area: '620999001001' },
      ],
      profile: { dutyVisible: true },
    })
    await makeAccount(t.parts, { county, name: '不公开', postings: [{ role: 'officer', area: '620999001001' }] })
    const cards = await asVisitor((ctx) => publicOfficerCards(ctx, '620999001001'))
    expect(cards.map((card) => card.account).sort()).toEqual([id, grid].sort())
    expect(cards.find((card) => card.account === id)).toEqual({
      account: id,
      name: '周警官',
      role: 'officer',
      area: '620999001001',
      badge: 'P1',
      phone: '13511112222',
      photo: false,
      photoFile: null,
      dutyText: '每周二',
    })
  })

  it('names, whoever asks, and leaves the transaction as closed as before', async () => {
    const one = await t.as({ role: 'officer', area: '620999001001' }, { name: '郑警官' })
    const [names, rows] = await asVisitor(async (ctx) => [
      await ctx.asSystem((system) => nameOf(system, [one.account, '620999-none', one.account])),
      await ctx.db.selectFrom('people.account').select('id').execute(),
    ])
    expect([...names]).toEqual([[one.account, '郑警官']])
    expect(rows).toEqual([])
    expect(await asVisitor((ctx) => nameOf(ctx, []))).toEqual(new Map())
  })

  it('works inside one another, as the system and back', async () => {
    const officer = await t.as({ role: 'officer', area: '620999001002' })
    await asVisitor(async (ctx) => {
      await ctx.asSystem(async (system) => {
        expect((await dutyOfficers(system, '620999001002'))[0]?.account).toBe(officer.account)
        expect(await system.db.selectFrom('people.posting').select('id').execute()).not.toEqual([])
      })
      expect(await ctx.db.selectFrom('people.posting').select('id').execute()).toEqual([])
    })
  })
})
