import { newId, splitId } from '@doorstep/contract'
import { type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Kit, kit, lay } from './test-matters.ts'

let k: Kit
let officer: Who
beforeAll(async () => {
  k = await kit()
  officer = await k.t.as('officer')
})
afterAll(() => k.t.close())
const cookieOf = (setCookie: unknown): string => String([setCookie].flat()[0]).split(';')[0] as string

describe('a person reports', () => {
  test('with an account: placed by the point, dated, sealed, told to the officers of the place', async () => {
    const resident = await k.t.as('resident')
    const { reply, id } = await k.report(resident, { name: '王小明', phone: '13800138000', place: '3 号楼 2 单元' })
    expect(reply.statusCode, reply.body).toBe(200)
    const { matter, receipt } = reply.json()
    expect(matter).toMatchObject({ state: 'submitted', area: world.grid, voice: 'plain', channel: 'web' })
    expect(matter.code).toMatch(/^\d{8}-[2-9A-HJKMNP-TV-Z]{5}$/)
    expect(receipt).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    expect(matter.allowed.sort()).toEqual(['attach', 'tell', 'urge', 'withdraw'])
    const [row] = await k.t.sql<Record<string, string>>('select * from matters.matter where id = $1', [
      splitId(id).uuid,
    ])
    expect(JSON.stringify(row)).not.toMatch(/王小明|13800138000/)
    expect(JSON.stringify(row)).not.toContain(receipt.replaceAll('-', ''))
    expect(await k.notices(officer.account)).toContain('reported')
    const mine = (await k.t.get(resident, '/api/matters/mine')).json()
    expect(mine.items.map((item: { id: string }) => item.id)).toEqual([id])
  })

  test('without one: the browser follows by its receipt, another only with the code', async () => {
    const { reply, id } = await k.report(k.t.visitor)
    expect(reply.statusCode, reply.body).toBe(200)
    const { receipt } = reply.json()
    const browser = { account: '', headers: { cookie: cookieOf(reply.headers['set-cookie']) } }
    expect((await k.get(browser, id)).state).toBe('submitted')
    expect((await k.t.get(browser, '/api/matters/mine')).json().items).toHaveLength(1)
    expect((await k.t.get(k.t.visitor, `/api/matters/${id}`)).statusCode).toBe(404)
    expect((await k.t.get(k.t.visitor, '/api/matters/mine')).json().items).toEqual([])
    const opened = await k.t.post(k.t.visitor, '/api/matters/receipt', {
      code: receipt.toLowerCase().replaceAll('-', ' '),
    })
    expect(opened.json()).toEqual({ id })
    const another = { account: '', headers: { cookie: cookieOf(opened.headers['set-cookie']) } }
    expect((await k.verb(another, id, 'tell', { text: '又漏了' })).statusCode).toBe(200)
    const wrong = await k.t.post(k.t.visitor, '/api/matters/receipt', { code: 'AAAA-BBBB-CCCC' })
    expect([wrong.statusCode, wrong.json().code]).toEqual([404, 'matters.receiptUnknown'])
    const [row] = await k.t.sql<{ reporter: null }>('select reporter from matters.matter where id = $1', [
      splitId(id).uuid,
    ])
    expect(row?.reporter).toBeNull()
  })

  test('by the community of a board, where there is no point', async () => {
    const { reply } = await k.report(k.t.visitor, { point: undefined, area: world.community })
    expect(reply.json().matter).toMatchObject({ area: world.community, point: null })
    const both = await k.report(k.t.visitor, { area: world.community })
    expect(both.reply.json().matter.area).toBe(world.grid)
    const elsewhere = await k.report(k.t.visitor, { area: world.community, point: world.neighbourPoint })
    expect(elsewhere.reply.json().matter.area).toBe(world.community)
  })

  test.each([
    [{ point: undefined }, 400, 'matters.placeMissing'],
    [{ point: world.outsidePoint }, 400, 'matters.placeOutside'],
    [{ point: world.foreignPoint }, 400, 'matters.placeOutside'],
    [{ point: undefined, area: world.foreignCommunity }, 400, 'matters.placeOutside'],
    [{ point: undefined, area: `${world.township}999` }, 400, 'matters.placeOutside'],
    [{ point: undefined, area: world.township }, 400, 'matters.placeOutside'],
    [{ kind: 'hazard' }, 400, 'matters.fieldWrong'],
    [{ happenedAt: '0000-01-01T00:00:00Z' }, 400, 'request.invalid'],
  ])('%j is refused with %i %s', async (more, status, code) => {
    const { reply } = await k.report(k.t.visitor, more)
    expect([reply.statusCode, reply.json().code]).toEqual([status, code])
  })

  test('the same id is taken, whoever has it', async () => {
    const { id } = await k.report(await k.t.as('resident'))
    const { reply } = await k.report(k.t.visitor, { id })
    expect([reply.statusCode, reply.json().code]).toEqual([409, 'matters.idTaken'])
  })

  test('a report of twice the same key answers the same, with the same receipt', async () => {
    const body = { id: newId(world.county), kind: 'help', description: '门锁坏了', point: world.point }
    const replies = await Promise.all([1, 2, 3].map(() => k.t.post(k.t.visitor, '/api/matters', body, 'same-key-0001')))
    expect(new Set(replies.map((reply) => reply.body)).size).toBe(1)
    expect(replies[0]?.statusCode).toBe(200)
  })

  test('volunteers report through their own channel', async () => {
    const { reply } = await k.report(await k.t.as('gridWorker'))
    expect(reply.json().matter.channel).toBe('volunteer')
  })
})

describe('nobody covers the place', () => {
  test('the command room is told, and without one the chief', async () => {
    const resident = await k.t.as('resident')
    const area = world.otherTownshipCommunity
    const chief = await k.t.as('chief', world.neighbourTownship)
    await k.report(resident, { area, point: undefined })
    expect(await k.notices(chief.account)).toEqual(['reported'])
    const room = await k.t.as('commandRoom', world.neighbourTownship)
    await k.report(resident, { area, point: undefined })
    expect(await k.notices(room.account)).toEqual(['reported'])
    expect(await k.notices(chief.account)).toEqual(['reported'])
  })
})

describe('staff write down what they are told', () => {
  const told = () => ({
    id: newId(world.county),
    kind: 'consult',
    description: '大爷来问居住证怎么办。',
    point: world.point,
    name: '赵大爷',
    phone: '13900139000',
    channel: 'visit',
  })
  test('an officer takes it on in the same breath and is its first receiver', async () => {
    const reply = await k.t.post(officer, '/api/matters/register', { ...told(), acceptNow: true })
    expect(reply.statusCode, reply.body).toBe(200)
    expect(reply.json().matter).toMatchObject({
      state: 'accepted',
      firstReceiver: { account: officer.account },
      assignee: { account: officer.account },
      reporter: { name: '赵**', phone: '139****9000', masked: true },
      voice: 'full',
    })
    const opened = await k.t.post(k.t.visitor, '/api/matters/receipt', { code: reply.json().receipt })
    const person = { account: '', headers: { cookie: cookieOf(opened.headers['set-cookie']) } }
    const steps = await k.steps(person, opened.json().id)
    expect(steps.map(({ verb, role }) => [verb, role])).toEqual([
      ['register', 'officer'],
      ['accept', 'officer'],
    ])
  })
  test('a clerk of the centre registers; the officers on duty are told', async () => {
    const clerk = await k.t.as('centreClerk', world.township)
    const before = (await k.notices(officer.account)).length
    const reply = await k.t.post(clerk, '/api/matters/register', { ...told(), acceptNow: true, urgency: 'urgent' })
    expect(reply.json().matter.state).toBe('submitted')
    expect((await k.notices(officer.account)).slice(before)).toEqual(['reportedUrgent'])
  })
  test('not for a place outside of their own', async () => {
    const reply = await k.t.post(officer, '/api/matters/register', { ...told(), point: world.neighbourPoint })
    expect([reply.statusCode, reply.json().code]).toEqual([403, 'access.outside'])
    expect((await k.t.post(await k.t.as('resident'), '/api/matters/register', told())).statusCode).toBe(403)
  })
})

describe('the same matter again', () => {
  const near = { lat: world.point.lat + 0.0002, lon: world.point.lon }
  test('is found by place, time and Chinese words, the likest first', async () => {
    const old = await lay(k.t, 'accepted', { point: near, description: '三单元 501 漏水到 401，楼上楼下吵起来了' })
    const other = await lay(k.t, 'accepted', { point: near, description: '孩子晚上拍球，噪音扰民' })
    const far = await lay(k.t, 'accepted', {
      area: `${world.otherTownshipCommunity}001`,
      point: { lat: world.point.lat, lon: world.point.lon + 0.02 },
      description: '三单元 501 漏水到 401，楼上楼下吵起来了',
    })
    const { id } = await k.report(k.t.visitor, { description: '三单元401被楼上501漏水淹了，楼上楼下在吵架' })
    const { items } = (await k.t.get(officer, `/api/matters/similar?of=${id}`)).json()
    const ids = items.map((item: { matter: { id: string } }) => item.matter.id)
    expect(ids[0]).toBe(old.id)
    expect(items[0].metres).toBeGreaterThan(10)
    expect(items[0].metres).toBeLessThan(40)
    expect(ids).not.toContain(other.id)
    expect(ids).not.toContain(far.id)
  })
  test('is linked once, and gets the result of the one that went on', async () => {
    const resident = await k.t.as('resident')
    const main = await lay(k.t, 'inProgress', { assignee: officer.account })
    const { id } = await k.report(resident)
    expect((await k.verb(officer, id, 'link', { to: id })).json().code).toBe('matters.sameMatter')
    const linked = await k.verb(officer, id, 'link', { to: main.id })
    expect(linked.json().duplicateOf).toBe(main.id)
    const third = await lay(k.t, 'submitted')
    expect((await k.verb(officer, third.id, 'link', { to: id })).json().code).toBe('matters.sameMatter')
    expect((await k.verb(officer, third.id, 'link', { to: newId(world.county) })).statusCode).toBe(404)
    await k.verb(officer, main.id, 'resolve', { grade: 'solved', result: '楼上已换水管' })
    await k.t.jobs.drain()
    expect(await k.get(resident, id)).toMatchObject({ state: 'resolved', grade: 'solved', result: '楼上已换水管' })
    expect(await k.notices(resident.account)).toEqual(expect.arrayContaining(['linked', 'resolved']))
    const steps = await k.steps(resident, id)
    expect(steps.at(-1)).toMatchObject({
      verb: 'closeWithOther',
      by: null,
      text: '楼上已换水管',
      data: { grade: 'solved' },
    })
  })
})

test('a report takes few round trips', async () => {
  await k.report(k.t.visitor)
  await k.t.jobs.drain()
  const { app } = k.t.parts.database
  const connect = app.connect.bind(app)
  const conversations: string[][] = []
  const listened = async () => {
    const client = await connect()
    const said: string[] = []
    conversations.push(said)
    const { query, release } = client
    Object.assign(client, {
      query: (...args: unknown[]) => {
        said.push(String((args[0] as { text?: string }).text ?? args[0]))
        return (query as (...all: unknown[]) => unknown).apply(client, args)
      },
      release: (broken?: boolean) => {
        Object.assign(client, { query, release })
        client.release(broken)
      },
    })
    return client
  }
  Object.assign(app, { connect: listened })
  try {
    await k.report(k.t.visitor)
  } finally {
    Object.assign(app, { connect })
  }
  const said = conversations.find((lines) => lines.some((line) => line.includes('into matters.matter'))) ?? []
  // begin, key, place, calendar, matter with its step, answer, event, audit, commit
  expect(said.map((line) => line.slice(0, 60))).toHaveLength(9)
})
