import { newId } from '@doorstep/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { spellingOf } from './initials.ts'
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
const outside = '620999100201'
const officer = (area: string, name = '某人', badge?: string) =>
  t.as({ role: 'officer', area }, badge ? { name, badge } : { name })
const names = (body: { items: { name: string }[] }) => body.items.map((item) => item.name)

describe('the list of people', () => {
  it('is in pinyin order, page by page, and ends at the border of one’s area', async () => {
    for (const name of ['赵四', '崔三', '陈一', '陈二']) await officer('620999001002', name)
    await officer(outside, '外人')
    const seen: string[] = []
    let after = ''
    for (let page = 0; page < 20; page++) {
      const { body } = await t.call('GET', `/people?limit=2&area=620999001002${after}`, { as: chief })
      seen.push(...names(body))
      if (!body.next) break
      after = `&after=${body.next}`
    }
    expect(seen).toEqual(['陈二', '陈一', '崔三', '赵四'])
    expect(names((await t.call('GET', '/people?limit=200', { as: chief })).body)).not.toContain('外人')
    expect(names((await t.call('GET', '/people?limit=200', { as: admin })).body)).toContain('外人')
  })

  it('finds by name, pinyin initials and badge number, and by role and state', async () => {
    await officer(inside, '欧阳明月', 'P7788')
    for (const q of ['明月', 'oymy', 'OYM', 'ouyangming', 'P77'])
      expect([q, names((await t.call('GET', `/people?q=${encodeURIComponent(q)}`, { as: chief })).body)]).toEqual([
        q,
        ['欧阳明月'],
      ])
    expect(names((await t.call('GET', '/people?q=%25', { as: chief })).body)).toEqual([])
    const mediator = await t.as({ role: 'mediator', area: inside }, { name: '马调解' })
    expect(names((await t.call('GET', '/people?role=mediator', { as: chief })).body)).toEqual(['马调解'])
    await t.sql(`update people.account set state = 'suspended' where id = $1`, [mediator.account])
    expect(names((await t.call('GET', '/people?state=suspended', { as: chief })).body)).toEqual(['马调解'])
    expect((await t.call('GET', '/people?after=abc', { as: chief })).status).toBe(400)
  })

  it('is not for auxiliaries, volunteers, residents and visitors', async () => {
    for (const role of ['auxiliary', 'volunteer', 'gridWorker'] as const)
      expect((await t.call('GET', '/people', { as: await t.as({ role, area: inside }) })).status).toBe(403)
    expect((await t.call('GET', '/people', { as: await t.as() })).status).toBe(403)
    expect((await t.call('GET', '/people')).status).toBe(401)
  })

  it('leaves a line in the audit log: who looked', async () => {
    await t.call('GET', '/people', { as: chief })
    const rows = await t.sql<{ account: string }>(`select account from kernel.audit where operation = 'people.list'`)
    expect(rows.map((row) => row.account)).toContain(chief.account)
  })
})

describe('one person', () => {
  it('shows postings inside the reader’s area only, the phone masked for those who do not manage', async () => {
    const person = await t.as({ role: 'officer', area: inside }, { name: '高警官', phone: '13700001111' })
    await t.post(person.account, { role: 'mediator', area: outside })
    const forChief = await t.call('GET', `/people/${person.account}`, { as: chief })
    expect(forChief.body.history).toHaveLength(1)
    expect(forChief.body).toMatchObject({ manage: false, phone: '137****1111' }) // also posted where the chief is not
    const forAdmin = await t.call('GET', `/people/${person.account}`, { as: admin })
    expect(forAdmin.body.history).toHaveLength(2)
    expect(forAdmin.body).toMatchObject({ manage: true, phone: '13700001111' })
  })

  it('is missing outside of the area, in another county, and when there is none', async () => {
    const far = await officer(outside)
    for (const id of [far.account, newId(county), newId(620998)])
      expect((await t.call('GET', `/people/${id}`, { as: chief })).body.code).toBe('people.missing')
  })
})

describe('correcting a person', () => {
  it('changes name, badge, phone and what the public sees', async () => {
    const { account } = await officer(inside, '旧名')
    const { status, body } = await t.call('PATCH', `/people/${account}`, {
      as: chief,
      body: { name: '新名', badge: 'P2002', phone: '0937-5521234', dutyVisible: true, dutyText: '每周三上午' },
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      name: '新名',
      initials: 'xm',
      badge: 'P2002',
      phone: '0937-5521234',
      dutyVisible: true,
      dutyText: '每周三上午',
    })
    const cleared = await t.call('PATCH', `/people/${account}`, {
      as: chief,
      body: { badge: null, phone: null, dutyText: null },
    })
    expect(cleared.body).toMatchObject({ name: '新名', badge: null, phone: null, dutyText: null })
  })

  it('keeps badge numbers apart', async () => {
    await officer(outside, '有号', 'P3003')
    const { account } = await officer(inside)
    const { status, body } = await t.call('PATCH', `/people/${account}`, { as: chief, body: { badge: 'P3003' } })
    expect([status, body.code]).toEqual([409, 'people.badgeTaken'])
  })

  it('is not for oneself, nor for a person with a higher post', async () => {
    const above = await t.as({ role: 'commandRoom', area: '620999001' })
    const edit = (id: string) => t.call('PATCH', `/people/${id}`, { as: chief, body: { dutyVisible: true } })
    expect((await edit(chief.account)).body.code).toBe('people.notYourself')
    expect((await edit(above.account)).body.code).toBe('people.roleAboveYours')
    expect((await edit((await officer(outside)).account)).body.code).toBe('people.missing')
  })
})

describe('suspending', () => {
  const set = (verb: string, id: string, as = chief) =>
    t.call('POST', `/people/${id}/${verb}`, { as, body: { reason: '长期借调' } })

  it('closes the account at once and opens it again, with reasons', async () => {
    const person = await officer(inside)
    expect((await t.call('GET', '/people/session', { as: person })).body.kind).toBe('account')
    const { body } = await set('suspend', person.account)
    expect(body).toMatchObject({ state: 'suspended', stateReason: '长期借调' })
    expect((await t.call('GET', '/people/session', { as: person })).body.kind).toBe('visitor')
    expect((await set('suspend', person.account)).body.code).toBe('people.wrongState')
    expect((await set('restore', person.account)).body.state).toBe('active')
    expect((await set('restore', person.account)).body.code).toBe('people.wrongState')
  })

  it('of an administrator who also serves in the area is not for the chief', async () => {
    const both = await t.as({ role: 'officer', area: inside })
    await t.post(both.account, { role: 'countyAdmin', area: '620999' })
    expect((await set('suspend', both.account)).body.code).toBe('people.roleAboveYours')
    expect((await set('suspend', both.account, admin)).status).toBe(200)
  })

  it('of somebody without a post is for the county', async () => {
    const { account } = await officer(inside)
    await t.sql('update people.posting set valid_to = now() where account = $1', [account])
    expect((await set('suspend', account)).body.code).toBe('people.roleAboveYours')
    expect((await set('suspend', account, admin)).status).toBe(200)
  })
})

describe('the portrait', () => {
  it('is public where the person is shown, and for readers elsewhere', async () => {
    const sharp = (await import('sharp')).default
    const bytes = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#456' } })
      .png()
      .toBuffer()
    const { account } = await officer(inside)
    const url = `/people/${account}/photo`
    expect((await t.call('GET', url, { as: chief })).body.code).toBe('people.noPhoto')
    const put = await t.call('PUT', url, { as: chief, body: bytes, headers: { 'content-type': 'image/png' } })
    expect([put.status, put.body.photo]).toEqual([200, true])
    const shown = await t.call('GET', url, { as: chief })
    expect([shown.status, shown.headers['content-type']]).toEqual([200, 'image/jpeg'])
    expect((await t.call('GET', url)).status).toBe(404)
    expect((await t.call('GET', url, { as: await t.as({ role: 'officer', area: outside }) })).status).toBe(404)
    await t.call('PATCH', `/people/${account}`, { as: chief, body: { dutyVisible: true } })
    expect((await t.call('GET', url)).status).toBe(200)
  })

  it('must be a picture', async () => {
    const { account } = await officer(inside)
    const reply = await t.call('PUT', `/people/${account}/photo`, {
      as: chief,
      body: Buffer.from('<svg/>'),
      headers: { 'content-type': 'image/png' },
    })
    expect(reply.status).toBe(415)
  })
})

describe('how names are spelled', () => {
  it.each([
    ['单雄信', 'sxx', 'shan xiong xin'],
    ['欧阳·明月', 'oymy', 'ou yang ming yue'],
    ['吕丽', 'll', 'lv li'],
    ["O'Neil Li 2", 'oneilli2', 'oneilli2'],
  ])('%s', (name, initials, spelling) => {
    expect(spellingOf(name)).toEqual({ initials, spelling })
  })
})
