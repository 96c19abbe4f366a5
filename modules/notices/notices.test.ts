import { newId } from '@doorstep/contract'
import { runOnce, systemActor, systemGrant } from '@doorstep/kernel'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'

let t: TestApp
let officer: Who
beforeAll(async () => {
  t = await testApp()
  officer = await t.as('officer')
})
afterAll(() => t.close())

const county = Number(world.county)
/** As any module would: an event in a transaction of its own. */
const tell = (accounts: string[], subject = newId(county)) =>
  runOnce(t.parts, { actor: systemActor(county), grant: systemGrant(county), county }, async (ctx) =>
    ctx.publish({ type: 'notices.wanted', subject, accounts, payload: { words: 'notices.inbox.title' } }),
  )
type Inbox = { items: { id: string; text: string; readAt: string | null; subject: string }[]; next: string | null }
const inbox = async (who: Who, query = '') => (await t.get(who, `/api/notices${query}`)).json<Inbox>()
const unread = async (who: Who) => (await t.get(who, '/api/notices/count')).json<{ unread: number }>().unread

it('puts one notice per event into the inbox of each account, in the reader’s language', async () => {
  const other = await t.another('officer')
  await tell([officer.account, other.account, officer.account])
  await t.jobs.drain()
  const [notice] = (await inbox(officer)).items
  expect(notice).toMatchObject({ text: '通知', readAt: null })
  expect((await inbox(other)).items).toHaveLength(1)
  expect(await unread(officer)).toBe(1)
  const english = await t.get(
    { ...officer, headers: { ...officer.headers, 'accept-language': 'en-US' } },
    '/api/notices',
  )
  expect(english.json<Inbox>().items[0]?.text).toBe('Inbox')
})

it('does not tell twice when a job is delivered again', async () => {
  const reader = await t.another('officer')
  await tell([reader.account])
  await t.jobs.drain()
  const [event] = await t.sql<{ id: string }>(
    `select id from kernel.outbox where type = 'notices.wanted' order by seq desc limit 1`,
  )
  await t.jobs.boss.send('doorstep-events', { county, event: event?.id, subscriber: 'notices.deliver' })
  await t.jobs.drain()
  expect(await unread(reader)).toBe(1)
})

it('marks as read and unread, one and all, and pages by key', async () => {
  const reader = await t.another('officer')
  for (let n = 0; n < 5; n++) await tell([reader.account])
  await t.jobs.drain()
  const first = await inbox(reader, '?limit=2')
  const second = await inbox(reader, `?limit=2&after=${first.next}`)
  const third = await inbox(reader, `?limit=2&after=${second.next}`)
  expect(third.next).toBeNull()
  expect(new Set([...first.items, ...second.items, ...third.items].map(({ id }) => id)).size).toBe(5)
  const id = first.items[0]?.id as string
  expect((await t.post(reader, `/api/notices/${id}/read`)).statusCode).toBe(200)
  expect(await unread(reader)).toBe(4)
  expect((await inbox(reader, '?unread=true')).items).toHaveLength(4)
  await t.post(reader, `/api/notices/${id}/unread`)
  expect(await unread(reader)).toBe(5)
  expect((await t.post(reader, '/api/notices/read')).json()).toEqual({ read: 5 })
  expect(await unread(reader)).toBe(0)
})

it('refuses another’s notice, a visitor and a cursor that is not ours', async () => {
  const reader = await t.another('officer')
  await tell([reader.account])
  await t.jobs.drain()
  const id = (await inbox(reader)).items[0]?.id as string
  const refused = await t.post(officer, `/api/notices/${id}/read`)
  expect(refused.statusCode).toBe(404)
  expect(refused.json()).toMatchObject({ code: 'notices.missing', title: '没有找到这条通知，它可能已被删除。' })
  expect((await t.get(t.visitor, '/api/notices')).statusCode).toBe(401)
  expect((await t.get(officer, '/api/notices?after=nonsense')).statusCode).toBe(400)
})
