import type pg from 'pg'

/** Where a table lives on a Citus cluster, and why there. */
export type Placement = {
  table: string
  place: 'distributed' | 'reference' | 'local'
  why: string
  /** What Citus would refuse. */
  problem: string | null
}

/** Tables that have a county and stay on the coordinator all the same. */
const stays: Readonly<Record<string, string>> = {
  'kernel.outbox': 'the relay gives the events of all counties one order',
}

type Found = { table: string; schema: string; key: string[]; unfit: string[]; parents: string[] }
const question = `
  select n.nspname || '.' || c.relname as table, n.nspname as schema,
    (select coalesce(array_agg(a.attname::text order by k.place), '{}') from pg_index i
       cross join lateral unnest(i.indkey::int2[]) with ordinality as k(number, place)
       join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number where i.indrelid = c.oid and i.indisprimary) as key,
    (select coalesce(array_agg(i.indexrelid::regclass::text order by 1), '{}') from pg_index i
       where i.indrelid = c.oid and (i.indisunique or i.indisexclusion)
         and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'county' and a.attnum = any (i.indkey))) as unfit,
    (select coalesce(array_agg(distinct pn.nspname || '.' || p.relname), '{}') from pg_constraint f
       join pg_class p on p.oid = f.confrelid join pg_namespace pn on pn.oid = p.relnamespace
       where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as parents
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname = any ($1) order by 1`

/**
 * Reads from the database itself where each table belongs: whatever has the county first in its primary key is
 * distributed by it and lies with the rest of its county, the other tables of modules are the same everywhere.
 * Whatever a table refers to comes before it.
 */
export async function planDistribution(pool: pg.Pool, schemas: readonly string[]): Promise<Placement[]> {
  const { rows } = await pool.query<Found>(question, [schemas])
  return parentsFirst(rows).map(placementOf)
}

function placementOf({ table, schema, key, unfit }: Found): Placement {
  const of = (place: Placement['place'], why: string, problem: string | null = null) => ({ table, place, why, problem })
  const reason = stays[table]
  if (reason) return of('local', reason)
  if (schema !== 'kernel' && key.length === 1 && key[0] === 'county')
    return of('reference', 'one row for each county: read to know which there are')
  if (key[0] === 'county') {
    const problem = unfit.length > 0 ? `unique without the county: ${unfit.join(', ')}` : null
    return of('distributed', `county is first in its primary key (${key.join(', ')})`, problem)
  }
  if (schema === 'kernel') return of('local', 'looks after this database itself')
  return of('reference', 'belongs to no single county: the same on every node')
}

function parentsFirst(tables: readonly Found[]): Found[] {
  const known = new Map(tables.map((found) => [found.table, found]))
  const ordered = new Set<Found>()
  const visit = (found: Found, above: readonly string[]) => {
    if (ordered.has(found) || above.includes(found.table)) return
    for (const parent of found.parents) {
      const owner = known.get(parent)
      if (owner) visit(owner, [...above, found.table])
    }
    ordered.add(found)
  }
  for (const found of tables) visit(found, [])
  return [...ordered]
}

/** The calls that are still to be made; none for tables that were placed before. */
export function statementsFor(plan: readonly Placement[], placed: ReadonlySet<string>): string[] {
  const spread = plan.filter(({ place }) => place === 'distributed')
  // All counties' rows must lie with each other: one table leads, those after it follow.
  const leader = (spread.find(({ table }) => placed.has(table)) ?? spread[0])?.table
  const missing = plan.filter(({ table, place }) => place !== 'local' && !placed.has(table))
  const references = missing.filter(({ place }) => place === 'reference')
  const distributed = missing.filter(({ place }) => place === 'distributed')
  const first = distributed.filter(({ table }) => table === leader)
  return [
    ...references.map(({ table }) => `select create_reference_table('${table}')`),
    ...[...first, ...distributed.filter(({ table }) => table !== leader)].map(({ table }) =>
      table === leader
        ? `select create_distributed_table('${table}', 'county', colocate_with => 'none')`
        : `select create_distributed_table('${table}', 'county', colocate_with => '${leader}')`,
    ),
  ]
}

/**
 * Spreads the tables over the cluster whose coordinator this database is; what is placed already is left alone.
 * @returns the statements that were executed
 * @throws Error where the database has no Citus, or a table cannot be distributed as it is
 */
export async function distribute(pool: pg.Pool, plan: readonly Placement[]): Promise<string[]> {
  const problems = plan.flatMap(({ table, problem }) => (problem ? [`${table}: ${problem}`] : []))
  if (problems.length > 0) throw new Error(`These tables cannot be distributed:\n${problems.join('\n')}`)
  const statements = statementsFor(plan, await placedTables(pool))
  for (const statement of statements) await pool.query(statement)
  return statements
}

async function placedTables(pool: pg.Pool): Promise<Set<string>> {
  const { rows: citus } = await pool.query<{ there: boolean }>(
    `select to_regproc('create_distributed_table') is not null as there`,
  )
  if (!citus[0]?.there)
    throw new Error(
      'This database has no Citus: run "create extension citus" on the coordinator and on its workers first.',
    )
  const { rows } = await pool.query<{ table: string }>(
    `select n.nspname || '.' || c.relname as table from pg_dist_partition d
     join pg_class c on c.oid = d.logicalrelid join pg_namespace n on n.oid = c.relnamespace`,
  )
  return new Set(rows.map(({ table }) => table))
}
