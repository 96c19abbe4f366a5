import { splitId } from '@doorstep/contract'
import { makeAccount, openSession } from '@doorstep/modules/people/index.ts'
import { type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import zh from './locales/zh-CN.json' with { type: 'json' }
import { sentenceOf } from './rules-words.ts'
import { type Kit, kit, lay } from './test-matters.ts'

let k: Kit
let officer: Who
let helper: Who
let resident: Who
const reason = '情况需要'
beforeAll(async () => {
  k = await kit()
  const account = await makeAccount(k.t.parts, {
    county: Number(world.county),
    name: '李明',
    postings: [{ role: 'officer', area: world.community, unit: null }],
  })
  officer = { account, headers: { cookie: await openSession(k.t.parts, account) } }
  helper = await k.t.as('auxiliary')
  resident = await k.t.as('resident')
})
afterAll(() => k.t.close())

const say = (key: string, data: Record<string, unknown> = {}): string => {
  const found = key
    .replace('matters.', '')
    .split('.')
    .reduce<unknown>((tree, part) => (tree as Record<string, unknown>)[part], zh)
  return String(found).replace(/\{(\w+)\}/g, (_, name: string) => String(data[name]))
}
const sentences = (steps: Record<string, unknown>[], voice: 'plain' | 'full') =>
  steps.map((step) => sentenceOf(step as never, voice, { t: say, day: (at) => at.slice(5, 10) }))
const person = { name: '王小明', phone: '13800138000' }

describe('the flow log speaks in two voices', () => {
  test('plain words and posts for the person, everything for staff', async () => {
    const { id } = await k.report(resident, person)
    await k.verb(officer, id, 'accept', { words: '今天下午上门' })
    await k.verb(officer, id, 'ask-help', { who: helper.account, task: '一起去，注意那家的狗' })
    await k.verb(officer, id, 'start')
    await k.verb(officer, id, 'note', { text: '对方情绪激动，先分开谈' })
    await k.verb(officer, id, 'reply', { text: '水管明天修' })
    await k.verb(officer, id, 'resolve', { grade: 'solved', result: '楼上换了水管' })
    const plain = await k.steps(resident, id)
    expect(JSON.stringify(plain)).not.toMatch(/情绪激动|那家的狗|李明/)
    expect(plain.every((step) => step.reason === null && step.public)).toBe(true)
    expect(plain.find(({ verb }) => verb === 'accept')).toMatchObject({
      by: '李警官',
      role: 'officer',
      text: '今天下午上门',
    })
    expect(sentences(plain, 'plain').slice(1)).toEqual([
      expect.stringMatching(/^李警官已受理您的事，最迟 \d\d-\d\d 前给您答复$/),
      expect.stringMatching(/^李警官带辅警测师傅一起来办$/),
      '李警官已动身办理',
      '李警官回复您',
      '李警官告诉您结果：实质性解决',
    ])
    const full = await k.steps(officer, id)
    expect(full.map(({ verb }) => verb)).toContain('note')
    expect(full.find(({ verb }) => verb === 'askHelp')).toMatchObject({ by: '李明', reason: '一起去，注意那家的狗' })
    expect(sentences(full, 'full')[1]).toMatch(/^李明受理，办理期限/)
    const english = await k.t.app.inject({
      url: `/api/matters/${id}/steps`,
      headers: { ...resident.headers, 'accept-language': 'en-US' },
    })
    expect(english.json().items[1].by).toBe('Officer 李')
  })
  test('every step that a matter can take has its sentence in both voices', async () => {
    const rows = await k.t.sql<{ verb: string; public: boolean }>('select distinct verb, public from matters.step')
    for (const { verb, public: told } of rows) {
      expect(sentences([{ verb, by: '李', role: 'officer', data: {} }], 'full')[0], verb).not.toBe('undefined')
      if (told)
        expect(sentences([{ verb, by: '李', role: 'officer', data: {} }], 'plain')[0], verb).not.toBe('undefined')
    }
  })
})

describe('who sees the person', () => {
  test('officers masked values; auxiliaries and departments nobody at all', async () => {
    const { id } = await k.report(resident, person)
    await k.verb(officer, id, 'accept')
    await k.verb(officer, id, 'ask-help', { who: helper.account, task: '一起去' })
    await k.verb(officer, id, 'hand-over', { unit: 'housing', reason })
    const clerk = await k.t.as('departmentClerk', world.county, 'housing')
    expect((await k.get(officer, id)).reporter).toEqual({ name: '王**', phone: '138****8000', masked: true })
    expect(await k.get(helper, id)).toMatchObject({ reporter: null, voice: 'full' })
    expect(await k.get(clerk, id)).toMatchObject({ reporter: null, voice: 'full' })
    for (const who of [helper, clerk]) {
      const replies = await Promise.all([k.t.get(who, `/api/matters/${id}`), k.t.get(who, `/api/matters/${id}/steps`)])
      for (const reply of replies) expect(reply.body).not.toMatch(/王小明|13800138000|138\*\*\*\*8000/)
      expect((await k.t.post(who, `/api/matters/${id}/unmask`, { reason })).statusCode).toBe(403)
    }
    const [listed] = (await k.t.get(clerk, '/api/matters?view=open')).json().items
    expect(listed).toMatchObject({ id, unit: 'housing' })
  })
  test('unmasking is logged with its reason, and the person is told', async () => {
    const { id } = await k.report(resident, person)
    const reply = await k.t.post(officer, `/api/matters/${id}/unmask`, { reason: '需要电话核实楼层' })
    expect(reply.json()).toEqual(person)
    expect((await k.steps(resident, id)).at(-1)).toMatchObject({
      verb: 'unmask',
      by: '李警官',
      text: '需要电话核实楼层',
    })
    const [logged] = await k.t.sql(
      `select account, reason from kernel.audit where operation = 'matters.unmask' and subject = $1`,
      [id],
    )
    expect(logged).toEqual({ account: officer.account, reason: '需要电话核实楼层' })
    expect(await k.notices(resident.account)).toContain('unmasked')
  })
})

describe('helpers and departments', () => {
  test('a helper sees it while asked, says what was done, and no longer after the release', async () => {
    const laid = await lay(k.t, 'inProgress', { assignee: officer.account })
    expect((await k.t.get(helper, `/api/matters/${laid.id}`)).statusCode).toBe(404)
    await k.verb(officer, laid.id, 'ask-help', { who: helper.account, task: '守在楼下' })
    expect(await k.notices(helper.account)).toContain('helpAsked')
    const listed = (await k.t.get(helper, '/api/matters?view=mine')).json().items.map((row: { id: string }) => row.id)
    expect(listed).toContain(laid.id)
    expect((await k.get(helper, laid.id)).allowed.sort()).toEqual(['attach', 'helped', 'note'])
    expect((await k.verb(helper, laid.id, 'helped', { text: '人已散去' })).statusCode).toBe(200)
    expect(await k.notices(officer.account)).toContain('helped')
    expect((await k.verb(helper, laid.id, 'resolve', { grade: 'solved', result: 'x' })).statusCode).toBe(403)
    await k.verb(officer, laid.id, 'drop-help', { who: helper.account })
    expect((await k.t.get(helper, `/api/matters/${laid.id}`)).statusCode).toBe(404)
  })
  test('only auxiliaries of the place can be asked', async () => {
    const laid = await lay(k.t, 'inProgress', { assignee: officer.account })
    const stranger = await k.t.as('auxiliary', world.neighbourTownship)
    for (const who of [stranger, resident, officer]) {
      const reply = await k.verb(officer, laid.id, 'ask-help', { who: who.account, task: '帮忙' })
      expect([reply.statusCode, reply.json().code]).toEqual([409, 'matters.nobodyThere'])
    }
  })
  test('a department answers, or returns what is not its own; another unit sees nothing', async () => {
    const housing = await k.t.as('departmentClerk', world.county, 'housing')
    const justice = await k.t.as('departmentClerk', world.county, 'justice')
    const asked = (await k.notices(housing.account)).length
    const { id } = await k.report(resident)
    await k.verb(officer, id, 'accept')
    await k.verb(officer, id, 'hand-over', { unit: 'justice', reason })
    expect(await k.notices(justice.account)).toContain('departmentAsked')
    expect(await k.notices(housing.account)).toHaveLength(asked)
    expect((await k.t.get(housing, `/api/matters/${id}`)).statusCode).toBe(404)
    const returned = await k.verb(justice, id, 'return', { reason: '属于房管部门' })
    expect([returned.statusCode, returned.json().state, returned.json().unit]).toEqual([200, 'inProgress', null])
    expect((await k.t.get(justice, `/api/matters/${id}`)).statusCode).toBe(404)
    await k.verb(officer, id, 'hand-over', { unit: 'housing', reason })
    expect((await k.verb(housing, id, 'department-answer', { text: '明天派人' })).json().state).toBe('inProgress')
    expect((await k.t.get(housing, `/api/matters/${id}`)).statusCode).toBe(200)
    const plain = await k.steps(resident, id)
    expect(JSON.stringify(plain)).not.toContain('属于房管部门')
    expect(plain.at(-1)).toMatchObject({ verb: 'answerFromDepartment', text: '明天派人' })
  })
})

describe('the way to the right room', () => {
  test('passed on: starts anew there, the first receiver stays, the old room sees it no more', async () => {
    const other = await k.t.as('officer', world.otherTownshipCommunity)
    const { id } = await k.report(resident)
    await k.verb(officer, id, 'accept')
    const passed = await k.verb(officer, id, 'pass-on', { area: world.otherTownshipCommunity, reason: '在红柳村' })
    expect(passed.statusCode, passed.body).toBe(200)
    expect(passed.json()).toMatchObject({
      state: 'submitted',
      area: world.otherTownshipCommunity,
      assignee: null,
      firstReceiver: { account: officer.account },
      acceptedAt: null,
      allowed: [],
    })
    expect(passed.json().dueAt).toBe(passed.json().acceptDue)
    expect((await k.t.get(officer, `/api/matters/${id}`)).statusCode).toBe(404)
    expect(await k.notices(other.account)).toContain('passedOnToYou')
    expect(await k.notices(resident.account)).toContain('passedOn')
    const left = await k.t.sql(`select area from kernel.outbox where type = 'matters.leftArea' and subject = $1`, [id])
    expect(left).toEqual([{ area: world.grid }])
    const accepted = await k.verb(other, id, 'accept')
    expect(accepted.json()).toMatchObject({
      assignee: { account: other.account },
      firstReceiver: { account: officer.account },
    })
    const told = (await k.steps(resident, id)).find(({ verb }) => verb === 'passOn')
    expect(told).toMatchObject({ reason: null, data: { areaName: expect.stringContaining('红柳村') } })
  })
  test.each([
    [world.community, 409, 'matters.samePlace'],
    [world.township, 400, 'matters.placeOutside'],
    [world.foreignCommunity, 400, 'matters.placeOutside'],
  ])('not to %s', async (area, status, code) => {
    const laid = await lay(k.t, 'submitted')
    const reply = await k.verb(officer, laid.id, 'pass-on', { area, reason })
    expect([reply.statusCode, reply.json().code]).toEqual([status, code])
  })
  test('transferred out: the person hears where to', async () => {
    const { id } = await k.report(resident)
    await k.verb(officer, id, 'transfer-out', { body: 'court', reason: '法院已经立案' })
    const step = (await k.steps(resident, id)).at(-1)
    expect(step).toMatchObject({ verb: 'transferOut', text: '法院已经立案', data: { body: 'court' } })
  })
  test('given to another officer of the place by a leader, not to somebody elsewhere', async () => {
    const chief = await k.t.as('chief', world.township)
    const colleague = await k.t.another('officer')
    const laid = await lay(k.t, 'accepted', { assignee: officer.account })
    expect((await k.verb(officer, laid.id, 'assign', { to: colleague.account, reason })).statusCode).toBe(403)
    const elsewhere = await k.t.as('officer', world.otherTownshipCommunity)
    expect((await k.verb(chief, laid.id, 'assign', { to: elsewhere.account, reason })).json().code).toBe(
      'matters.nobodyThere',
    )
    const assigned = await k.verb(chief, laid.id, 'assign', { to: colleague.account, reason })
    expect(assigned.json()).toMatchObject({
      assignee: { account: colleague.account },
      firstReceiver: { account: officer.account },
    })
    expect(await k.notices(colleague.account)).toEqual(['assigned'])
    expect(await k.notices(officer.account)).toContain('assignedAway')
    const closing = await k.verb(officer, laid.id, 'start')
    expect(closing.statusCode).toBe(200)
    const over = await k.verb(officer, laid.id, 'resolve', { grade: 'solved', result: 'x' })
    expect([over.statusCode, over.json().code]).toEqual([403, 'matters.notYours'])
  })
})

describe('corrections', () => {
  test('kind, place and urgency; the old values stay in the log, the deadline follows', async () => {
    const laid = await lay(k.t, 'accepted', {
      kind: 'suggestion',
      assignee: officer.account,
      handleDue: '2099-01-01T00:00:00.000Z',
    })
    const reply = await k.verb(officer, laid.id, 'correct', {
      kind: 'hazard',
      extra: { sort: 'gas' },
      point: { lat: world.point.lat, lon: world.point.lon + 0.005 },
      urgency: 'urgent',
      reason: '是燃气味',
    })
    expect(reply.json()).toMatchObject({ kind: 'hazard', urgency: 'urgent', area: `${world.community}002` })
    expect(Date.parse(reply.json().dueAt) - k.t.clock.now()).toBeLessThanOrEqual(24 * 3_600_000)
    const step = (await k.steps(officer, laid.id)).at(-1) as { data: { was: object; is: object } }
    expect(step.data.was).toMatchObject({ kind: 'suggestion', urgency: 'normal' })
    const wrong = await k.verb(officer, laid.id, 'correct', { kind: 'hazard', reason })
    expect(wrong.statusCode, 'its answers still fit').toBe(200)
    const missing = await lay(k.t, 'submitted')
    expect((await k.verb(officer, missing.id, 'correct', { kind: 'hazard', reason })).json().code).toBe(
      'matters.fieldWrong',
    )
    const away = await k.verb(officer, missing.id, 'correct', { point: world.neighbourPoint, reason })
    expect(away.json().code).toBe('matters.placeOutside')
  })
})

test('whoever accepts first is responsible: of five at once, one', async () => {
  const officers = await Promise.all([1, 2, 3, 4, 5].map(() => k.t.another('officer')))
  const laid = await lay(k.t, 'submitted')
  const replies = await Promise.all(officers.map((each) => k.verb(each, laid.id, 'accept')))
  expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409, 409, 409])
  const first = officers[replies.findIndex(({ statusCode }) => statusCode === 200)]
  expect(await k.get(officer, laid.id)).toMatchObject({ firstReceiver: { account: first?.account } })
})

test('a hand-over of posts moves the open work, with a step, once', async () => {
  const leaving = await k.t.another('officer')
  const coming = await k.t.another('officer')
  const open = await lay(k.t, 'inProgress', { assignee: leaving.account, reporter: resident.account })
  const over = await lay(k.t, 'archived', { assignee: leaving.account })
  await k.t.sql(
    `insert into kernel.outbox (county, id, type, subject, area, accounts, payload) values ($1, gen_random_uuid(), 'people.handedOver', $2, $3, '{}', $4)`,
    [
      Number(world.county),
      leaving.account,
      world.community,
      JSON.stringify({ from: leaving.account, to: coming.account, area: world.community, role: 'officer' }),
    ],
  )
  await k.t.jobs.drain()
  expect(await k.get(coming, open.id)).toMatchObject({ assignee: { account: coming.account } })
  expect(await k.get(coming, over.id)).toMatchObject({ assignee: { account: leaving.account } })
  expect(await k.notices(coming.account)).toEqual(['handedOver'])
  const steps = await k.t.sql('select verb from matters.step where matter = $1 and verb = $2', [
    splitId(open.id).uuid,
    'handOver',
  ])
  expect(steps).toHaveLength(1)
})
