import { newId, type Role, splitId } from '@doorstep/contract'
import { type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verbs as operations } from './contract-verbs.ts'
import { canMove, stateAfter } from './rules.ts'
import { permissionOf } from './rules-allowed.ts'
import { type State, states, type Verb } from './states.ts'
import { type Kit, kit, lay } from './test-matters.ts'

let k: Kit
beforeAll(async () => {
  k = await kit()
})
afterAll(() => k.t.close())

const reason = '情况需要'
type HttpVerb = keyof typeof operations
const who: Record<string, { role: Role; area?: string; unit?: string }> = {
  'matters.answer': { role: 'resident' },
  'matters.help': { role: 'auxiliary' },
  'matters.department': { role: 'departmentClerk', area: world.county, unit: 'housing' },
}
const asker = (verb: HttpVerb): Promise<Who> => {
  const { role, area = world.township, unit } = who[permissionOf[verb] ?? ''] ?? { role: 'chief' }
  return k.t.as(role, area, unit)
}
const body: Record<HttpVerb, () => object | Promise<object>> = {
  accept: () => ({}),
  assign: async () => ({ to: (await k.t.as('officer')).account, reason }),
  start: () => ({}),
  note: () => ({ text: '记录' }),
  reply: () => ({ text: '明天上门' }),
  askHelp: async () => ({ who: (await k.t.as('auxiliary')).account, task: '一起上门' }),
  dropHelp: async () => ({ who: (await k.t.as('auxiliary', world.township)).account }),
  helped: () => ({ text: '已劝开' }),
  waitForPerson: () => ({ text: '请提供照片' }),
  handToDepartment: () => ({ unit: 'housing', reason }),
  answerFromDepartment: () => ({ text: '已维修' }),
  returnToRoom: () => ({ reason }),
  resume: () => ({}),
  suspend: () => ({ reason }),
  passOn: () => ({ area: world.otherTownshipCommunity, reason }),
  transferOut: () => ({ body: '12345', reason }),
  askExtension: () => ({ days: 5, reason }),
  decideExtension: () => ({ days: 5, reason }),
  resolve: () => ({ grade: 'solved', result: '修好了' }),
  reopen: () => ({ reason }),
  recordVisit: () => ({ day: 1, outcome: 'good' }),
  supervise: () => ({ supervision: 'yellow', reason }),
  correct: () => ({ urgency: 'urgent', reason }),
  linkDuplicate: async () => ({ to: (await lay(k.t, 'inProgress')).id }),
  tell: () => ({ text: '又漏了' }),
  urge: () => ({}),
  confirm: () => ({}),
  object: () => ({ reason }),
  rate: () => ({ rating: 4 }),
  withdraw: () => ({}),
}

/** A matter in the state that is the asker's, with what the verb needs of it. */
async function prepared(verb: HttpVerb, state: State) {
  const officer = await k.t.as('officer')
  const helper = await k.t.as('auxiliary', world.township)
  const reporter = await k.t.as('resident', world.township)
  const laid = await lay(k.t, state, {
    reporter: reporter.account,
    assignee: state === 'submitted' ? null : officer.account,
    helpers: [helper.account],
    unit: 'housing',
    ...(verb === 'decideExtension'
      ? { extension: { days: 5, reason, askedAt: new Date(k.t.clock.now()).toISOString(), by: officer.account } }
      : {}),
  })
  if (verb === 'recordVisit') {
    const { county, uuid } = splitId(laid.id)
    await k.t.sql('insert into matters.visit (county, matter, day, due_at) values ($1, $2, 1, now())', [county, uuid])
  }
  return laid
}
const path = (verb: HttpVerb): string => operations[verb].post.split('/').at(-1) as string
const names = Object.keys(operations) as HttpVerb[]
const pairs = (allowed: boolean) =>
  names.flatMap((verb) =>
    states.filter((state) => canMove(state, verb as Verb) === allowed).map((state) => [verb, state] as const),
  )

describe('what the table allows happens, and is told', () => {
  test.each(pairs(true))('%s from %s', async (verb, state) => {
    const laid = await prepared(verb, state)
    const reply = await k.verb(await asker(verb), laid.id, path(verb), await body[verb]())
    expect(reply.statusCode, reply.body).toBe(200)
    expect(reply.json().state).toBe(stateAfter(state, verb as Verb))
    const steps = await k.t.sql<{ verb: string; from_state: string; to_state: string | null }>(
      'select verb, from_state, to_state from matters.step where matter = $1 order by at, id',
      [splitId(laid.id).uuid],
    )
    const after = stateAfter(state, verb as Verb)
    expect(steps.at(-1)).toEqual({ verb, from_state: state, to_state: after === state ? null : after })
    expect(steps).toHaveLength(2)
    const events = await k.t.sql<{ type: string }>(
      `select type from kernel.outbox where subject = $1 and type like 'matters.%'
         and type not in ('matters.leftArea', 'matters.revisitsPlanned', 'matters.revisited')`,
      [laid.id],
    )
    expect(events).toHaveLength(1)
  })
})

describe('what the table does not allow is a conflict and changes nothing', () => {
  test.each(pairs(false))('%s from %s', async (verb, state) => {
    const laid = await prepared(verb, state)
    const reply = await k.verb(await asker(verb), laid.id, path(verb), await body[verb]())
    expect(reply.statusCode, reply.body).toBe(409)
    expect(reply.json()).toMatchObject({ code: 'matters.wrongState', data: { state } })
    const [row] = await k.t.sql<{ state: string; n: number }>(
      `select state, (select count(*) from matters.step s where s.matter = m.id) as n from matters.matter m where id = $1`,
      [splitId(laid.id).uuid],
    )
    expect(row).toEqual({ state, n: 1 })
  })
})

describe('outside of the reach there is nothing', () => {
  test.each(names)('%s: 404 for staff of another township and for another person', async (verb) => {
    const state = states.find((each) => canMove(each, verb as Verb)) as State
    const laid = await prepared(verb, state)
    const { role, unit } = who[permissionOf[verb] ?? ''] ?? { role: 'chief' }
    const stranger = await k.t.another(role as Role, world.neighbourTownship, unit)
    const reply = await k.verb(stranger, laid.id, path(verb), await body[verb]())
    expect([reply.statusCode, reply.json().code]).toEqual([404, 'matters.missing'])
    const unknown = await k.verb(stranger, newId(world.county), path(verb), await body[verb]())
    expect(unknown.statusCode).toBe(404)
  })
})
