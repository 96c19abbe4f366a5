import { type TestApp, testApp } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { distribute, planDistribution, statementsFor } from './distribute.ts'

let t: TestApp
const schemas = () => ['kernel', ...t.parts.modules.map(({ name }) => name)]
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

/** Citus is the outside: functions of its names and arguments that write down what they were asked, and its catalogue. */
const recording = `
  create table public.asked (n integer generated always as identity, what text);
  create table public.pg_dist_partition (logicalrelid regclass primary key);
  create function public.create_reference_table(table_name regclass) returns void language sql as $$
    insert into public.asked (what) values ('reference ' || table_name);
    insert into public.pg_dist_partition values (table_name) $$;
  create function public.create_distributed_table(table_name regclass, distribution_column text, distribution_type text default 'hash',
    colocate_with text default 'default') returns void language sql as $$
    insert into public.asked (what) values ('distributed ' || table_name || ' by ' || distribution_column || ' with ' || colocate_with);
    insert into public.pg_dist_partition values (table_name) $$`

it('spreads what has the county first in its key, and says of everything else why not', async () => {
  const plan = await planDistribution(t.parts.database.owner, schemas())
  const placeOf = new Map(plan.map(({ table, place }) => [table, place]))
  expect(placeOf.get('matters.matter')).toBe('distributed')
  expect(placeOf.get('kernel.audit')).toBe('distributed')
  expect(placeOf.get('areas.area')).toBe('reference')
  expect(placeOf.get('areas.edition')).toBe('reference')
  expect(placeOf.get('people.session')).toBe('reference')
  expect(placeOf.get('kernel.outbox')).toBe('local')
  expect(placeOf.get('kernel.migration')).toBe('local')
  expect(plan.every(({ why }) => why !== '')).toBe(true)
  expect(plan.filter(({ problem }) => problem)).toEqual([])
  const { rows } = await t.parts.database.owner.query(`select from pg_tables where schemaname = any ($1)`, [schemas()])
  expect(plan).toHaveLength(rows.length)
})

it('puts what is referred to first', async () => {
  const tables = (await planDistribution(t.parts.database.owner, schemas())).map(({ table }) => table)
  expect(tables.indexOf('matters.matter')).toBeLessThan(tables.indexOf('matters.step'))
  expect(tables.indexOf('people.account')).toBeLessThan(tables.indexOf('people.posting'))
})

it('is refused by a database without Citus, does it once on one with it, and the second time nothing', async () => {
  const { owner } = t.parts.database
  const plan = await planDistribution(owner, schemas())
  await expect(distribute(owner, plan)).rejects.toThrow(/no Citus/)
  await t.sql(recording)
  const done = await distribute(owner, plan)
  const asked = (await t.sql<{ what: string }>('select what from public.asked order by n')).map(({ what }) => what)
  expect(asked).toHaveLength(done.length)
  expect(asked).toContain('reference areas.area')
  const spread = asked.filter((what) => what.startsWith('distributed '))
  expect(spread).toHaveLength(plan.filter(({ place }) => place === 'distributed').length)
  const leader = /^distributed (\S+) by county with none$/.exec(spread[0] ?? '')?.[1]
  expect(leader).toBeDefined()
  expect(spread.slice(1).every((what) => what.endsWith(` by county with ${leader}`))).toBe(true)
  expect(await distribute(owner, plan)).toEqual([])
  expect(statementsFor(plan, new Set(['matters.matter'])).at(-1)).toContain(`colocate_with => 'matters.matter'`)
})

it('names a table that is unique without its county', async () => {
  await t.sql('create unique index careless on matters.visit (matter, round, day)')
  const plan = await planDistribution(t.parts.database.owner, schemas())
  expect(plan.find(({ table }) => table === 'matters.visit')?.problem).toContain('matters.careless')
  await expect(distribute(t.parts.database.owner, plan)).rejects.toThrow(/matters\.visit/)
})
