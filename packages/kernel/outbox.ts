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
 * Takes waiting events in, in one transaction: gives each its sequence number, makes a job per subscriber and tells the
 * live hubs. Only one relay works at a time, so a reader who has seen number n has seen every smaller one.
 * @returns how many events were relayed; 0 also when another process is relaying.
 */
export async function relay(
  database: Database,
  boss: PgBoss,
  subscribers: ReadonlyMap<string, string[]>,
): Promise<number> {
  return transaction(database.owner, null, async (_db, client) => {
    const lock = await client.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [relayLock])
    if (!lock.rows[0]?.got) return 0
    const { rows } = await client.query<Omit<Event, 'seq' | 'at'> & { seq: number }>(
      `with waiting as (
         select county, id, row_number() over (order by created_at, id) as place from kernel.outbox
         where seq is null order by created_at, id limit ${batch}
       ), numbered as (
         select county, id, nextval('kernel.event_seq') as seq from (select * from waiting order by place) w
       )
       update kernel.outbox o set seq = n.seq from numbered n where o.county = n.county and o.id = n.id
       returning o.county, o.id, o.type, o.seq`,
    )
    if (rows.length === 0) return 0
    rows.sort((a, b) => a.seq - b.seq)
    const jobs = rows.flatMap(({ county, id, type }) =>
      (subscribers.get(type) ?? []).map((subscriber) => ({ data: { county, event: id, subscriber } })),
    )
    if (jobs.length > 0)
      await boss.insert(eventQueue, jobs, {
        db: { executeSql: (text, values) => client.query(text, values as unknown[]) },
      })
    await client.query('select pg_notify($1, $2)', [liveChannel, String(rows.at(-1)?.seq ?? 0)])
    return rows.length
  })
}
