import type pg from 'pg'

/** How long the first answer of a write is replayed. An officer may be without a signal for days. */
const replayDays = 14
/** How long events can be followed from where one was, and how long their effects are remembered. */
const eventDays = 30
const batch = 10_000

/** Deletes what the kernel no longer needs, in small bites so that nobody waits. @returns rows by table. */
export async function keepHouse(pool: pg.Pool): Promise<Record<string, number>> {
  const old = {
    idempotency: `created_at < now() - interval '${replayDays} days'`,
    // What was never relayed stays, however old: it is still owed.
    outbox: `seq is not null and created_at < now() - interval '${eventDays} days'`,
    effect: `done_at < now() - interval '${2 * eventDays} days'`,
  }
  const gone: Record<string, number> = {}
  for (const [table, condition] of Object.entries(old)) {
    let n = batch
    gone[table] = 0
    while (n === batch) {
      const result = await pool.query(
        `delete from kernel.${table} where ctid = any (array (select ctid from kernel.${table} where ${condition} limit ${batch}))`,
      )
      n = result.rowCount ?? 0
      gone[table] += n
    }
  }
  return gone
}
