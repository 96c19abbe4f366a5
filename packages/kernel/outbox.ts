import { newId, splitId } from '@doorstep/contract'
import type pg from 'pg'
import type { PgBoss } from 'pg-boss'
import type { AnyModule, Event, NewEvent } from './ctx.ts'
import { type Database, sendRows, transaction } from './db.ts'

export const eventQueue = 'doorstep-events'
export const liveChannel = 'doorstep_live'
const relayLock = 7_301_002
const batch = 500

/** Sends events into the caller's transaction, without their order: the relay gives it after the commit. */
export const sendEvents = (client: pg.ClientBase, county: number, events: readonly NewEvent[]): Promise<unknown> =>
  sendRows(
    client,
    'kernel.outbox',
    events.map((event) => ({
      county,
      id: splitId(newId(county)).uuid,
      type: event.type,
      subject: event.subject,
      area: event.area ?? null,
      accounts: event.accounts ?? [],
      payload: JSON.stringify(event.payload ?? {}),
    })),
  )

/** `{ type → subscribers' names }` of all modules; a name is `<module>.<subscriber>`. */
export function subscribersOf(modules: readonly AnyModule[]): Map<string, string[]> {
  const map = new Map<string, string[]>()
  for (const { name, jobs } of modules)
    for (const [type, handlers] of Object.entries(jobs?.on ?? {}))
      map.set(type, [...(map.get(type) ?? []), ...Object.keys(handlers).map((subscriber) => `${name}.${subscriber}`)])
  return map
}

/**
 * Takes waiting events in, in one transaction: gives each its sequence number, tells the live hubs, and makes a job per
 * subscriber of the oldest events that have none yet. Only one relay works at a time, so a reader who has seen number n
 * has seen every smaller one.
 * @param mostJobs of how many events jobs are made at the most
 * @returns how many events were numbered or got their jobs; 0 also when another process is relaying.
 */
export async function relay(
  database: Database,
  boss: PgBoss,
  subscribers: ReadonlyMap<string, string[]>,
  mostJobs = batch,
): Promise<number> {
  return transaction(database.owner, null, async (_db, client) => {
    const lock = await client.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [relayLock])
    if (!lock.rows[0]?.got) return 0
    const numbered = await number(client)
    return Math.max(numbered, await makeJobs(client, boss, subscribers, mostJobs))
  })
}

async function number(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ seq: number }>(
    `with waiting as (
       select county, id, row_number() over (order by created_at, id) as place from kernel.outbox
       where seq is null order by created_at, id limit ${batch}
     ), numbered as (
       select county, id, nextval('kernel.event_seq') as seq from (select * from waiting order by place) w
     ), given as (
       update kernel.outbox o set seq = n.seq from numbered n where o.county = n.county and o.id = n.id returning o.seq
     )
     select seq from given order by seq`,
  )
  const last = rows.at(-1)
  if (last) await client.query('select pg_notify($1, $2)', [liveChannel, String(last.seq)])
  return rows.length
}

async function makeJobs(
  client: pg.ClientBase,
  boss: PgBoss,
  subscribers: ReadonlyMap<string, string[]>,
  most: number,
): Promise<number> {
  const { rows } = await client.query<Pick<Event, 'county' | 'id' | 'type' | 'seq'>>(
    `select county, id, type, seq from kernel.outbox
     where seq > (select jobs_seq from kernel.relay) order by seq, county limit $1`,
    [most],
  )
  const last = rows.at(-1)
  if (!last) return 0
  const jobs = rows.flatMap(({ county, id, type }) =>
    (subscribers.get(type) ?? []).map((subscriber) => ({ data: { county, event: id, subscriber } })),
  )
  if (jobs.length > 0)
    await boss.insert(eventQueue, jobs, {
      db: { executeSql: (text, values) => client.query(text, values as unknown[]) },
    })
  await client.query('update kernel.relay set jobs_seq = $1', [last.seq])
  return rows.length
}
