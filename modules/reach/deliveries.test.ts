import { world } from '@doorstep/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { vendors } from './rules-kinds.ts'
import { type Stage, stage } from './test-reach.ts'
import type { Mood } from './test-services.ts'

/** A push, a text message and three robots against services that misbehave: nothing lost, nothing doubled. */

let s: Stage
let officer: Awaited<ReturnType<Stage['t']['as']>>
let chief: typeof officer
beforeEach(async () => {
  s = await stage()
  officer = await s.t.another('officer')
  chief = await s.t.as('chief', world.township)
  await s.givePhone(officer, '15400000777')
  await s.subscribe(officer)
  await s.addRobots(vendors, chief)
})
afterEach(() => s.close())

const toPerson = ['push', 'sms'] as const
const all = [...toPerson, ...vendors]
/** One notice to the person, one card to the groups. */
async function everywhere(mood: Mood, times = 1) {
  for (const channel of all) s.services[channel].moods.push(...Array.from({ length: times }, () => mood))
  await s.tell([officer.account], 'matters.notices.red', true)
  await s.card()
}
const states = async () => Object.fromEntries((await s.rows()).map(({ channel, state }) => [channel, state]))
const each = <T>(value: T) => Object.fromEntries(all.map((channel) => [channel, value]))
/** How many different messages counted, and how many times anything counted. */
const counted = () =>
  Object.fromEntries(all.map((channel) => [channel, new Set(s.services[channel].got.map(({ id }) => id)).size]))
const arrivals = () => Object.fromEntries(all.map((channel) => [channel, s.services[channel].got.length]))
const nothingWrong = () => expect(all.flatMap((channel) => s.services[channel].wrong)).toEqual([])
type Told = { id: string; channel: string; state: string; why: string | null; advice: string | null; text: string }
const shown = async (query = '') =>
  (await s.t.get(chief, `/api/reach/deliveries${query}`)).json<{ items: Told[]; next: string | null }>()

it('leaves by every channel, signed and encrypted as each wants it, saying nothing of persons', async () => {
  await everywhere('fine')
  nothingWrong()
  expect(await states()).toEqual(each('sent'))
  expect(arrivals()).toEqual(each(1))
  const push = JSON.parse(s.services.push.got[0]?.text ?? '{}')
  expect(push).toMatchObject({ title: '家门口', body: '20260304-AAAA1111BBBB 红牌督办', urgent: true })
  expect(push.url).toMatch(/^\/officer\/matters\/620999-/)
  expect(s.services.sms.got[0]?.text).toBe('15400000777 【家门口】20260304-AAAA1111BBBB 红牌督办')
  const said = s.services.feishu.got[0]?.text ?? ''
  expect(said).toMatch(/^【黄牌】渠口街道 · 杨树里社区居委会 20260101-[0-9A-F]{12}（矛盾纠纷）已超期/)
  expect(said).toMatch(/http:\/\/localhost\/console\/matters\/620999-[\w-]+$/)
  const rows = JSON.stringify(await s.t.sql('select * from reach.delivery'))
  for (const secret of ['15400000777', 'access_token', 'SECf00d', '/push/', '楼上漏水']) {
    expect(rows).not.toContain(secret)
    expect(said).not.toContain(secret)
  }
  await s.pass(3 * 86_400)
  expect(arrivals()).toEqual(each(1))
})

it('a refusal is not repeated: a person sees why and what to do, sends again or lets go', async () => {
  await everywhere('refuse')
  expect(await states()).toEqual(each('dead'))
  await s.pass(86_400)
  expect(all.map((channel) => s.services[channel].seen.length)).toEqual([1, 1, 1, 1, 1])
  const ofArea = (await shown('?state=stuck')).items
  expect(ofArea.map(({ channel }) => channel).sort()).toEqual(['dingtalk', 'feishu', 'wecom'])
  for (const one of ofArea)
    expect([one.why, one.advice].every((words) => words && !words.includes('reach.'))).toBe(true)
  const admin = await s.t.as('countyAdmin', world.county)
  const reply = await s.t.get(admin, '/api/reach/deliveries?state=dead')
  expect(reply.json<{ items: Told[] }>().items).toHaveLength(5)
  expect((await s.t.get(admin, '/api/reach/deliveries/stuck')).json()).toEqual({ dead: 5, doubtful: 0 })
  const [first, second] = ofArea as [Told, Told, Told]
  expect((await s.t.post(chief, `/api/reach/deliveries/${first.id}/resend`)).json()).toMatchObject({ state: 'waiting' })
  await s.t.jobs.drain()
  expect(s.services[first.channel as 'wecom'].got).toHaveLength(1)
  const drop = (id: string) => s.t.post(chief, `/api/reach/deliveries/${id}/drop`, { reason: '已当面告知' })
  expect((await drop(second.id)).json()).toMatchObject({ state: 'dropped', reason: '已当面告知' })
  expect((await drop(first.id)).statusCode).toBe(409)
  expect((await s.t.post(chief, `/api/reach/deliveries/${first.id}/resend`)).statusCode).toBe(409)
})

it('a rate limit is waited for as long as asked, and costs no attempt', async () => {
  await everywhere('limit')
  expect(await states()).toEqual(each('waiting'))
  await s.pass(88)
  expect(arrivals()).toEqual(each(0))
  await s.pass(4)
  expect(arrivals()).toEqual(each(1))
  expect((await s.rows()).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1])
})

it('a rate limit in a 200 body is one, too; DingTalk is left alone for ten minutes', async () => {
  for (const vendor of vendors) s.services[vendor].moods.push('limitInBody')
  await s.card()
  await s.card() // another for the same group waits behind the closed door
  const got = () => vendors.map((vendor) => s.services[vendor].got.length)
  const seen = () => vendors.map((vendor) => s.services[vendor].seen.length)
  expect([got(), seen()]).toEqual([
    [0, 0, 0],
    [1, 1, 1],
  ])
  await s.pass(55)
  expect(seen()).toEqual([1, 1, 1])
  await s.pass(30)
  await s.pass(30)
  expect([got()[0], got()[1], got()[2]]).toEqual([2, 0, 2])
  await s.pass(520)
  await s.pass(30)
  expect(got()).toEqual([2, 2, 2])
})

it('a service that is down or away is tried again with growing waits; after the last attempt the letter is dead', async () => {
  await everywhere('down')
  expect(await states()).toEqual(each('waiting'))
  await s.pass(20)
  expect(arrivals()).toEqual(each(0))
  await s.pass(125)
  expect(arrivals()).toEqual(each(1))
  await s.services.push.shut()
  await s.tell([officer.account], 'matters.notices.assigned')
  const waits: number[] = []
  for (let n = 1; n <= 8; n++) {
    const row = (await s.rows('push')).at(-1)
    expect(row).toMatchObject(n === 8 ? { state: 'dead', attempts: 8 } : { state: 'waiting', attempts: n })
    if (n === 8) break
    const wait = (Date.parse(row?.due_at ?? '') - s.t.clock.now()) / 1000
    waits.push(wait)
    await s.pass(wait + 1)
  }
  waits.forEach((wait, n) => {
    expect(wait).toBeGreaterThan(30 * 2 ** n * 0.8 - 3)
    expect(wait).toBeLessThan(30 * 2 ** n * 1.2 + 1)
  })
  await s.services.push.open()
  await s.pass(86_400)
  expect((await s.rows('push')).at(-1)?.state).toBe('dead')
})

describe.each(['hang', 'cut'] as const)('no answer after all of it was taken (%s)', (mood) => {
  it('is repeated by itself only where the receiver drops repeats; a group is asked about first', async () => {
    await everywhere(mood)
    expect(await states()).toEqual({
      ...each('doubtful'),
      push: 'waiting',
      sms: 'waiting',
    })
    await s.pass(60)
    await s.pass(86_400)
    nothingWrong()
    // Twice on the line, once in effect: the same topic, the same id.
    expect(arrivals()).toEqual({ ...each(1), push: 2, sms: 2 })
    expect(counted()).toEqual(each(1))
    const doubtful = (await shown('?state=doubtful&channel=wecom')).items[0] as Told
    expect(doubtful.advice).toContain('先到群里看')
    await s.t.post(chief, `/api/reach/deliveries/${doubtful.id}/resend`)
    await s.t.jobs.drain()
    expect(s.services.wecom.got).toHaveLength(2)
  })
})

it('what certainly did not arrive goes to groups by itself, once they are back', async () => {
  for (const vendor of vendors) await s.services[vendor].shut()
  await s.card()
  expect((await s.rows()).map(({ state, trouble }) => [state, trouble])).toEqual(
    vendors.map(() => ['waiting', 'noLine']),
  )
  for (const vendor of vendors) await s.services[vendor].open()
  await s.pass(40)
  expect(vendors.map((vendor) => s.services[vendor].got.length)).toEqual([1, 1, 1])
})

it('a browser that is gone is forgotten, with all that waited for it; the others are not', async () => {
  await s.subscribe(officer)
  s.services.push.moods.push('gone')
  await s.tell([officer.account])
  expect((await s.rows('push')).map(({ state }) => state).sort()).toEqual(['dropped', 'sent'])
  expect(await s.t.sql('select id from reach.device')).toHaveLength(1)
  await s.tell([officer.account])
  expect(s.services.push.got).toHaveLength(2)
})

it('pages by key and keeps to the area', async () => {
  for (let n = 0; n < 3; n++) await s.card()
  const first = await shown('?limit=5')
  const second = await shown(`?limit=5&after=${first.next}`)
  expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(9)
  expect(second.next).toBeNull()
  const other = await s.t.as('chief', world.neighbourTownship)
  expect((await s.t.get(other, '/api/reach/deliveries')).json()).toEqual({ items: [], next: null })
})

it('a hand-over that nobody takes is told for both areas, and by one robot once', async () => {
  const { id, area } = await s.card()
  await s.pass(3600)
  for (const told of [area, world.community])
    await s.publish({ type: 'matters.handoverStuck', subject: id, area: told, payload: { way: 'passOn' } })
  await s.pass(10)
  expect(vendors.map((vendor) => s.services[vendor].got.length)).toEqual([2, 2, 2])
  expect(s.services.wecom.got[1]?.text).toContain('【移交未接】')
})
