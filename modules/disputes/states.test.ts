import { newId, splitId } from '@doorstep/contract'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canMove, stateAfter } from './rules.ts'
import { permissionOf } from './rules-allowed.ts'
import { isOpen, moves, type State, settles, states, type Verb } from './states.ts'
import { type Laid, layDispute, laySession } from './test-disputes.ts'

let t: TestApp
let chief: Who
beforeAll(async () => {
  t = await testApp()
  chief = await t.as('chief', world.township)
})
afterAll(() => t.close())

const reason = '情况需要'
type Request = { path: string; body: object }
type Ask = (file: Laid) => Request | Promise<Request>
const verb =
  (path: string, body: object = {}): Ask =>
  () => ({ path, body })
const party =
  (path: string, body: object): Ask =>
  ({ respondent }) => ({ path: `parties/${respondent}${path}`, body })
const hour = 3_600_000
const at = (hours: number): string => new Date(t.clock.now() + hours * hour).toISOString()
/** A sitting that is there already; in states without mediation it is one that was forgotten. */
const sitting =
  (path: string, body: (file: Laid) => object): Ask =>
  async (file) => ({
    path: `sessions/${await laySession(t, file, at(0), at(2))}/${path}`,
    body: body(file),
  })

/** How each verb of the file is asked for; those of the agreement have tests of their own. */
const requests: Partial<Record<Verb, Ask>> = {
  register: verb('register', { type: 'wages', class: 'simple', way: 'joint', people: 3 }),
  describe: verb('describe', { people: 4 }),
  addParty: () => ({ path: 'parties', body: { id: newId(world.county), role: 'agent', name: '张三' } }),
  changeParty: party('', { phone: '13800138000' }),
  readRights: party('/rights', { how: 'spoken' }),
  unmask: party('/unmask', { reason }),
  addMediator: () => ({ path: 'mediators', body: { id: newId(world.county), role: 'senior', name: '钱师傅' } }),
  acceptMediator: ({ mediator, respondent }) => ({
    path: `mediators/${mediator}/accept`,
    body: { party: respondent, accept: true, how: 'phone' },
  }),
  removeMediator: ({ mediator }) => ({ path: `mediators/${mediator}/remove`, body: { reason } }),
  askConsent: verb('ask-consent'),
  consent: party('/consent', { agree: true, how: 'phone' }),
  refuse: party('/consent', { agree: false, how: 'phone' }),
  beginMediation: verb('begin'),
  planSession: () => ({ path: 'sessions', body: { id: newId(world.county), starts: at(24), ends: at(25) } }),
  moveSession: sitting('move', () => ({ starts: at(48), ends: at(49), reason })),
  cancelSession: sitting('cancel', () => ({ reason })),
  holdSession: sitting('hold', ({ applicant, respondent, mediator }) => ({
    attended: [applicant, respondent, mediator],
    record: '各自陈述',
    outcome: 'continue',
  })),
  fail: verb('fail', { reason }),
  tellWays: verb('tell-ways', { text: '可以向人民法院起诉' }),
  withdraw: verb('withdraw', { reason }),
  followUp: verb('follow-up'),
  close: verb('close'),
  settleAgain: verb('settle-again', { text: '核实后仍在履行' }),
  reopen: verb('reopen', { reason }),
  // Last: parties are taken out only before they are asked, which is a rule of its own.
  removeParty: async ({ id }) => {
    const agent = newId(world.county)
    await t.sql(
      `insert into disputes.party (county, id, dispute, area, role, name, added_at) values ($1, $2, $3, $4, 'agent', $5, now())`,
      [Number(world.county), splitId(agent).uuid, splitId(id).uuid, world.grid, t.parts.vault.seal('张三')],
    )
    return { path: `parties/${agent}/remove`, body: { reason } }
  },
}
const ofAgreement: readonly Verb[] = [
  'draft',
  'agree',
  'unagree',
  'sign',
  'giveCopy',
  'takeEffect',
  'keepInstalment',
  'missInstalment',
  'perform',
  'breach',
  'renew',
  'applyConfirm',
  'acceptConfirm',
  'recordRuling',
]
const names = Object.keys(requests) as Verb[]
const pairs = (allowed: boolean) =>
  names.flatMap((name) =>
    states.filter((state) => canMove(state, name) === allowed).map((state) => [name, state] as const),
  )

async function asked(name: Verb, state: State) {
  const agreed = { consent: 'agreed' } as const
  const file = await layDispute(t, {
    state,
    ...(name === 'beginMediation' ? { applicant: agreed, respondent: agreed } : {}),
    ...(name === 'settleAgain' && canMove(state, name) ? { matter: { state: 'inProgress' } } : {}),
    assignee: chief.account,
  })
  const { path, body } = await (requests[name] as Ask)(file)
  const reply = await t.post(chief, `/api/disputes/${file.id}/${path}`, body)
  const [row] = await t.sql<{ state: string; open: boolean; steps: number; matter: string; grade: string | null }>(
    `select d.state, d.open, m.state as matter, m.grade, (select count(*) from matters.step s where s.matter = m.id and s.verb like 'disputes.%') as steps
     from disputes.dispute d join matters.matter m using (county, id) where d.id = $1`,
    [splitId(file.id).uuid],
  )
  return { reply, row }
}

test('every verb is asked for here, in the tests of the agreement, or done by the system', () => {
  const known = [...names, ...ofAgreement, 'drop']
  expect(known.toSorted()).toEqual(Object.keys(moves).toSorted())
  for (const name of names) expect(permissionOf[name], name).not.toBeNull()
})

describe('what the table allows happens, is told in the log of the matter, and the matter follows', () => {
  test.each(pairs(true))('%s from %s', async (name, state) => {
    const { reply, row } = await asked(name, state)
    expect(reply.statusCode, reply.body).toBe(200)
    const after = stateAfter(state, name)
    expect(row).toMatchObject({ state: after, open: isOpen(after), steps: 1 })
    const grade = settles[after]
    if (grade && after !== state) expect([row?.matter, row?.grade]).toEqual(['resolved', grade])
    if (after === 'registered' && state !== 'found') expect(row?.matter).toBe('inProgress')
  })
})

describe('what the table does not allow is a conflict and changes nothing', () => {
  test.each(pairs(false))('%s from %s', async (name, state) => {
    const { reply, row } = await asked(name, state)
    expect(reply.statusCode, reply.body).toBe(409)
    expect(reply.json()).toMatchObject({ code: 'disputes.wrongState', data: { state } })
    expect(row).toMatchObject({ state, steps: 0 })
  })
})
