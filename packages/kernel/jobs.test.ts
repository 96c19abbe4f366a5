import { newId } from '@doorstep/contract'
import { type TestApp, testApp, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Handler, NewEvent } from './ctx.ts'
import { transaction } from './db.ts'
import { deadQueue, startJobs } from './jobs.ts'
import { eventQueue, relay, sendEvents, subscribersOf } from './outbox.ts'
import { runOnce, systemActor, systemGrant } from './run.ts'

const county = Number(world.county)
let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())
const system = { actor: systemActor(county), grant: systemGrant(county), county }
const publish = (...events: NewEvent[]) =>
  runOnce(t.parts, system, async (ctx) => {
    for (const event of events) ctx.publish(event)
  })
const subscriber = (name: string, on: string, handler: Handler) =>
  ({
    name,
    contract: {},
    rights: {},
    failures: {},
    service: {},
    folder: import.meta.dirname,
    jobs: { on: { [on]: { work: handler } } },
  }) as const

async function withWorker<T>(
  modules: readonly ReturnType<typeof subscriber>[],
  work: (jobs: Awaited<ReturnType<typeof startJobs>>) => Promise<T>,
): Promise<T> {
  const jobs = await startJobs({ ...t.parts, modules }, { schedules: false, polling: false })
  try {
    return await work(jobs)
  } finally {
    await jobs.stop()
  }
}

it('says nothing of a transaction that was rolled back', async () => {
  await expect(
    runOnce(t.parts, system, async (ctx) => {
      ctx.publish({ type: 'test.never', subject: newId(county) })
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await t.sql(`select 1 from kernel.outbox where type = 'test.never'`)).toEqual([])
})

it('numbers a late commit after what was relayed before it: no reader skips it', async () => {
  const client = await t.parts.database.owner.connect()
  try {
    await client.query('begin')
    await client.query(
      `insert into kernel.outbox (county, id, type, subject, payload) values ($1, gen_random_uuid(), 'test.late', 'x', '{}')`,
      [county],
    )
    await publish({ type: 'test.early', subject: newId(county) })
    await t.jobs.drain()
    await client.query('commit')
  } finally {
    client.release()
  }
  await t.jobs.drain()
  const rows = await t.sql<{ type: string; seq: number }>(
    `select type, seq from kernel.outbox where type in ('test.late', 'test.early') order by seq`,
  )
  expect(rows.map(({ type }) => type)).toEqual(['test.early', 'test.late'])
})

it('has each effect once, however often a job is delivered', async () => {
  let times = 0
  const module = subscriber('once', 'test.once', async () => void times++)
  await withWorker([module], async (jobs) => {
    await publish({ type: 'test.once', subject: newId(county) })
    await jobs.drain()
    const [event] = await t.sql<{ id: string }>(`select id from kernel.outbox where type = 'test.once'`)
    for (let n = 0; n < 3; n++)
      await jobs.boss.send('doorstep-events', { county, event: event?.id, subscriber: 'once.work' })
    await jobs.drain()
  })
  expect(times).toBe(1)
})

it('tries a failed handler again, and keeps one that never succeeds where a person can see it', async () => {
  let tries = 0
  const module = subscriber('flaky', 'test.flaky', async () => {
    tries++
    if (tries < 3) throw new Error('not yet')
  })
  await withWorker([module], async (jobs) => {
    await jobs.boss.updateQueue('doorstep-events', { retryLimit: 3, retryDelay: 0, retryBackoff: false })
    await publish({ type: 'test.flaky', subject: newId(county) })
    for (let n = 0; n < 5; n++) await jobs.drain()
    expect(tries).toBe(3)
    tries = -100
    await publish({ type: 'test.flaky', subject: newId(county) })
    for (let n = 0; n < 8; n++) await jobs.drain()
    expect(await jobs.boss.fetch(deadQueue)).toHaveLength(1)
  })
})

it('relays thousands of events in one order without gaps', async () => {
  await transaction(t.parts.database.app, { county }, (_db, client) =>
    sendEvents(
      client,
      county,
      Array.from({ length: 1200 }, (_, n) => ({ type: 'test.many', subject: String(n) })),
    ),
  )
  await t.jobs.drain()
  const rows = await t.sql<{ seq: number }>(`select seq from kernel.outbox where type = 'test.many' order by seq`)
  expect(rows).toHaveLength(1200)
  expect(rows.every(({ seq }) => seq !== null)).toBe(true)
})

it('numbers everything at once and makes the jobs bite by bite, each once and in order', async () => {
  const done: string[] = []
  const modules = [subscriber('bites', 'test.bites', async (_ctx, event) => void done.push(event.subject))]
  await withWorker(modules, async (jobs) => {
    await publish(...Array.from({ length: 9 }, (_, n) => ({ type: 'test.bites', subject: String(n) })))
    const bite = () => relay(t.parts.database, jobs.boss, subscribersOf(modules), 4)
    const waiting = `select count(*) as n from pgboss.job where name = '${eventQueue}' and state = 'created'`
    const made: unknown[] = []
    for (let n = await bite(); n > 0; n = await bite()) {
      expect(await t.sql(`select from kernel.outbox where type = 'test.bites' and seq is null`)).toEqual([])
      made.push((await t.sql<{ n: number }>(waiting))[0]?.n)
    }
    expect(made).toEqual([4, 8, 9])
    await jobs.drain()
  })
  expect(done.sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8'])
})

it('takes back what a killed process held, where no other works on the database', async () => {
  let runs = 0
  const modules = [
    subscriber('orphaned', 'test.orphaned', async () => {
      runs++
    }),
  ]
  const only = { ...t.parts, modules }
  const first = await startJobs(only, { schedules: false, polling: false })
  await publish({ type: 'test.orphaned', subject: newId(county) })
  await relay(t.parts.database, first.boss, subscribersOf(modules))
  expect(await first.boss.fetch(eventQueue, { batchSize: 40 })).toHaveLength(1)
  await first.stop() // without having said what became of it
  const second = await startJobs(only, { schedules: false, polling: false })
  await second.drain()
  expect(runs).toBe(0)
  await second.stop()
  const alone = await startJobs(only, { schedules: false, polling: false, alone: true })
  await expect.poll(async () => (await alone.drain()) && runs, { timeout: 10_000, interval: 300 }).toBe(1)
  await alone.stop()
})
