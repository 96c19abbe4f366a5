import { type TestApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { kit, lay } from '../matters/test-matters.ts'
import type { Dispute } from './rules.ts'
import { layDispute } from './test-disputes.ts'

let t: TestApp
let officer: Who
let resident: Who
let report: Awaited<ReturnType<typeof kit>>['report']
beforeAll(async () => {
  const made = await kit()
  t = made.t
  report = made.report
  ;[officer, resident] = await Promise.all([t.as('officer'), t.as('resident')])
})
beforeEach(() => t.clock.set('2026-11-16T02:00:00Z'))
afterAll(() => t.close())

const told = ({ statusCode, json }: { statusCode: number; json<T>(): T }) => [
  statusCode,
  json<{ code?: string }>().code,
]

it('a matter of the kind dispute gets its file by itself, once, and no other matter does', async () => {
  const { id } = await report(resident)
  const help = await report(resident, { kind: 'help' })
  await t.jobs.drain()
  expect((await t.get(officer, `/api/disputes/${id}`)).json()).toMatchObject({ id, state: 'found', parties: [] })
  expect(told(await t.get(officer, `/api/disputes/${help.id}`))).toEqual([404, 'disputes.missing'])
  const opened = await t.post(officer, `/api/disputes/${id}/open`)
  expect(opened.json()).toMatchObject({ id, state: 'found' })
  expect(told(await t.post(officer, `/api/disputes/${help.id}/open`))).toEqual([409, 'disputes.notADispute'])
})

it('opens before the job ran, and the job finds it there', async () => {
  const { id } = await lay(t, 'inProgress', {})
  expect((await t.post(officer, `/api/disputes/${id}/open`)).statusCode).toBe(200)
  expect((await t.post(officer, `/api/disputes/${id}/open`)).json()).toMatchObject({ id, state: 'found' })
  const closed = await lay(t, 'archived', {})
  expect(told(await t.post(officer, `/api/disputes/${closed.id}/open`))).toEqual([409, 'disputes.matterClosed'])
})

it('is kept from those who help: auxiliaries, volunteers and grid workers', async () => {
  const { id } = await layDispute(t)
  for (const role of ['auxiliary', 'volunteer', 'gridWorker', 'resident'] as const)
    expect((await t.get(await t.as(role), `/api/disputes/${id}`)).statusCode, role).toBe(403)
})

it('the ledger narrows, and is walked by key', async () => {
  const area = world.neighbourGrid
  const at = (n: number) => `2026-10-${10 + n}T00:00:00.000Z`
  const laid: Dispute[] = []
  for (let n = 0; n < 5; n++)
    laid.push(
      await layDispute(t, {
        area,
        state: n % 2 ? 'mediating' : 'registered',
        type: n === 4 ? 'wages' : 'neighbour',
        colour: n === 3 ? 'orange' : null,
        matter: { reportedAt: at(n) },
      }),
    )
  const chief = await t.as('chief', world.township)
  const list = async (query: string) => (await t.get(chief, `/api/disputes?area=${area}&view=all&${query}`)).json()
  const ids = ({ items }: { items: { id: string }[] }) =>
    items.map(({ id }) => laid.findIndex((each) => each.id === id))
  const first = await list('limit=2')
  expect(ids(first)).toEqual([4, 3])
  expect(ids(await list(`limit=9&after=${first.next}`))).toEqual([2, 1, 0])
  expect(ids(await list('state=mediating'))).toEqual([3, 1])
  expect(ids(await list('type=wages'))).toEqual([4])
  expect(ids(await list('colour=orange'))).toEqual([3])
  expect(ids(await list(`q=${laid[2]?.code.toLowerCase()}`))).toEqual([2])
})
