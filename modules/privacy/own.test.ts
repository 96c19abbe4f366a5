import { newId } from '@doorstep/contract'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lifeOf, person, resident } from './test-privacy.ts'

let t: TestApp
let officer: Who
let who: Who
let id: string
beforeAll(async () => {
  t = await testApp()
  officer = await t.as('officer')
  who = await resident(t)
  id = (await lifeOf(t, who, officer)).id
  await t.jobs.drain()
})
afterAll(() => t.close())

type Item = { id: string; title: string; facts: { name: string; value: string }[]; endsAt: string | null }
type Held = { sections: { kind: string; purpose: string; basis: string; items: Item[] }[] }
const held = async (by: Who): Promise<Held> => (await t.get(by, '/api/privacy/held')).json()
const factsOf = (all: Held, kind: string) =>
  Object.fromEntries(
    (all.sections.find((section) => section.kind === kind)?.items[0]?.facts ?? []).map(({ name, value }) => [
      name,
      value,
    ]),
  )

it('shows what is held, in words, with purpose and basis, in full for the person', async () => {
  const all = await held(who)
  expect(all.sections.map(({ kind }) => kind)).toEqual(['people.account', 'matters.matter', 'notices.inbox'])
  for (const { purpose, basis } of all.sections) expect(`${purpose}${basis}`).not.toMatch(/personal\./)
  expect(factsOf(all, 'people.account')).toMatchObject({ name: person.nickname, phone: person.phone })
  expect(factsOf(all, 'matters.matter')).toMatchObject({ name: person.name, phone: person.phone, files: '1' })
  expect(factsOf(all, 'matters.matter').said).toContain('还在响')
  const other = await held(await t.another('resident'))
  expect(other.sections.map(({ kind }) => kind)).toEqual(['people.account'])
  expect((await t.get(t.visitor, '/api/privacy/held')).json()).toMatchObject({ who: 'nobody', sections: [] })
})

it('shows who looked, by post, when and why, and not the person’s own reading', async () => {
  await t.get(who, `/api/matters/${id}`)
  await t.get(officer, `/api/matters/${id}`)
  const { items } = (await t.get(who, '/api/privacy/looks')).json<{
    items: { post: string; what: string; reason: string | null; title: string }[]
  }>()
  expect(items[0]).toMatchObject({ post: 'officer', what: 'read' })
  const unmasked = items.find(({ what }) => what === 'unmasked')
  expect(unmasked?.reason).toContain('回电话')
  expect(unmasked?.title).toContain('矛盾纠纷')
  expect(items.every(({ post }) => post === 'officer')).toBe(true)
  const strangers = (await t.get(await t.another('resident'), '/api/privacy/looks')).json<{ items: [] }>()
  expect(strangers.items).toEqual([])
})

it('hands it out as JSON and as a PDF whose Chinese can be read', async () => {
  const json = await t.get(who, '/api/privacy/export')
  expect(json.headers['content-disposition']).toContain('.json')
  expect(JSON.stringify(json.json())).toContain(person.secret)
  const pdf = await t.get(who, '/api/privacy/export?format=pdf')
  expect(pdf.headers['content-type']).toBe('application/pdf')
  expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.rawPayload.length).toBeGreaterThan(10_000) // a font stands in it
})

it('sets name and number right at once, and asks the officer to correct facts', async () => {
  const correction = { id, name: '欧阳之夏', phone: '13900001111', words: '是四楼，不是三楼。' }
  expect((await t.post(who, '/api/privacy/corrections', correction)).statusCode).toBe(200)
  expect(factsOf(await held(who), 'matters.matter')).toMatchObject({ name: '欧阳之夏', phone: '13900001111' })
  const unmasked = await t.post(officer, `/api/matters/${id}/unmask`, { reason: '核对' })
  expect(unmasked.json()).toEqual({ name: '欧阳之夏', phone: '13900001111' })
  const { items } = (await t.get(officer, `/api/matters/${id}/steps`)).json<{
    items: { verb: string; text: string }[]
  }>()
  expect(items.find(({ verb }) => verb === 'askCorrection')?.text).toBe('是四楼，不是三楼。')
  await t.jobs.drain()
  const inbox = (await t.get(officer, '/api/notices')).json<{ items: { words: string }[] }>()
  expect(inbox.items.map(({ words }) => words)).toContain('matters.notices.correctionAsked')
  const named = await t.post(who, '/api/privacy/corrections', { id: who.account, name: '知夏' })
  expect(named.statusCode).toBe(200)
  expect(factsOf(await held(who), 'people.account').name).toBe('知夏')
})

it('refuses to correct what is somebody else’s, and a correction that says nothing', async () => {
  const other = await t.another('resident')
  expect((await t.post(other, '/api/privacy/corrections', { id, name: '冒名' })).json().code).toBe('privacy.notYours')
  expect((await t.post(other, '/api/privacy/corrections', { id: who.account, name: '冒名' })).statusCode).toBe(404)
  expect((await t.post(t.visitor, '/api/privacy/corrections', { id, name: '冒名' })).statusCode).toBe(404)
  expect((await t.post(who, '/api/privacy/corrections', { id })).json().code).toBe('privacy.nothingSaid')
})

it('takes a question, due in 15 working days, which the county answers and the person is told', async () => {
  const asked = newId(world.county)
  const made = await t.post(who, '/api/privacy/requests', { id: asked, kind: 'explain', words: '为什么要留电话？' })
  expect(made.statusCode).toBe(200)
  const admin = await t.as('countyAdmin', world.county)
  const open = (await t.get(admin, '/api/privacy/requests?state=open')).json<{
    items: { id: string; words: string }[]
  }>()
  expect(open.items.find((each) => each.id === asked)?.words).toBe('为什么要留电话？')
  const answered = await t.post(admin, `/api/privacy/requests/${asked}/answer`, {
    outcome: 'done',
    answer: '回访时要用。',
  })
  expect(answered.json()).toMatchObject({ state: 'done' })
  await t.jobs.drain()
  const own = (await t.get(who, '/api/privacy/held')).json<{ requests: { answer: string | null }[] }>()
  expect(own.requests[0]?.answer).toBe('回访时要用。')
  const inbox = (await t.get(who, '/api/notices')).json<{ items: { text: string }[] }>()
  expect(inbox.items.map(({ text }) => text)).toContain('您关于个人信息的请求已有答复')
})
