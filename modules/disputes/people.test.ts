import { newId, splitId } from '@doorstep/contract'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { lay } from '../matters/test-matters.ts'
import { type Laid, layDispute, laySession } from './test-disputes.ts'

let t: TestApp
let officer: Who
let other: Who
let resident: Who
beforeAll(async () => {
  t = await testApp()
  ;[officer, other, resident] = await Promise.all([t.as('officer'), t.another('officer'), t.as('resident')])
})
beforeEach(() => t.clock.set('2026-11-16T02:00:00Z'))
afterAll(() => t.close())

const told = ({ statusCode, json }: { statusCode: number; json<T>(): T }) => [
  statusCode,
  json<{ code?: string }>().code,
]
const post = (who: Who, id: string, path: string, body: object = {}) => t.post(who, `/api/disputes/${id}/${path}`, body)
const reason = '需要联系'
const id = () => newId(world.county)

it('from a matter to two parties who agree, each by their own way; the matter is settled only through the file', async () => {
  const mine = { assignee: officer.account, matter: { assignee: officer.account, reporter: resident.account } }
  const matter = await lay(t, 'inProgress', mine.matter)
  await post(officer, matter.id, 'open')
  const register = { type: 'neighbour', class: 'complex', way: 'people', people: 2, facts: '围墙越界' }
  const file = (await post(officer, matter.id, 'register', register)).json()
  expect(file).toMatchObject({ state: 'registered', family: 'familyNeighbour', scale: 'under50', facts: '围墙越界' })
  // Complex: twenty days from the acceptance, on the matter as in the file.
  expect(Date.parse(file.deadline) - Date.parse(matter.acceptedAt ?? '')).toBeGreaterThan(19 * 86_400_000)
  const resolve = { grade: 'solved', result: '好了' }
  expect(told(await t.post(officer, `/api/matters/${matter.id}/resolve`, resolve))).toEqual([409, 'matters.held'])

  const [one, two] = [id(), id()]
  await post(officer, matter.id, 'parties', { id: one, role: 'applicant', name: '王小明', reporter: true })
  expect(told(await post(officer, matter.id, 'ask-consent'))).toEqual([409, 'disputes.sidesMissing'])
  const added = await post(officer, matter.id, 'parties', {
    id: two,
    role: 'respondent',
    name: '李建国',
    phone: '13800138000',
  })
  expect(added.json().parties).toMatchObject([
    { name: '王**', sign: '王某', hasAccount: true },
    { name: '李**', phone: '138****8000', hasCode: false },
  ])
  await post(officer, matter.id, 'ask-consent')
  expect(told(await post(officer, matter.id, 'begin'))).toEqual([409, 'disputes.consentMissing'])

  // One has an account and must have read their rights before they agree; the other says it on the phone.
  expect(told(await post(resident, matter.id, 'own/consent', { agree: true }))).toEqual([409, 'disputes.rightsUnread'])
  await post(resident, matter.id, 'own/rights')
  const own = (await post(resident, matter.id, 'own/consent', { agree: true })).json()
  expect(own).toMatchObject({
    me: [{ name: '王小明', consent: 'agreed' }],
    others: [{ sign: '李某', role: 'respondent' }],
  })
  expect(JSON.stringify(own)).not.toContain('建国')
  await post(officer, matter.id, `parties/${two}/consent`, { agree: true, how: 'phone' })
  expect((await post(officer, matter.id, 'begin')).json()).toMatchObject({ state: 'mediating' })
  const steps = (await t.get(resident, `/api/matters/${matter.id}/steps`)).json().items
  expect(steps.map(({ said }: { said: string | null }) => said)).toContain('各方同意，开始调解')
})

it('a party with a code sees the case in a browser without an account, and may refuse: that stops it', async () => {
  const file = await layDispute(t, { state: 'consentAsked' })
  const { code } = (await post(officer, file.id, `parties/${file.respondent}/code`)).json()
  const opened = await t.post(t.visitor, '/api/disputes/code', { code, county: world.county })
  expect(opened.json()).toEqual({ id: file.id })
  const cookie = String(opened.headers['set-cookie']).split(';')[0] as string
  const holder: Who = { account: '', headers: { cookie } }
  expect((await t.get(holder, `/api/disputes/${file.id}/own`)).json()).toMatchObject({
    me: [{ name: '李建国', role: 'respondent' }],
    others: [{ sign: '王某' }],
    allowed: ['readRights', 'consent', 'refuse', 'acceptMediator'],
  })
  expect((await t.get(holder, '/api/disputes/mine')).json().items).toHaveLength(1)
  expect((await t.get(holder, `/api/disputes/${file.id}`)).statusCode).toBe(401)
  expect(told(await post(holder, file.id, 'own/withdraw'))).toEqual([403, 'disputes.notApplicant'])
  expect((await post(holder, file.id, 'own/consent', { agree: false, reason: '不想谈' })).json()).toMatchObject({
    state: 'refused',
    allowed: [],
  })
  const stranger = await layDispute(t, { state: 'consentAsked' })
  expect(told(await t.get(holder, `/api/disputes/${stranger.id}/own`))).toEqual([404, 'disputes.missing'])
  expect(told(await t.post(t.visitor, '/api/disputes/code', { code: 'AAAA-BBBB-CCCC', county: world.county }))).toEqual(
    [404, 'disputes.codeUnknown'],
  )
})

it('who a party is, is shown for a reason that is kept; of a minor only to whoever handles it', async () => {
  const file = await layDispute(t, { assignee: officer.account, matter: { assignee: officer.account } })
  const party = `parties/${file.respondent}`
  expect((await post(officer, file.id, `${party}/unmask`, { reason })).json()).toMatchObject({ name: '李建国' })
  const [audit] = await t.sql<{ reason: string }>(
    `select reason from kernel.audit where operation = 'disputes.unmaskParty' and subject = $1`,
    [file.id],
  )
  expect(audit?.reason).toBe(reason)
  const minor = await post(officer, file.id, party, { isMinor: true })
  expect(minor.json()).toMatchObject({ minor: true, withheld: false })
  expect((await t.get(other, `/api/disputes/${file.id}`)).json()).toMatchObject({
    withheld: true,
    facts: null,
    parties: [{ name: '' }, { name: '' }],
  })
  expect(told(await post(other, file.id, `${party}/unmask`, { reason }))).toEqual([403, 'disputes.minorProtected'])
  expect(told(await post(officer, file.id, party, { guardian: file.respondent }))).toEqual([
    400,
    'disputes.guardianWrong',
  ])
})

const day = (hours: number) => new Date(Date.parse('2026-11-18T00:00:00Z') + hours * 3_600_000).toISOString()
const plan = (file: Laid, from: number, to: number, more: object = {}) =>
  post(officer, file.id, 'sessions', { id: id(), starts: day(from), ends: day(to), ...more })

it('no room, mediator or party sits in two places at once; what is cancelled is free again', async () => {
  const [first, second] = [await layDispute(t, { state: 'mediating' }), await layDispute(t, { state: 'mediating' })]
  const room = id()
  const chief = await t.as('chief', world.township)
  await t.send(chief, 'PUT', `/api/mediation/rooms/${room}`, { area: world.community, name: '一号调解室' })
  const planned = (await plan(first, 1, 3, { room })).json()
  expect(planned.sessions).toMatchObject([{ n: 1, state: 'planned', room: { name: '一号调解室' } }])
  const taken = await plan(second, 2, 4, { room })
  expect([...told(taken), taken.json().data.who]).toEqual([409, 'disputes.roomTaken', '一号调解室'])
  expect((await plan(second, 3, 4, { room })).statusCode).toBe(200)

  const somebody = await t.as('mediator')
  const third = await layDispute(t, { state: 'mediating', mediator: { account: somebody.account } })
  const fourth = await layDispute(t, { state: 'mediating', mediator: { account: somebody.account } })
  await plan(third, 10, 12)
  expect(told(await plan(fourth, 11, 13))).toEqual([409, 'disputes.mediatorTaken'])
  const phone = { phone: t.parts.vault.seal('13900139000') }
  const [fifth, sixth] = [
    await layDispute(t, { state: 'mediating', respondent: phone }),
    await layDispute(t, { state: 'mediating', applicant: phone }),
  ]
  const session = (await plan(fifth, 20, 22)).json().sessions[0].id
  expect(told(await plan(sixth, 21, 23))).toEqual([409, 'disputes.partyTaken'])
  await post(officer, fifth.id, `sessions/${session}/cancel`, { reason })
  expect((await plan(sixth, 21, 23)).statusCode).toBe(200)

  const mine = (await t.get(somebody, '/api/mediation/mine')).json().items
  expect(mine).toMatchObject([{ dispute: third.id, parties: [{ sign: '王某' }, { sign: '李某' }] }])
  expect((await t.get(somebody, `/api/disputes/${third.id}`)).statusCode).toBe(403)
})

it('is held only as the law has it, and what was still planned ends with mediation', async () => {
  const file = await layDispute(t, {
    state: 'mediating',
    assignee: officer.account,
    matter: { assignee: officer.account },
    respondent: { rights_read_at: null },
  })
  const session = await laySession(t, file, '2026-11-16T01:00:00Z', '2026-11-16T03:00:00Z')
  const record = { attended: [file.applicant, file.respondent, file.mediator], record: '各自陈述', outcome: 'failed' }
  const hold = (body: object = record) => post(officer, file.id, `sessions/${session}/hold`, body)
  expect(told(await hold())).toEqual([409, 'disputes.rightsUnread'])
  await post(officer, file.id, `parties/${file.respondent}/rights`, { how: 'spoken' })
  expect(told(await hold({ ...record, attended: [file.applicant] }))).toEqual([409, 'disputes.mediatorMissing'])
  expect(told(await hold({ ...record, attended: [id(), file.mediator] }))).toEqual([400, 'disputes.attendedWrong'])
  expect((await hold()).json().sessions).toMatchObject([{ state: 'held', record: '各自陈述' }])
  await plan(file, 30, 31)
  expect((await post(officer, file.id, 'fail', { reason })).json()).toMatchObject({
    state: 'failed',
    sessions: [{ state: 'held' }, { state: 'cancelled' }],
  })
  const left = await t.sql(
    'select from disputes.booking b join disputes.session s on s.id = b.session where s.dispute = $1',
    [splitId(file.id).uuid],
  )
  expect(left).toHaveLength(0)
  expect((await post(officer, file.id, 'tell-ways', { text: '可以起诉' })).json()).toMatchObject({ state: 'waysTold' })
  const matter = (await t.get(officer, `/api/matters/${file.id}`)).json()
  expect(matter).toMatchObject({ state: 'resolved', grade: 'procedureEnded', heldBy: null })
})

it('follows its matter: passed on, coloured, taken back', async () => {
  const file = await layDispute(t, { state: 'consentAsked', matter: { state: 'accepted', reporter: resident.account } })
  const chief = await t.as('chief', world.township)
  await t.post(chief, `/api/matter-levels/${file.id}/raise`, {
    id: id(),
    colour: 'orange',
    facts: {},
    reason: '多次争吵',
  })
  await t.jobs.drain()
  expect((await t.get(chief, `/api/disputes/${file.id}`)).json()).toMatchObject({ colour: 'orange' })
  expect((await t.get(chief, '/api/disputes?colour=orange')).json().items).toHaveLength(1)
  await t.post(chief, `/api/matters/${file.id}/pass-on`, { area: world.neighbourCommunity, reason })
  await t.jobs.drain()
  const [row] = await t.sql(
    `select d.area, p.area as party from disputes.dispute d join disputes.party p on p.dispute = d.id where d.id = $1`,
    [splitId(file.id).uuid],
  )
  expect(row).toEqual({ area: world.neighbourCommunity, party: world.neighbourCommunity })
  await t.post(resident, `/api/matters/${file.id}/withdraw`)
  await t.jobs.drain()
  expect((await t.get(chief, `/api/disputes/${file.id}`)).json()).toMatchObject({
    state: 'withdrawn',
    outcome: 'ended',
  })
})

it('what is held about a party is theirs to see, and goes when the file has ended', async () => {
  const person = await t.another('resident')
  const mine = { account: person.account }
  await layDispute(t, { state: 'mediating', applicant: mine })
  const ended = await layDispute(t, { state: 'closed', applicant: mine })
  const party = t.parts.modules.find(({ name }) => name === 'disputes')?.personal
  const { runOnce, systemActor, systemGrant } = await import('@doorstep/kernel')
  const county = Number(world.county)
  const subject = { account: person.account, receipt: null }
  const { value } = await runOnce(
    t.parts,
    { actor: systemActor(county), grant: systemGrant(county), county },
    async (ctx) => ({
      held: await party?.held(ctx, subject, () => 1095),
      erased: await party?.erase(ctx, subject),
    }),
  )
  expect(value.held?.[0]?.items.map(({ onErasure }) => onErasure).toSorted()).toEqual(['anonymised', 'waits'])
  expect(value.erased).toMatchObject([{ anonymised: 1, kept: 1, reason: 'disputes.personal.keptOpen' }])
  const [row] = await t.sql<{ name: string; account: string | null }>(
    `select name, account from disputes.party where dispute = $1 and role = 'applicant'`,
    [splitId(ended.id).uuid],
  )
  expect([t.parts.vault.open(row?.name ?? ''), row?.account]).toEqual(['—', null])
})
