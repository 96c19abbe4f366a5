import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cloneDatabase, ensureTemplate, type TestDatabase } from '@doorstep/testkit/postgres.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrationSources } from '../../apps/server/compose.ts'
import { type Database, openDatabase } from './db.ts'
import { migrateDown, migrateUp } from './migrate.ts'

let cloned: TestDatabase
let database: Database
let folder: string
beforeAll(async () => {
  await ensureTemplate('doorstep_empty', async () => {})
  cloned = await cloneDatabase('doorstep_empty')
  database = openDatabase(cloned.url, 4)
  folder = await mkdtemp(join(tmpdir(), 'doorstep-migrations-'))
})
afterAll(async () => {
  await database.close()
  await cloned.drop()
  await rm(folder, { recursive: true, force: true })
})
const shape = async () =>
  (
    await database.owner.query(`select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod) as type from pg_class c
      join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'kernel') and n.nspname not like 'pg_%' and c.relkind = 'r' order by 1, 2, 3`)
  ).rows

it('goes forward, back to nothing, and forward again to the same shape', async () => {
  const applied = await migrateUp(database.owner, migrationSources())
  expect(applied.length).toBeGreaterThan(3)
  const before = await shape()
  expect(await migrateUp(database.owner, migrationSources())).toEqual([])
  const back = await migrateDown(database.owner, applied.length)
  expect(back).toEqual([...applied].reverse())
  expect(await shape()).toEqual([])
  await migrateUp(database.owner, migrationSources())
  expect(await shape()).toEqual(before)
})

it('goes back by one with the rest intact', async () => {
  const [last] = await migrateDown(database.owner, 1)
  expect(last).toBeDefined()
  expect(await migrateUp(database.owner, migrationSources())).toEqual([last])
})

it('refuses a database that a newer version has brought forward, and lets it be taken back', async () => {
  await database.owner.query(
    `insert into kernel.migration (module, name, checksum, down) values ('kernel', '9999_future', 'x', 'select 1')`,
  )
  await expect(migrateUp(database.owner, migrationSources())).rejects.toThrow(/newer version \(kernel\/9999_future\)/)
  expect(await migrateDown(database.owner, 1)).toEqual([{ module: 'kernel', name: '9999_future' }])
  expect(await migrateUp(database.owner, migrationSources())).toEqual([])
})

it('undoes a migration that fails in the middle, and says which', async () => {
  await writeFile(join(folder, '0001_bad.up.sql'), 'create table trial.a (x int); create table trial.a (x int);')
  await writeFile(join(folder, '0001_bad.down.sql'), 'drop table trial.a')
  await expect(migrateUp(database.owner, [{ name: 'trial', folder }])).rejects.toThrow(
    /trial\/0001_bad failed and was undone/,
  )
  expect((await database.owner.query(`select 1 from pg_tables where schemaname = 'trial'`)).rows).toEqual([])
})

it('refuses a migration that was changed after it had been applied, and one without a way back', async () => {
  await writeFile(join(folder, '0001_bad.up.sql'), 'create table trial.a (x int)')
  await migrateUp(database.owner, [{ name: 'trial', folder }])
  await writeFile(join(folder, '0001_bad.up.sql'), 'create table trial.a (x text)')
  await expect(migrateUp(database.owner, [{ name: 'trial', folder }])).rejects.toThrow(/was changed after/)
  await writeFile(join(folder, '0002_oneway.up.sql'), 'select 1')
  await expect(migrateUp(database.owner, [{ name: 'trial', folder }])).rejects.toThrow(/no way back/)
})
