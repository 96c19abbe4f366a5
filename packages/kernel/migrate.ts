import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'

export type MigrationSource = { name: string; folder: string }
type Migration = { module: string; name: string; up: string; down: string; checksum: string }
export type Applied = { module: string; name: string }

const lock = 7_301_001 // any number, as long as every migrating process uses the same

/** Migrations of the sources in their order; each `NNNN_name.up.sql` must have its `NNNN_name.down.sql`. */
export function readMigrations(sources: readonly MigrationSource[]): Migration[] {
  return sources.flatMap(({ name: module, folder }) => {
    if (!existsSync(folder)) return []
    const files = readdirSync(folder)
      .filter((file) => file.endsWith('.up.sql'))
      .sort()
    return files.map((file) => {
      const name = file.slice(0, -'.up.sql'.length)
      const down = join(folder, `${name}.down.sql`)
      if (!existsSync(down)) throw new Error(`migration ${module}/${name} has no way back: ${name}.down.sql is missing`)
      const up = readFileSync(join(folder, file), 'utf8')
      return {
        module,
        name,
        up,
        down: readFileSync(down, 'utf8'),
        checksum: createHash('sha256').update(up).digest('hex'),
      }
    })
  })
}

async function prepare(client: pg.PoolClient): Promise<void> {
  // Roles belong to the whole server: another database of the same server may be making it at this moment.
  await client.query(`do $$ begin
    if not exists (select from pg_roles where rolname = 'doorstep_app') then create role doorstep_app nologin; end if;
  exception when duplicate_object or unique_violation then null; end $$`)
  await client.query(`grant doorstep_app to current_user`)
  await client.query(`create schema if not exists kernel`)
  await client.query(`create table if not exists kernel.migration (
    module text not null, name text not null, checksum text not null, down text not null, seq bigint generated always as identity,
    applied_at timestamptz not null default now(), primary key (module, name))`)
}

async function applyOne(client: pg.PoolClient, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(`create schema if not exists ${migration.module}`)
    await client.query(migration.up)
    await grantTo(client, migration.module)
    await client.query('insert into kernel.migration (module, name, checksum, down) values ($1, $2, $3, $4)', [
      migration.module,
      migration.name,
      migration.checksum,
      migration.down,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(
      `migration ${migration.module}/${migration.name} failed and was undone: ${(error as Error).message}`,
      { cause: error },
    )
  }
}

/** The app's role reads and writes rows, subject to row-level security; it owns and alters nothing. */
async function grantTo(client: pg.PoolClient, schema: string): Promise<void> {
  await client.query(`grant usage on schema ${schema} to doorstep_app;
    grant select, insert, update, delete on all tables in schema ${schema} to doorstep_app;
    grant usage on all sequences in schema ${schema} to doorstep_app;`)
  if (schema === 'kernel')
    await client.query(`revoke all on kernel.migration from doorstep_app;
      revoke update, delete on kernel.audit from doorstep_app;
      revoke select, update, delete on kernel.outbox from doorstep_app;
      revoke all on kernel.audit_head from doorstep_app;`)
}

/** Brings the database forward. @returns what was applied, in order. */
export async function migrateUp(pool: pg.Pool, sources: readonly MigrationSource[]): Promise<Applied[]> {
  return locked(pool, async (client) => {
    await prepare(client)
    const { rows } = await client.query<{ module: string; name: string; checksum: string }>(
      'select module, name, checksum from kernel.migration',
    )
    const known = new Map(rows.map((row) => [`${row.module}/${row.name}`, row.checksum]))
    assertNotNewer(rows, sources)
    const applied: Applied[] = []
    for (const migration of readMigrations(sources)) {
      const checksum = known.get(`${migration.module}/${migration.name}`)
      if (checksum === undefined) {
        await applyOne(client, migration)
        applied.push({ module: migration.module, name: migration.name })
      } else if (checksum !== migration.checksum) {
        throw new Error(
          `migration ${migration.module}/${migration.name} was changed after it had been applied; write a new one instead`,
        )
      }
    }
    return applied
  })
}

/** An older version on a newer database would write what the newer one does not expect. A module that was taken out does not count. */
function assertNotNewer(applied: readonly Applied[], sources: readonly MigrationSource[]): void {
  const known = new Set(readMigrations(sources).map(({ module, name }) => `${module}/${name}`))
  const modules = new Set(sources.map(({ name }) => name))
  const unknown = applied.find(({ module, name }) => modules.has(module) && !known.has(`${module}/${name}`))
  if (unknown)
    throw new Error(
      `this database was brought forward by a newer version (${unknown.module}/${unknown.name}): start that one, or take it back with "doorstep migrate --down"`,
    )
}

/** Takes the newest migrations back, newest first. @param steps how many. */
export async function migrateDown(pool: pg.Pool, steps = 1): Promise<Applied[]> {
  return locked(pool, async (client) => {
    await prepare(client)
    const { rows } = await client.query<Applied & { down: string }>(
      'select module, name, down from kernel.migration order by seq desc limit $1',
      [steps],
    )
    for (const { module, name, down } of rows) {
      await client.query('begin')
      try {
        await client.query(down)
        await client.query('delete from kernel.migration where module = $1 and name = $2', [module, name])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new Error(`the way back from ${module}/${name} failed and was undone: ${(error as Error).message}`, {
          cause: error,
        })
      }
    }
    return rows.map(({ module, name }) => ({ module, name }))
  })
}

async function locked<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lock])
    return await work(client)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lock]).catch(() => {})
    client.release()
  }
}
