import { type TestApp, testApp, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepHouse } from './housekeeping.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

it('lets old answers, events and effects go, and keeps young ones and events that are still owed', async () => {
  for (const days of [1, 100]) {
    const age = `now() - interval '${days} days'`
    await t.sql(`insert into kernel.idempotency (county, key, request, created_at) values ($1, $2, 'x', ${age})`, [
      world.county,
      `key${days}`,
    ])
    await t.sql(
      `insert into kernel.effect (county, event, subscriber, done_at) values ($1, gen_random_uuid(), 'test', ${age})`,
      [world.county],
    )
    for (const seq of [days, null])
      await t.sql(
        `insert into kernel.outbox (county, id, type, subject, payload, created_at, seq) values ($1, gen_random_uuid(), 'test', 's', '{}', ${age}, $2)`,
        [world.county, seq],
      )
  }
  expect(await keepHouse(t.parts.database.owner)).toEqual({ idempotency: 1, outbox: 1, effect: 1 })
  expect(await keepHouse(t.parts.database.owner)).toEqual({ idempotency: 0, outbox: 0, effect: 0 })
  expect(await t.sql(`select 1 from kernel.outbox where type = 'test'`)).toHaveLength(3)
})
