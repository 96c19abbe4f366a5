import type { PgBoss } from 'pg-boss'
import type { Parts } from './ctx.ts'

/** What a killed process held is given out again when it has said nothing for so long. */
export const heartbeatSeconds = 30

/** Queues of an earlier version get today's rules. */
export async function ensureQueue(boss: PgBoss, name: string, rules: Parameters<PgBoss['createQueue']>[1] & object) {
  await boss.createQueue(name, rules)
  await boss.updateQueue(name, rules)
}

/** Gives out again what is held; only for a process that knows itself alone on its database. */
export async function takeBack({ database, log }: Parts, boss: PgBoss, queues: readonly string[]): Promise<void> {
  for (const name of queues) {
    const { rows } = await database.owner.query<{ id: string }>(
      `select id from pgboss.job where name = $1 and state = 'active'`,
      [name],
    )
    if (rows.length === 0) continue
    await boss.fail(
      name,
      rows.map(({ id }) => id),
      { message: 'the process that worked on it ended' },
    )
    log.info({ queue: name, jobs: rows.length }, 'jobs of a process that ended are given out again')
  }
}

/** Says every few seconds that these are still being worked on. */
export async function holding<T>(
  boss: PgBoss,
  queue: string,
  ids: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const beat = setInterval(() => void boss.touch(queue, [...ids]).catch(() => {}), (heartbeatSeconds / 3) * 1000)
  try {
    return await work()
  } finally {
    clearInterval(beat)
  }
}
