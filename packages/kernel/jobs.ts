import { setTimeout as sleep } from 'node:timers/promises'
import { PgBoss } from 'pg-boss'
import { sealAudit } from './audit.ts'
import { clearFiles } from './clear-files.ts'
import type { Ctx, Event, Parts } from './ctx.ts'
import type { Database } from './db.ts'
import { describe } from './describe.ts'
import { runErrands } from './errands.ts'
import { keepHouse } from './housekeeping.ts'
import { countJob } from './metrics.ts'
import { eventQueue, relay, subscribersOf } from './outbox.ts'
import { ensureQueue, heartbeatSeconds, holding, takeBack } from './queues.ts'
import { runOnce, systemActor, systemGrant } from './run.ts'

export const deadQueue = 'doorstep-dead'
const scheduleQueue = 'doorstep-schedule'
type EventJob = { county: number; event: string; subscriber: string }
type ScheduleJob = { job: string }

export type RunningJobs = {
  /** Tells the worker that a transaction with events has just been committed. */
  wake(): void
  /** Works until nothing is waiting; for tests and for a clean stop. @returns how many events and jobs were done. */
  drain(): Promise<number>
  /** Runs one schedule now, for every county, e.g. `matters.remind`. */
  runSchedule(name: string): Promise<void>
  stop(): Promise<void>
  boss: PgBoss
}

export type JobOptions = {
  /** `false` leaves the clock to another process. */
  schedules?: boolean
  polling?: boolean
  /** No other process works on this database: what is held belongs to one that is gone, and is free at once. */
  alone?: boolean
}

/** Starts the relay, the workers and the schedules. */
export async function startJobs(parts: Parts, options: JobOptions = {}): Promise<RunningJobs> {
  const boss = new PgBoss({
    db: { executeSql: (text: string, values?: unknown[]) => parts.database.owner.query(text, values) },
    schema: 'pgboss',
    schedule: options.schedules ?? true,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
  })
  boss.on('error', (error) => parts.log.error({ error: describe(error) }, 'job queue'))
  await boss.start()
  await boss.createQueue(deadQueue)
  await ensureQueue(boss, eventQueue, {
    retryLimit: 10,
    retryDelay: 1,
    retryBackoff: true,
    expireInSeconds: 300,
    deadLetter: deadQueue,
    heartbeatSeconds,
  })
  await ensureQueue(boss, scheduleQueue, { retryLimit: 2, retryDelay: 1, expireInSeconds: 1800, heartbeatSeconds })
  if (options.alone) await takeBack(parts, boss, [eventQueue, scheduleQueue])
  const subscribers = subscribersOf(parts.modules)
  const loop = loopOf(
    () => passOnce(parts, boss, subscribers),
    (error) => parts.log.error({ error: describe(error) }, 'job pass'),
  )
  // Of its own: a gateway that does not answer must not keep events waiting.
  const errands = loopOf(
    () => runErrands(parts, loop.wake),
    (error) => parts.log.error({ error: describe(error) }, 'errands'),
  )
  const beat = () => {
    loop.wake()
    errands.wake()
  }
  const timer = options.polling === false ? undefined : setInterval(beat, 1000)
  const house = options.schedules === false ? undefined : setInterval(() => void keepHouseQuietly(parts), 3_600_000)
  if (options.schedules ?? true) await registerSchedules(parts, boss)
  return {
    boss,
    wake: loop.wake,
    async drain() {
      let total = 0
      for (let n = 1; n > 0; total += n) n = (await loop.drain()) + (await errands.drain())
      return total
    },
    runSchedule: (name) => runSchedule(parts, name),
    async stop() {
      clearInterval(timer)
      clearInterval(house)
      await Promise.all([loop.stop(), errands.stop()])
      await boss.stop({ graceful: false })
    },
  }
}

/** So many connections in use at once mean that people are waiting for answers. */
const crowd = 6
const isCrowded = ({ app }: Database): boolean => app.totalCount - app.idleCount >= crowd
const longestRest = 200
const bite = 4

/**
 * One round over everything that waits. In a crowd whoever asks comes first: the worker takes small bites, rests between
 * them for longer than they took, and leaves the sealing for afterwards. @returns how many events and jobs it did.
 */
async function passOnce(parts: Parts, boss: PgBoss, subscribers: ReadonlyMap<string, string[]>): Promise<number> {
  const started = performance.now()
  const crowded = isCrowded(parts.database)
  let done = 0
  for (let moved = 1; moved > 0 && !(crowded && done > 0); done += moved)
    moved = await relay(parts.database, boss, subscribers, crowded ? bite : undefined)
  done += await workEvents(parts, boss, crowded ? bite : 40)
  done += await workSchedules(parts, boss)
  // Also now and then when nothing happened: reads of personal data leave audit rows without any event.
  if (!crowded && (done > 0 || Math.random() < 0.1)) await sealAll(parts)
  if (crowded) await sleep(Math.min(longestRest, 4 * (performance.now() - started)))
  return done
}

/** Runs `pass` one at a time until it finds nothing; a wake during a pass makes another one follow. */
function loopOf(pass: () => Promise<number>, failed: (error: unknown) => void) {
  let running: Promise<number> | null = null
  let again = false
  let stopped = false
  const untilQuiet = async () => {
    let total = 0
    for (;;) {
      again = false
      const n = await pass()
      total += n
      if (stopped || (n === 0 && !again)) return total
    }
  }
  const run = (): Promise<number> => {
    if (running) again = true
    running ??= untilQuiet()
      .catch((error) => {
        failed(error)
        return 0
      })
      .finally(() => {
        running = null
      })
    return running
  }
  return {
    wake: () => void (stopped || run()),
    async drain() {
      let total = 0
      for (let n = 1; n > 0; total += n) n = await run()
      return total
    },
    async stop() {
      stopped = true
      await running
    },
  }
}

const lanes = 4
async function workEvents(parts: Parts, boss: PgBoss, most: number): Promise<number> {
  const jobs = await boss.fetch<EventJob>(eventQueue, { batchSize: most })
  if (jobs.length === 0) return 0
  const events = await eventsOf(parts.database, jobs)
  const waiting = [...jobs]
  const done: string[] = []
  const lane = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const { subscriber, event } = job.data
      try {
        await handleEvent(parts, subscriber, events.get(event))
        countJob(subscriber, 'done')
        done.push(job.id)
      } catch (error) {
        countJob(subscriber, 'failed')
        parts.log.warn({ subscriber, event, error: describe(error) }, 'job failed, will be tried again')
        await boss.fail(eventQueue, job.id, { message: describe(error) })
      }
    }
  }
  const all = jobs.map(({ id }) => id)
  await holding(boss, eventQueue, all, () => Promise.all(Array.from({ length: lanes }, lane)))
  // Whatever is done and not told so here is given out again and finds its effect there already.
  if (done.length > 0) await boss.complete(eventQueue, done)
  return jobs.length
}

async function eventsOf({ owner }: Database, jobs: readonly { data: EventJob }[]): Promise<Map<string, Event>> {
  const { rows } = await owner.query<Event>(
    `select county, id, type, subject, area, accounts, payload, seq, created_at as at from kernel.outbox
     where county = any ($1::integer[]) and id = any ($2::uuid[])`,
    [[...new Set(jobs.map(({ data }) => data.county))], [...new Set(jobs.map(({ data }) => data.event))]],
  )
  return new Map(rows.map((event) => [event.id, event]))
}

/** The effect row is written in the handler's own transaction: a job that is delivered twice has its effect once. */
async function handleEvent(parts: Parts, subscriber: string, event: Event | undefined): Promise<void> {
  const at = subscriber.indexOf('.')
  const owner = parts.modules.find((candidate) => candidate.name === subscriber.slice(0, at))
  const handler = event && owner?.jobs?.on?.[event.type]?.[subscriber.slice(at + 1)]
  if (!handler) return
  const { county, id } = event
  const system = { actor: systemActor(county), grant: systemGrant(county), county }
  await runOnce(parts, system, async (ctx: Ctx) => {
    const first = await ctx.db
      .insertInto('kernel.effect')
      .values({ county, event: id, subscriber })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (Number(first.numInsertedOrUpdatedRows ?? 0) > 0) await handler(ctx, event)
  })
}

async function registerSchedules(parts: Parts, boss: PgBoss): Promise<void> {
  const wanted = new Map<string, string>(
    parts.modules.flatMap(({ name, jobs }) =>
      Object.entries(jobs?.every ?? {}).map(([job, { cron }]) => [`${name}.${job}`, cron] as const),
    ),
  )
  for (const { key } of await boss.getSchedules(scheduleQueue))
    if (!wanted.has(key)) await boss.unschedule(scheduleQueue, key)
  for (const [key, cron] of wanted)
    await boss.schedule(scheduleQueue, cron as `${string} ${string}`, { job: key }, { key, tz: parts.settings.zone })
}

async function workSchedules(parts: Parts, boss: PgBoss): Promise<number> {
  const jobs = await boss.fetch<ScheduleJob>(scheduleQueue, { batchSize: 5 })
  const all = jobs.map(({ id }) => id)
  const each = async () => {
    for (const job of jobs) {
      try {
        await runSchedule(parts, job.data.job)
        await boss.complete(scheduleQueue, job.id)
      } catch (error) {
        parts.log.error({ job: job.data.job, error: describe(error) }, 'scheduled job failed')
        await boss.fail(scheduleQueue, job.id, { message: describe(error) })
      }
    }
  }
  if (jobs.length > 0) await holding(boss, scheduleQueue, all, each)
  return jobs.length
}

async function runSchedule(parts: Parts, name: string): Promise<void> {
  const at = name.indexOf('.')
  const schedule = parts.modules.find((candidate) => candidate.name === name.slice(0, at))?.jobs?.every?.[
    name.slice(at + 1)
  ]
  if (!schedule) return
  for (const county of await parts.counties())
    await runOnce(parts, { actor: systemActor(county), grant: systemGrant(county), county }, schedule.run)
}

/** Once a day, when little else happens (early morning in China). */
const filesHour = 19
async function keepHouseQuietly(parts: Parts): Promise<void> {
  try {
    parts.log.info(await keepHouse(parts.database.owner), 'old rows let go')
    if (new Date(parts.clock()).getUTCHours() === filesHour)
      parts.log.info({ files: await clearFiles(parts) }, 'files without a row let go')
  } catch (error) {
    parts.log.warn({ error: describe(error) }, 'old rows could not be deleted, next try in an hour')
  }
}

async function sealAll(parts: Parts): Promise<void> {
  for (const county of await parts.counties()) while ((await sealAudit(parts.database.owner, county)) >= 2000);
}
