import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Database } from '@doorstep/kernel'

/** A database as a released version left it: its migrations as they were then, and rows that it wrote itself. */
type OldDatabase = {
  migrations: { module: string; name: string; checksum: string; up: string; down: string }[]
  tables: Record<string, { columns: string[]; rows: object[] }>
}
export const skeleton = (): OldDatabase =>
  JSON.parse(gunzipSync(readFileSync(join(import.meta.dirname, 'skeleton.json.gz'))).toString())

/** Lays an old database into an empty one, without any of today's code. */
export async function layOld(pool: Database['owner'], { migrations, tables }: OldDatabase): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = 'doorstep_app') then create role doorstep_app nologin; end if;
    exception when duplicate_object or unique_violation then null; end $$`)
    await client.query(`create schema if not exists kernel; create table kernel.migration (
      module text not null, name text not null, checksum text not null, down text not null, seq bigint generated always as identity,
      applied_at timestamptz not null default now(), primary key (module, name))`)
    for (const { module, name, checksum, up, down } of migrations) {
      await client.query(`create schema if not exists ${module}`)
      await client.query(up)
      await client.query('insert into kernel.migration (module, name, checksum, down) values ($1, $2, $3, $4)', [
        module,
        name,
        checksum,
        down,
      ])
      await client.query(`grant usage on schema ${module} to doorstep_app;
        grant select, insert, update, delete on all tables in schema ${module} to doorstep_app;
        grant usage on all sequences in schema ${module} to doorstep_app`)
    }
    await client.query('set session_replication_role = replica') // rows come in any order
    for (const [table, { columns, rows }] of Object.entries(tables)) {
      const named = columns.map((column) => `"${column}"`).join(', ')
      await client.query(
        `insert into ${table} (${named}) select ${named} from json_populate_recordset(null::${table}, $1)`,
        [JSON.stringify(rows)],
      )
    }
    await client.query(`select setval('kernel.event_seq', (select coalesce(max(seq), 1) from kernel.outbox))`)
    await client.query('reset session_replication_role')
  } finally {
    client.release()
  }
}

/** `schema.table column` → number of rows and a hash over that column of all rows, in the order of the key. */
export type Fingerprint = Map<string, string>

/** Columns that say nothing of their own, and what they are made from: a migration may make them anew. */
const derived: Readonly<Record<string, string>> = {
  'matters.matter grams': 'keys of the search, made from words, place, month and department of the same row',
}

/** What stands in every column of every table; migrations and what jobs write by themselves left out. */
export async function fingerprint(pool: Database['owner']): Promise<Fingerprint> {
  const { rows: tables } = await pool.query<{ name: string; columns: string[]; key: string[] }>(
    `select n.nspname || '.' || c.relname as name,
       (select json_agg(a.attname order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
       (select json_agg(a.attname order by a.attnum) from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
        where i.indrelid = c.oid and i.indisprimary) as key
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pgboss') and c.relname <> 'migration'`,
  )
  const found: Fingerprint = new Map()
  for (const { name, columns, key } of tables) {
    const order = (key ?? columns).map((column) => `"${column}"::text`).join(', ')
    const hashes = columns.map(
      (column) => `md5(string_agg(md5(coalesce("${column}"::text, '-')), '' order by ${order}))`,
    )
    const { rows } = await pool.query({
      text: `select count(*)::text, ${hashes.join(', ')} from ${name}`,
      rowMode: 'array',
    })
    const [count, ...values] = rows[0] as unknown as (string | null)[]
    for (const [at, column] of columns.entries())
      if (!(`${name} ${column}` in derived)) found.set(`${name} ${column}`, `${count} ${values[at] ?? ''}`)
  }
  return found
}

/** Columns that stand in both and do not say the same. */
export const differences = (before: Fingerprint, after: Fingerprint): string[] =>
  [...before].flatMap(([place, value]) => {
    const now = after.get(place)
    return now === undefined || now === value ? [] : [`${place}: ${value} → ${now}`]
  })
export const rowsIn = (found: Fingerprint, table: string): number =>
  Number([...found].find(([place]) => place.startsWith(`${table} `))?.[1].split(' ')[0] ?? 0)
