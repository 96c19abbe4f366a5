import { newId } from '@doorstep/contract'
import { world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { county, type Stage, secret, stage } from './test-reach.ts'
import { newBrowser } from './test-services.ts'

/** What people choose, and addresses that lead where they must not. */

let s: Stage
let person: Awaited<ReturnType<Stage['t']['as']>>
beforeAll(async () => {
  s = await stage()
})
afterAll(() => s.close())
const got = () => s.services.push.got.length

it('lets what is not urgent wait for the morning, urgent come at once, and leaves out what nobody wants', async () => {
  person = await s.t.another('officer')
  await s.subscribe(person, { language: 'en-US' })
  s.t.clock.set('2026-03-04T15:30:00.000Z') // 23:30
  await s.tell([person.account], 'matters.notices.accepted')
  await s.pass(6 * 3600)
  expect(got()).toBe(0)
  await s.tell([person.account], 'matters.notices.red', true)
  expect(got()).toBe(1)
  await s.pass(89 * 60)
  expect(got()).toBe(1)
  await s.pass(2 * 60) // 07:01
  expect(got()).toBe(2)
  expect(JSON.parse(s.services.push.got[1]?.text ?? '').body).toContain('has been taken on')
  const quiet = { on: false, from: '22:00', to: '07:00' }
  await s.t.send(person, 'PUT', '/api/reach/mine', { push: ['needsMe'], sms: [], quiet })
  await s.tell([person.account], 'matters.notices.accepted')
  expect(got()).toBe(2)
  await s.tell([person.account], 'matters.notices.assigned')
  expect(got()).toBe(3)
  const mine = (await s.t.get(person, '/api/reach/mine')).json()
  expect(mine).toMatchObject({ usual: false, sms: 'noPhone', choices: { push: ['needsMe'], quiet } })
  expect(mine.devices[0].reachedAt).not.toBeNull()
})

it('writes to nobody but push services and the vendors’ hosts', async () => {
  const { keys } = newBrowser()
  const subscribe = (endpoint: string) =>
    s.t.post(person, '/api/reach/devices', { id: newId(county), client: 'officer', endpoint, keys })
  for (const endpoint of [
    'http://169.254.169.254/latest/meta-data',
    'https://localhost/push',
    `http://${s.services.push.host}@evil.example/push`,
    'http://fcm.googleapis.com/fcm/send/x',
    'https://fcm.googleapis.com.evil.example/x',
    'https://fcm.googleapis.com:8443/x',
  ])
    expect((await subscribe(endpoint)).json(), endpoint).toMatchObject({ code: 'reach.badAddress' })
  expect((await subscribe('https://fcm.googleapis.com/fcm/send/x')).statusCode).toBe(200)
  const chief = await s.t.as('chief', world.township)
  const add = (vendor: string, address: string) =>
    s.t.post(chief, '/api/reach/robots', {
      id: newId(county),
      ...{ area: world.community, vendor, name: '群', topics: ['overdue'], language: 'zh-CN', address, secret },
    })
  for (const [vendor, address] of [
    ['wecom', s.address.dingtalk],
    ['wecom', 'https://qyapi.weixin.qq.com/cgi-bin/user/delete?key=1'],
    ['feishu', 'https://open.feishu.cn.evil.example/open-apis/bot/v2/hook/1'],
    ['dingtalk', 'http://127.0.0.1:5432/robot/send?access_token=1'],
  ] as const)
    expect((await add(vendor, address)).json(), address).toMatchObject({ code: 'reach.badAddress' })
  s.t.parts.settings.production = true
  expect((await add('wecom', s.address.wecom)).json()).toMatchObject({ code: 'reach.badAddress' })
  s.t.parts.settings.production = false
})

it('shows no secret: not in replies, not in the table, not in the audit log', async () => {
  const chief = await s.t.as('chief', world.township)
  await s.addRobots(['dingtalk'], chief)
  const list = (await s.t.get(chief, '/api/reach/robots')).body
  const stored = JSON.stringify([
    await s.t.sql('select * from reach.robot'),
    await s.t.sql('select * from reach.device'),
    await s.t.sql('select * from kernel.audit'),
    await s.t.sql('select payload from kernel.outbox'),
  ])
  for (const hidden of [secret, 'access_token', '/push/', 'fcm/send'])
    expect([list.includes(hidden), stored.includes(hidden)], hidden).toEqual([false, false])
  expect(list).toContain(s.services.dingtalk.host)
})

it('a browser belongs to whoever switched it on last; what was meant for another does not come', async () => {
  const first = await s.t.another('resident')
  const next = await s.t.another('resident')
  const { path } = await s.subscribe(first)
  s.services.push.moods.push('down')
  const before = got()
  await s.tell([first.account], 'matters.notices.resolved')
  await s.subscribe(next, { path })
  await s.pass(300)
  expect(got()).toBe(before)
  await s.tell([next.account], 'matters.notices.resolved')
  expect(got()).toBe(before + 1)
  expect((await s.t.get(first, '/api/reach/mine')).json().devices).toEqual([])
})

it('a browser whose push service moves it keeps its place; nobody moves another’s', async () => {
  const who = await s.t.another('resident')
  const { path, reply } = await s.subscribe(who)
  const next = newBrowser()
  s.browsers.set(`${path}-next`, next)
  const address = (to: string) => `http://${s.services.push.host}${to}`
  const renew = (by: typeof who, old: string, to: string) =>
    s.t.post(by, '/api/reach/devices/renew', { old: address(old), endpoint: address(to), keys: next.keys })
  expect((await renew(await s.t.another('resident'), path, `${path}-next`)).statusCode).toBe(404)
  const moved = await renew(who, path, `${path}-next`)
  expect(moved.json()).toMatchObject({ id: reply.json().id })
  expect((await renew(who, path, `${path}-next`)).statusCode).toBe(200)
  const before = got()
  await s.tell([who.account], 'matters.notices.resolved')
  expect(got()).toBe(before + 1)
})

it('all of it goes with the account', async () => {
  const resident = await s.t.another('resident')
  await s.subscribe(resident)
  await s.tell([resident.account], 'matters.notices.resolved')
  const held = (await s.t.get(resident, '/api/privacy/held')).body
  expect(held).toContain('reach.device')
  expect(held).toContain('reach.delivery')
})
