import { newId } from '@doorstep/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { county, type PeopleApp, peopleApp, type Signed } from './test-people.ts'

let t: PeopleApp
let chief: Signed
let admin: Signed
beforeAll(async () => {
  t = await peopleApp()
  chief = await t.as({ role: 'chief', area: '620999001' })
  admin = await t.as({ role: 'countyAdmin', area: '620999' })
})
afterAll(() => t.stop())

const inside = '620999001001'
const next = '620999001002'
const outside = '620999100201'
const reason = '组织安排'
let n = 0
const invitee = (more: object = {}) => ({
  id: newId(county),
  name: '新民警',
  username: `newcomer-${++n}`,
  posting: { role: 'officer', area: inside },
  ...more,
})
const create = (body: object, as = chief) => t.call('POST', '/people', { as, body })
const events = async (type: string, subject: string) =>
  (
    await t.sql<{ payload: object }>(
      'select payload from kernel.outbox where type = $1 and subject = $2 order by created_at',
      [type, subject],
    )
  ).map((row) => row.payload)

describe('inviting', () => {
  it('lets the newcomer set the password and come in, once', async () => {
    const body = invitee({ badge: 'P9001', phone: '13688889999' })
    const made = await create(body)
    expect(made.status).toBe(200)
    expect(made.body.person).toMatchObject({
      id: body.id,
      state: 'invited',
      badge: 'P9001',
      postings: [{ role: 'officer', area: inside }],
    })
    const { id, secret } = made.body.invitation
    const read = await t.call('POST', '/people/invitations/read', { body: { id, secret } })
    expect(read.body).toMatchObject({ name: '新民警', username: body.username, role: 'officer', area: inside })
    const accept = (password: string) =>
      t.call('POST', '/people/invitations/accept', { body: { id, secret, password } })
    expect((await accept('short')).body.code).toBe('people.weakPassword')
    expect((await accept('a-good-long-one')).body).toEqual({ username: body.username })
    expect((await accept('a-good-long-two')).body.code).toBe('people.invitationInvalid')
    const signedIn = await t.call('POST', '/people/sign-in', {
      body: { username: body.username, password: 'a-good-long-one' },
    })
    expect(signedIn.body).toMatchObject({ account: body.id, roles: ['resident', 'officer'] })
    expect(await events('people.posted', body.id)).toEqual([{ account: body.id, role: 'officer', area: inside }])
  })

  it('refuses a wrong secret, an expired and a replaced invitation alike', async () => {
    const { body } = await create(invitee())
    const open = (invitation: { id: string; secret: string }) =>
      t.call('POST', '/people/invitations/read', { body: { id: invitation.id, secret: invitation.secret } })
    const first = body.invitation
    expect((await open({ ...first, secret: 'x'.repeat(43) })).body.code).toBe('people.invitationInvalid')
    expect((await open({ ...first, id: newId(county) })).body.code).toBe('people.invitationInvalid')
    const second = (await t.call('POST', `/people/${body.person.id}/invitations`, { as: chief })).body
    expect((await open(first)).status).toBe(410)
    expect((await open(second)).status).toBe(200)
    const day = 86_400_000
    t.clock.advance(7 * day + 1)
    expect((await open(second)).status).toBe(410)
    t.clock.advance(-7 * day - 1)
  })

  it('is also the way back in after a forgotten password: old sessions end', async () => {
    const person = await t.as({ role: 'officer', area: inside }, { username: 'forgot' })
    const { body } = await t.call('POST', `/people/${person.account}/invitations`, { as: chief })
    await t.call('POST', '/people/invitations/accept', {
      body: { id: body.id, secret: body.secret, password: 'remember-this-1' },
    })
    expect((await t.call('GET', '/people/session', { as: person })).body.kind).toBe('visitor')
    expect(
      (await t.call('POST', '/people/sign-in', { body: { username: 'forgot', password: 'remember-this-1' } })).status,
    ).toBe(200)
  })

  it('keeps user names, badge numbers and ids apart', async () => {
    const first = invitee({ badge: 'P9100' })
    expect((await create(first)).status).toBe(200)
    expect((await create(invitee({ id: first.id }))).body.code).toBe('people.idTaken')
    expect((await create(invitee({ username: first.username.toUpperCase() }))).body.code).toBe('people.usernameTaken')
    const badge = invitee({ badge: 'P9100' })
    expect((await create(badge)).body.code).toBe('people.badgeTaken')
    expect(await t.sql('select 1 from people.account where id = $1', [badge.id])).toEqual([]) // nothing half made
  })

  it('gives no role above one’s own, none outside of the area, none on the wrong level', async () => {
    const tries = [
      [{ role: 'chief', area: '620999001' }, 'people.roleAboveYours'],
      [{ role: 'countyAdmin', area: '620999' }, 'people.roleAboveYours'],
      [{ role: 'officer', area: outside }, 'people.roleAboveYours'],
      [{ role: 'officer', area: '620998001001' }, 'access.outside'],
    ] as const
    for (const [posting, code] of tries)
      expect([posting, (await create(invitee({ posting }))).body.code]).toEqual([posting, code])
    const level = invitee({ posting: { role: 'auditor', area: inside } })
    expect((await create(level, admin)).body.code).toBe('people.wrongLevel')
    const unit = invitee({ posting: { role: 'departmentClerk', area: '620999' } })
    expect((await create(unit, admin)).body.code).toBe('people.unitNeeded')
    expect((await create({ ...unit, posting: { ...unit.posting, unit: 'housing' } }, admin)).status).toBe(200)
    expect((await create(invitee({ posting: { role: 'chief', area: '620999001' } }), admin)).status).toBe(200)
  })
})

describe('postings', () => {
  const give = (id: string, posting: object, as = chief) =>
    t.call('POST', `/people/${id}/postings`, { as, body: posting })
  const end = (id: string, posting: string, body: object = {}, as = chief) =>
    t.call('POST', `/people/${id}/postings/${posting}/end`, { as, body: { reason, ...body } })

  it('are given and ended, and hold at once', async () => {
    const person = await t.as({ role: 'auxiliary', area: inside })
    const given = await give(person.account, { role: 'officer', area: next })
    expect(given.body.postings).toHaveLength(2)
    expect((await t.call('GET', '/people/session', { as: person })).body.roles).toEqual([
      'resident',
      'auxiliary',
      'officer',
    ])
    const posting = given.body.history.find((row: { role: string }) => row.role === 'officer')
    const ended = await end(person.account, posting.id)
    expect(ended.body.postings).toHaveLength(1)
    expect(ended.body.history.find((row: { id: string }) => row.id === posting.id)).toMatchObject({
      endedBy: chief.account,
      endReason: reason,
    })
    expect((await t.call('GET', '/people/session', { as: person })).body.roles).toEqual(['resident', 'auxiliary'])
    expect((await end(person.account, posting.id)).body.code).toBe('people.alreadyEnded')
    expect(await events('people.postingEnded', person.account)).toMatchObject([{ role: 'officer', area: next }])
  })

  it('may begin and end on a day to come', async () => {
    const person = await t.as({ role: 'volunteer', area: inside })
    const now = t.clock.now()
    const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString()
    const { body } = await give(person.account, { role: 'keeper', area: inside, from: at(1), to: at(3) })
    expect(body.postings).toHaveLength(1)
    const roles = async () => (await t.call('GET', '/people/session', { as: person })).body.roles
    expect(await roles()).not.toContain('keeper')
    t.clock.advance(2 * 3_600_000)
    expect(await roles()).toContain('keeper')
    t.clock.advance(2 * 3_600_000)
    expect(await roles()).not.toContain('keeper')
    const bad = await give(person.account, { role: 'ally', area: inside, from: at(9), to: at(8) })
    expect(bad.body.code).toBe('people.wrongDates')
  })

  it('are not given twice for the same time, also when asked at once', async () => {
    const person = await t.as({ role: 'volunteer', area: inside })
    const replies = await Promise.all([1, 2, 3].map(() => give(person.account, { role: 'mediator', area: inside })))
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409, 409])
    expect(replies.find((reply) => reply.status === 409)?.body.code).toBe('people.alreadyPosted')
  })

  it('of higher posts, of oneself and of other areas are not the chief’s to end', async () => {
    const clerk = await t.as({ role: 'centreClerk', area: '620999001' })
    const [row] = await t.sql<{ id: string }>('select id from people.posting where account = $1', [clerk.account])
    expect((await end(clerk.account, `620999-${row?.id}`)).body.code).toBe('people.roleAboveYours')
    const [mine] = await t.sql<{ id: string }>('select id from people.posting where account = $1', [chief.account])
    expect((await end(chief.account, `620999-${mine?.id}`)).body.code).toBe('people.notYourself')
    expect((await give(chief.account, { role: 'officer', area: inside })).body.code).toBe('people.notYourself')
    const far = await t.as({ role: 'officer', area: outside })
    const [farPosting] = await t.sql<{ id: string }>('select id from people.posting where account = $1', [far.account])
    expect((await end(far.account, `620999-${farPosting?.id}`)).body.code).toBe('people.missing')
    expect((await end(clerk.account, newId(county))).body.code).toBe('people.postingMissing')
  })

  it('do not end in the past', async () => {
    const person = await t.as({ role: 'officer', area: inside })
    const [row] = await t.sql<{ id: string }>('select id from people.posting where account = $1', [person.account])
    expect((await end(person.account, `620999-${row?.id}`, { at: '2021-01-01T00:00:00Z' })).body.code).toBe(
      'people.wrongDates',
    )
  })
})

describe('handing over', () => {
  const handOver = (from: Signed, to: Signed, more: object = {}, as = chief) =>
    t.call('POST', `/people/${from.account}/hand-over`, { as, body: { to: to.account, reason, ...more } })

  it('ends the postings and tells who takes the open work', async () => {
    const from = await t.as({ role: 'officer', area: inside })
    const to = await t.as({ role: 'officer', area: '620999001' })
    const { status, body } = await handOver(from, to)
    expect([status, body.ended.length, body.ended[0].endReason]).toEqual([200, 1, reason])
    expect((await t.call('GET', '/people/session', { as: from })).body.roles).toEqual(['resident'])
    expect(await events('people.handedOver', from.account)).toEqual([
      { from: from.account, to: to.account, area: inside, role: 'officer', unit: null },
    ])
    expect((await handOver(from, to)).body.code).toBe('people.nothingToHandOver')
  })

  it('lets the colleague take the posting where they have none', async () => {
    const from = await t.as({ role: 'officer', area: inside })
    const to = await t.as({ role: 'officer', area: next })
    const refused = await handOver(from, to)
    expect([refused.status, refused.body.code, refused.body.data]).toEqual([
      409,
      'people.notCovering',
      { role: 'officer', area: inside },
    ])
    expect((await handOver(from, to, { takesPosting: true })).status).toBe(200)
    const { body } = await t.call('GET', `/people/${to.account}`, { as: chief })
    expect(body.postings.map((row: { area: string }) => row.area).sort()).toEqual([inside, next])
  })

  it('never makes an officer’s work an auxiliary’s', async () => {
    const from = await t.as({ role: 'officer', area: inside })
    const to = await t.as({ role: 'auxiliary', area: inside })
    expect((await handOver(from, to, { takesPosting: true })).body.code).toBe('people.notCovering')
    expect((await t.call('GET', '/people/session', { as: from })).body.roles).toContain('officer')
  })

  it('is bounded by the area that is asked for and by what the giver may give', async () => {
    const from = await t.as({ role: 'officer', area: inside })
    await t.post(from.account, { role: 'officer', area: next })
    await t.post(from.account, { role: 'officer', area: outside })
    const to = await t.as({ role: 'officer', area: '620999001' })
    expect((await handOver(from, to, { area: next })).body.ended.map((row: { area: string }) => row.area)).toEqual([
      next,
    ])
    expect((await handOver(from, to)).body.ended.map((row: { area: string }) => row.area)).toEqual([inside])
    expect((await t.call('GET', '/people/session', { as: from })).body.postings).toHaveLength(2) // resident, and outside
  })

  it('goes to somebody who is there: not to oneself, not to the suspended', async () => {
    const from = await t.as({ role: 'officer', area: inside })
    const gone = await t.as({ role: 'officer', area: inside })
    await t.sql(`update people.account set state = 'suspended' where id = $1`, [gone.account])
    expect((await handOver(from, gone)).body.code).toBe('people.wrongState')
    expect((await handOver(from, from)).body.code).toBe('people.notCovering')
    expect((await handOver(from, { account: newId(county), headers: {} })).body.code).toBe('people.missing')
    expect((await handOver(chief, from)).body.code).toBe('people.notYourself')
  })

  it('happens once when it is asked for twice at the same time', async () => {
    const from = await t.as({ role: 'officer', area: inside })
    const to = await t.as({ role: 'officer', area: '620999001' })
    await Promise.all([handOver(from, to), handOver(from, to), handOver(from, to)])
    expect(await events('people.handedOver', from.account)).toHaveLength(1)
  })
})

describe('the role matrix', () => {
  it('is what the server enforces, open to everyone', async () => {
    const { body } = await t.call('GET', '/people/roles')
    const manage = body.permissions.find((row: { permission: string }) => row.permission === 'people.manage')
    expect(manage.reach).toEqual({ chief: ['area'], countyAdmin: ['county'] })
    expect(body.grants.chief).toContain('officer')
    expect(body.grants.chief).not.toContain('chief')
    expect(body.permissions).toHaveLength(t.parts.matrix.size)
  })
})
