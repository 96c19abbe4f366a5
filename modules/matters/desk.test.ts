import { type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Kit, kit, lay } from './test-matters.ts'

let k: Kit
let chief: Who
beforeAll(async () => {
  k = await kit()
  chief = await k.t.as('chief', world.township)
})
afterAll(() => k.t.close())

const hour = 3_600_000
const from = (hours: number): string => new Date(k.t.clock.now() + hours * hour).toISOString()

describe('what a desk looks at first', () => {
  type Queue = { view: string; count: number; first: { id: string }[] }
  const dayOf = async (who: Who): Promise<Record<string, Queue>> => {
    const { queues } = (await k.t.get(who, '/api/matters/day')).json() as { queues: Queue[] }
    return Object.fromEntries(queues.map((queue) => [queue.view, queue]))
  }
  test('every queue counts what hangs in it, and the list of the same view holds the same', async () => {
    const laid = {
      overdue: [await lay(k.t, 'inProgress', { dueAt: from(-30) }), await lay(k.t, 'submitted', { dueAt: from(-2) })],
      extensions: [
        await lay(k.t, 'inProgress', {
          dueAt: from(200),
          extension: { days: 5, reason: '等待鉴定', askedAt: from(-1), by: null },
        }),
      ],
      supervised: [await lay(k.t, 'inProgress', { dueAt: from(200), supervision: 'red' })],
      departments: [await lay(k.t, 'waitingDepartment', { dueAt: from(200), unit: 'housing' })],
    }
    await lay(k.t, 'resolved', { supervision: 'red', dueAt: null })
    const day = await dayOf(chief)
    const counts = Object.fromEntries(Object.entries(day).map(([view, { count }]) => [view, count]))
    expect(counts).toMatchObject({ overdue: 2, unaccepted: 1, extensions: 1, supervised: 1, departments: 1 })
    expect(day.overdue?.first.map(({ id }) => id)).toEqual(laid.overdue.map(({ id }) => id))
    for (const view of ['extensions', 'supervised', 'departments'] as const) {
      expect(day[view]?.first.map(({ id }) => id)).toEqual(laid[view].map(({ id }) => id))
      const list = (await k.t.get(chief, `/api/matters?view=${view}`)).json()
      expect(list.items.map(({ id }: { id: string }) => id)).toEqual(laid[view].map(({ id }) => id))
    }
  })

  test('a neighbouring township sees none of it', async () => {
    const other = await dayOf(await k.t.as('chief', world.neighbourTownship))
    expect(Object.values(other).map(({ count }) => count)).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('due today means until midnight of the county', async () => {
    const soon = await lay(k.t, 'inProgress', { dueAt: from(0.01) })
    await lay(k.t, 'inProgress', { dueAt: from(26) })
    expect((await dayOf(chief)).dueToday?.first.map(({ id }) => id)).toEqual([soon.id])
  })

  test('the list by urgency', async () => {
    const urgent = await lay(k.t, 'accepted', { urgency: 'urgent' })
    const { items } = (await k.t.get(chief, '/api/matters?urgency=urgent')).json()
    expect(items.map(({ id }: { id: string }) => id)).toEqual([urgent.id])
  })
})

describe('colleagues for a matter', () => {
  const names = async (who: Who, id: string, role: string) =>
    (await k.t.get(who, `/api/matters/${id}/candidates?role=${role}`)).json().items as { account: string }[]

  test('those posted over its place and no others; whoever has it already is not offered', async () => {
    const here = await k.t.as('officer', world.community)
    const handler = await k.t.another('officer', world.community)
    const away = await k.t.as('officer', world.neighbourCommunity)
    const helper = await k.t.as('auxiliary', world.community)
    const { id } = await lay(k.t, 'inProgress', { assignee: handler.account })
    const officers = (await names(chief, id, 'officer')).map(({ account }) => account)
    expect(officers).toContain(here.account)
    expect(officers).not.toContain(handler.account)
    expect(officers).not.toContain(away.account)
    expect(officers).not.toContain(helper.account)
    // What is offered is also taken.
    const { statusCode } = await k.verb(chief, id, 'assign', { to: here.account, reason: '轮休' })
    expect(statusCode).toBe(200)
    const helpers = await names(here, id, 'auxiliary')
    expect(helpers).toEqual([expect.objectContaining({ account: helper.account, areaName: expect.any(String) })])
    expect((await k.verb(here, id, 'ask-help', { who: helper.account, task: '一起上门' })).statusCode).toBe(200)
    expect(await names(here, id, 'auxiliary')).toEqual([])
  })

  test('not for those who may not give it away', async () => {
    const { id } = await lay(k.t, 'inProgress')
    const clerk = await k.t.as('centreClerk', world.township)
    expect((await k.t.get(clerk, `/api/matters/${id}/candidates?role=officer`)).statusCode).toBe(403)
  })
})
