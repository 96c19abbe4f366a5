import { type TestApp, testApp, world } from '@doorstep/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { send, settingsOf, transaction } from './db.ts'

const county = Number(world.county)
let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())
const scalar = async (context: Parameters<typeof transaction>[1], expression: string) =>
  transaction(
    t.parts.database.app,
    context,
    async (db) => (await sql<{ v: unknown }>`select ${sql.raw(expression)} as v`.execute(db)).rows[0]?.v,
  )

it('reads no context as nothing at all', async () => {
  expect(await scalar(null, `kernel.county()`)).toBeNull()
  expect(await scalar(null, `kernel.in_scope('620999001001')`)).toBeNull()
  expect(await scalar(null, `kernel.own()`)).toBeNull()
})

it('knows inside from outside by prefix, for scopes and for units', async () => {
  const context = { county, scopes: ['620999001', '620999100201'], units: ['housing@620999'] }
  expect(await scalar(context, `kernel.in_scope('620999001002003')`)).toBe(true)
  expect(await scalar(context, `kernel.in_scope('620999002001')`)).toBe(false)
  expect(await scalar(context, `kernel.in_scope('620999')`)).toBe(false)
  expect(await scalar(context, `kernel.in_unit('620999002001', 'housing')`)).toBe(true)
  expect(await scalar(context, `kernel.in_unit('620999002001', 'justice')`)).toBe(false)
  expect(await scalar(context, `kernel.in_unit('620998002001', 'housing')`)).toBe(false)
  expect(await scalar({ county }, `kernel.in_scope('620999001002003')`)).toBeNull()
})

it('forgets the context with the transaction, also after an error', async () => {
  await expect(
    transaction(t.parts.database.app, { county, scopes: [world.county] }, (db) => sql`select 1/0`.execute(db)),
  ).rejects.toThrow(/zero/)
  expect(await scalar(null, 'kernel.county()')).toBeNull()
})

it('quotes whatever an account or unit is called', async () => {
  const own = `x'; set local role postgres; --\\`
  expect(await scalar({ county, own }, 'kernel.own()')).toBe(own)
  expect(await scalar({ county, own }, 'current_user')).toBe('doorstep_app')
  expect(settingsOf({ county, own })).toContain('set local doorstep.own')
})

it('lets the application’s role own and alter nothing', async () => {
  for (const statement of [
    'create table public.x (a int)',
    'drop table areas.area',
    'alter table kernel.audit disable row level security',
    'select * from kernel.migration',
  ])
    await expect(
      transaction(t.parts.database.app, { county }, (db) => sql.raw(statement).execute(db)),
      statement,
    ).rejects.toThrow(/permission denied|must be owner/)
})

it('never calls done what was rolled back: a failure that nobody looked at, or one of the last statements', async () => {
  const { app } = t.parts.database
  await expect(
    transaction(app, { county }, (db) =>
      sql`select 1/0`.execute(db).then(
        () => 'never',
        () => 'overlooked',
      ),
    ),
  ).rejects.toThrow(/not committed/)
  await expect(
    transaction(app, { county }, async (_db, client, last) => {
      last(
        send(client, 'insert into kernel.effect (county, event, subscriber) values ($1, gen_random_uuid(), $2)', [
          county,
          'kept?',
        ]),
      )
      last(send(client, 'select 1/0', []))
    }),
  ).rejects.toThrow(/zero/)
  expect(await t.sql(`select from kernel.effect where subscriber = 'kept?'`)).toEqual([])
})

it('keeps the order in which statements are sent, whoever waits for them', async () => {
  const seen = await transaction(t.parts.database.app, { county }, async (_db, client) => {
    const asked = [1, 2, 3].map((n) => send(client, 'select $1::int as n, kernel.county() as county', [n]))
    return (await Promise.all(asked)).map(({ rows }) => rows[0])
  })
  expect(seen).toEqual([1, 2, 3].map((n) => ({ n, county })))
})
