import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'

/** A process that writes copies of what one matter's intake wrote, with the driver and nothing else. */
export type FloorWork = { url: string; n: number; atOnce: number; pipeline: boolean }
export type FloorResult = { perSecond: number; times: number[] }

type Statement = { name: string; text: string; values(fresh: Fresh): unknown[] }
type Fresh = { matter: string; county: number }
const county = 620999

/** The insert of a table, with the values of a row that the product wrote; keys are new each time. */
async function statementOf(
  client: pg.Client,
  table: string,
  where: string,
  keys: Record<string, (fresh: Fresh) => unknown>,
): Promise<Statement> {
  const { rows: columns } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  )
  const names = columns.map(({ name }) => name)
  const { rows } = await client.query<Record<string, unknown>>(
    `select ${names.map((name) => `${name}`).join(', ')} from ${table} where ${where} limit 1`,
  )
  const row = rows[0]
  if (!row) throw new Error(`${table} holds nothing yet`)
  const used = names.filter((name) => row[name] !== null || keys[name])
  const plain = (value: unknown) =>
    value !== null &&
    typeof value === 'object' &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !Buffer.isBuffer(value)
      ? JSON.stringify(value)
      : value
  const fixed = used.map((name) => plain(row[name]))
  return {
    name: table,
    text: `insert into ${table} (${used.join(', ')}) values (${used.map((_, at) => `$${at + 1}`).join(', ')})`,
    values: (fresh) => used.map((name, at) => (keys[name] ? keys[name](fresh) : fixed[at])),
  }
}

async function statementsOf(client: pg.Client): Promise<Statement[]> {
  const letters = () => randomBytes(9).toString('base64url')
  const matter = ({ matter }: Fresh) => matter
  const of = `county = ${county}`
  return [
    await statementOf(client, 'kernel.idempotency', `${of} and reply is not null`, {
      key: () => randomBytes(32).toString('base64url'),
    }),
    await statementOf(client, 'matters.matter', of, {
      id: matter,
      code: letters,
      receipt_hash: () => randomBytes(32).toString('base64url'),
    }),
    await statementOf(client, 'matters.step', of, { matter, id: () => randomUUID() }),
    await statementOf(client, 'kernel.outbox', `${of} and type = 'matters.reported'`, {
      id: () => randomUUID(),
      seq: () => null,
      type: () => 'bench.nobodyListens',
    }),
    await statementOf(client, 'kernel.audit', `${of} and operation = 'matters.report'`, {
      id: () => randomUUID(),
      seq: () => null,
      hash: () => null,
    }),
  ]
}

const begin = `begin; set local doorstep.county = '${county}'; set local doorstep.visiting = 'true';`

async function one(client: pg.Client, statements: readonly Statement[], pipeline: boolean): Promise<void> {
  const fresh = { matter: randomUUID(), county }
  const queries = [
    () => client.query(begin),
    ...statements.map((each) => () => client.query({ name: each.name, text: each.text, values: each.values(fresh) })),
    () => client.query('commit'),
  ]
  if (pipeline) await Promise.all(queries.map((query) => query()))
  else for (const query of queries) await query()
}

async function work({ url, n, atOnce, pipeline }: FloorWork): Promise<FloorResult> {
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  const statements = await statementsOf(owner)
  const clients = await Promise.all(
    Array.from({ length: atOnce }, async () => {
      const client = new pg.Client({
        connectionString: url,
        options: '-c role=doorstep_app -c timezone=UTC',
        pipeline,
      } as pg.ClientConfig)
      await client.connect()
      await one(client, statements, pipeline)
      return client
    }),
  )
  let left = n
  const times: number[] = []
  const started = performance.now()
  await Promise.all(
    clients.map(async (client) => {
      while (left-- > 0) {
        const from = performance.now()
        await one(client, statements, pipeline)
        times.push(performance.now() - from)
      }
    }),
  )
  const perSecond = (n * 1000) / (performance.now() - started)
  // what nobody listens to is told to nobody: gone before the product's worker sees it as its own work
  await Promise.all(clients.map((client) => client.end()))
  await owner.end()
  return { perSecond, times }
}

process.once('message', (message) => {
  work(message as FloorWork).then(
    (result) => process.send?.(result, () => process.exit(0)),
    (error) => {
      console.error(error)
      process.exit(1)
    },
  )
})
