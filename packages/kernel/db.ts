import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import pg from 'pg'

/** Every store names the tables it touches; the kernel does not know them. */
// biome-ignore lint/suspicious/noExplicitAny: each store narrows it with its own table types (`tables<…>(ctx)`)
export type AnyTables = any
export type Db = Kysely<AnyTables>

/** Who is asking, as PostgreSQL's row-level security reads it. Unset fields match nothing. */
export type RowContext = {
  county: number
  scopes?: readonly string[]
  units?: readonly string[]
  own?: string | null
  asked?: string | null
  receipt?: string | null
  visiting?: boolean
}
export type Database = { app: pg.Pool; owner: pg.Pool; url: string; close(): Promise<void> }

const types = new pg.TypeOverrides()
types.setTypeParser(20, Number) // bigint: our counts and sequences stay far below 2^53
types.setTypeParser(1700, Number)
types.setTypeParser(1184, (text: string) => new Date(text).toISOString()) // timestamptz → Instant
types.setTypeParser(1082, (text: string) => text) // date → Day
// pg-types has no parser type for arrays of dates that is worth the weight; no table has one.

/**
 * Two pools on one server: `owner` migrates, relays and seals; `app` is the role that owns nothing and to which
 * row-level security applies.
 */
export function openDatabase(url: string, size = 20): Database {
  const base = {
    connectionString: url,
    types: types as unknown as pg.CustomTypesConfig,
    connectionTimeoutMillis: 10_000,
    // Statements are sent without waiting for the answer to the one before: round trips are what a small write costs.
    pipeline: true,
  }
  const app = new pg.Pool({
    ...base,
    max: size,
    options: '-c role=doorstep_app -c timezone=UTC',
    application_name: 'doorstep',
  })
  const owner = new pg.Pool({ ...base, max: 4, options: '-c timezone=UTC', application_name: 'doorstep-owner' })
  // A connection that the server closes must not end the process, neither an idle one nor one that a transaction holds
  // between two of its queries: the next query fails or gets a new one.
  for (const pool of [app, owner]) {
    pool.on('error', () => {})
    pool.on('connect', (client) => client.on('error', () => {}))
  }
  return {
    app,
    owner,
    url,
    close: async () => {
      await Promise.all([app.end(), owner.end()])
    },
  }
}

/** `SET LOCAL`, never `set_config()`: Citus carries only the former to its workers. */
export function settingsOf(context: RowContext): string {
  return said(Object.entries(valuesOf(context)))
}
const valuesOf = (context: RowContext) => ({
  county: String(context.county),
  scopes: (context.scopes ?? []).join(','),
  units: (context.units ?? []).join(','),
  own: context.own ?? '',
  asked: context.asked ?? '',
  receipt: context.receipt ?? '',
  visiting: context.visiting ? 'true' : '',
})
const said = (settings: readonly [string, string][]): string =>
  settings.map(([name, value]) => `set local doorstep.${name} = ${pg.escapeLiteral(value)};`).join(' ')

/** A new transaction knows nothing of any context: only what is set has to be said. */
const opening = (context: RowContext | null): string =>
  context ? `begin; ${said(Object.entries(valuesOf(context)).filter(([, value]) => value !== ''))}` : 'begin'

/** Statements that were sent and whose answers are waited for at the end of the transaction. */
type Last = (sent: Promise<unknown>) => void

/**
 * Runs `work` in one transaction. `begin`, with the context in the same message, goes out together with the first
 * statement of `work`; what `work` hands to `last` goes out together with `commit`. PostgreSQL works through them in their
 * order, and after a failure refuses all that follow.
 */
export async function transaction<T>(
  pool: pg.Pool,
  context: RowContext | null,
  work: (db: Db, client: pg.PoolClient, last: Last) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  const sent: Promise<unknown>[] = []
  const last: Last = (statement) => {
    statement.catch(() => {}) // looked at below
    sent.push(statement)
  }
  let broken = false
  try {
    gather(client)
    last(client.query(opening(context)))
    const result = await work(kyselyOn(client), client, last)
    const commit = client.query('commit')
    last(commit)
    await firstFailure(sent)
    // A transaction that failed without anybody noticing answers a commit with its rollback.
    if ((await commit).command !== 'COMMIT') throw new Error('the transaction was not committed')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true
    })
    await firstFailure(sent.slice(0, 1)) // no transaction began: that is why what followed failed
    throw error
  } finally {
    client.release(broken)
  }
}

async function firstFailure(sent: readonly Promise<unknown>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(sent)) if (outcome.status === 'rejected') throw outcome.reason
}

/** Sends a prepared statement now, before anything else that is asked of this connection. */
export function send(client: pg.ClientBase, text: string, values: unknown[]): Promise<pg.QueryResult> {
  gather(client)
  // Not as a settings object: the driver would copy it property by property, for every statement.
  const query = Object.assign(new pg.Query(text, values), { name: statementName(text) })
  return new Promise<pg.QueryResult>((resolve, reject) => {
    const callback = (error: Error | null, result: pg.QueryResult) => (error ? reject(error) : resolve(result))
    client.query(Object.assign(query, { callback }))
  }).catch((error: Error) => {
    Error.captureStackTrace(error) // where it was asked, not where the answer was read
    throw error
  })
}
/** What is sent in the same breath leaves in one message: each message costs both sides a system call. */
function gather(client: pg.ClientBase): void {
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection
  stream.cork()
  process.nextTick(() => stream.uncork())
}

type Rows = readonly Readonly<Record<string, unknown>>[]
/** The rows' columns are those of the first. A prepared statement for each number of rows. */
function insertOf(table: string, rows: Rows, from: number): { text: string; values: unknown[] } {
  const columns = Object.keys(rows[0] ?? {})
  const values = rows.flatMap((row) => columns.map((column) => row[column]))
  const places = rows.map(
    (_, row) => `(${columns.map((_, at) => `$${from + row * columns.length + at + 1}`).join(', ')})`,
  )
  return { text: `insert into ${table} (${columns.join(', ')}) values ${places.join(', ')}`, values }
}

/** Rows into a table, sent now. */
export function sendRows(client: pg.ClientBase, table: string, rows: Rows) {
  const { text, values } = insertOf(table, rows, 0)
  return send(client, text, values)
}

/**
 * Rows into several tables with one statement, as they are. For wide rows that are written often: Kysely builds a tree of
 * nodes for every value, which costs more than the writing.
 */
export async function insertRows(db: Db, ...tables: readonly [table: string, rows: Rows][]): Promise<void> {
  const values: unknown[] = []
  const inserts = tables.map(([table, rows]) => {
    const insert = insertOf(table, rows, values.length)
    values.push(...insert.values)
    return insert.text
  })
  const main = inserts.pop()
  const others = inserts.map((text, at) => `i${at} as (${text})`).join(', ')
  await db.executeQuery(CompiledQuery.raw(others ? `with ${others} ${main}` : `${main}`, values))
}

const spoken = new WeakMap<pg.ClientBase, Db>()
/** A Kysely that speaks through one open connection and never begins or commits by itself. */
function kyselyOn(client: pg.ClientBase): Db {
  const known = spoken.get(client) ?? newKysely(client)
  spoken.set(client, known)
  return known
}
function newKysely(client: pg.ClientBase): Db {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: { sql: string; parameters: readonly unknown[] }): Promise<QueryResult<R>> {
      // Settings are several statements in one message and seldom the same twice: not to be prepared.
      if (query.sql.startsWith('set local ')) {
        await client.query(query.sql)
        return { rows: [] }
      }
      const result = await send(client, query.sql, query.parameters as unknown[])
      return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) }
    },
    // biome-ignore lint/correctness/useYield: streaming is not offered; lists are paged by key
    async *streamQuery() {
      throw new Error('streaming queries are not supported: page by key')
    },
  }
  const refuse = async () => {
    throw new Error('the transaction belongs to the kernel')
  }
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: async () => {},
    destroy: async () => {},
  }
  return new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
}

const names = new Map<string, string>()
/** Prepared once per connection. Statements whose text varies without bound would fill the server's memory, so the table is capped. */
function statementName(sql: string): string | undefined {
  const known = names.get(sql)
  if (known) return known
  if (names.size >= 1000) return undefined
  const name = createHash('sha1').update(sql).digest('hex').slice(0, 20)
  names.set(sql, name)
  return name
}
