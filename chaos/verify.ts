import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { splitId } from '@doorstep/contract'
import { clearFiles, type Database, verifyAudit } from '@doorstep/kernel'
import { subscribersOf } from '@doorstep/kernel/outbox.ts'
import { modules } from '../apps/server/modules.ts'
import { world } from '../packages/testkit/world.ts'
import type { Asked, Book } from './book.ts'
import type { Line } from './live.ts'
import { type Place, partsOn } from './place.ts'

const county = Number(world.county)
type Counted = { subject: string; verb: string; n: number }

/** Rows of a write in every table it touches: a part of one would be a write that was torn. */
const places: Readonly<Record<string, string>> = {
  step: `select county || '-' || matter as subject, verb, count(*) as n from matters.step group by 1, 2`,
  audit: `select subject, replace(operation, 'matters.', '') as verb, count(*) as n from kernel.audit where operation like 'matters.%' group by 1, 2`,
  file: `select county || '-' || matter as subject, 'attach' as verb, count(*) as n from matters.attachment group by 1, 2`,
  key: `select subject, 'any' as verb, count(*) as n from kernel.idempotency where reply is not null group by 1, 2`,
}

/**
 * Holds the database against the book. @param settled everything has been repeated until it was answered: nothing may be
 * missing any more. @returns what is wrong, in words
 */
export async function verifyWrites({ owner }: Database, book: Book, settled: boolean): Promise<string[]> {
  const found = new Map<string, number>()
  for (const [place, question] of Object.entries(places))
    for (const { subject, verb, n } of (await owner.query<Counted>(question)).rows)
      found.set(`${place} ${subject} ${verb}`, n)
  const wanted = new Map<string, { yes: number; asked: number }>()
  const want = (key: string, { acknowledged }: Asked) => {
    const so = wanted.get(key) ?? { yes: 0, asked: 0 }
    wanted.set(key, { yes: so.yes + (acknowledged === null ? 0 : 1), asked: so.asked + 1 })
  }
  for (const asked of book.asked) {
    want(`step ${asked.id} ${asked.verb}`, asked)
    want(`audit ${asked.id} ${asked.verb}`, asked)
    want(`key ${asked.id} any`, asked)
    if (asked.verb === 'attach') want(`file ${asked.id} attach`, asked)
  }
  const problems: string[] = []
  for (const [key, { yes, asked }] of wanted) {
    const n = found.get(key) ?? 0
    if (n < yes) problems.push(`lost: ${key}: ${n} of ${yes} acknowledged`)
    if (n > asked) problems.push(`doubled: ${key}: ${n} of ${asked} asked`)
    if (settled && n !== asked) problems.push(`after repeating: ${key}: ${n} of ${asked}`)
    const [place, subject, verb] = key.split(' ')
    if (place === 'step' && n !== (found.get(`audit ${subject} ${verb}`) ?? 0))
      problems.push(`torn: ${subject} ${verb}: ${n} steps, ${found.get(`audit ${subject} ${verb}`) ?? 0} audit rows`)
  }
  return problems
}

/** Each acknowledged file is there, with the content that was sent. */
export function verifyFiles({ data }: Place, book: Book): string[] {
  return book.asked.flatMap(({ body, acknowledged, id }) => {
    if (!('bytes' in body) || acknowledged === null) return []
    const { uuid } = splitId(body.file)
    const path = join(data, 'files', world.county, uuid.slice(-2), uuid)
    if (!existsSync(path)) return [`lost: file ${body.file} of ${id}`]
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex')
    return sha256 === body.sha256 ? [] : [`changed: file ${body.file} of ${id}`]
  })
}

/** Waits until nothing waits. @returns seconds it took, or undefined when work was still held after `most` seconds */
export async function untilQuiet({ owner }: Database, most: number): Promise<number | undefined> {
  const begun = performance.now()
  while (performance.now() - begun < most * 1000) {
    const { rows } = await owner.query<{ n: number }>(
      `select (select count(*) from kernel.outbox where seq is null or seq > (select jobs_seq from kernel.relay))
        + (select count(*) from pgboss.job where name = 'doorstep-events' and state in ('created', 'retry', 'active'))
        + (select count(*) from kernel.audit where seq is null) as n`,
    )
    if (rows[0]?.n === 0) return (performance.now() - begun) / 1000
    await sleep(500)
  }
  return undefined
}

/** Every event had each of its effects once, and whoever was to be told was told once. */
export async function verifyEffects({ owner }: Database): Promise<string[]> {
  const problems: string[] = []
  const subscribers = [...subscribersOf(modules)].flatMap(([type, names]) => names.map((name) => ({ type, name })))
  const { rows: missing } = await owner.query<{ type: string; name: string; n: number }>(
    `select s.type, s.name, count(*) as n from unnest($1::text[], $2::text[]) as s (type, name)
     join kernel.outbox o on o.type = s.type
     left join kernel.effect e on e.county = o.county and e.event = o.id and e.subscriber = s.name
     where e.event is null group by 1, 2`,
    [subscribers.map(({ type }) => type), subscribers.map(({ name }) => name)],
  )
  for (const { type, name, n } of missing) problems.push(`effect missing: ${name} of ${n} × ${type}`)
  const { rows: told } = await owner.query<{ n: number; wanted: number }>(
    `select count(n.*) as n, count(*) as wanted from kernel.outbox o cross join lateral (select distinct unnest(o.accounts) as account) a
     left join notices.notice n on n.county = o.county and n.event = o.id and n.account = a.account where o.type = 'notices.wanted'`,
  )
  if (told[0]?.n !== told[0]?.wanted) problems.push(`notices: ${told[0]?.n} of ${told[0]?.wanted}`)
  const { rows: twice } = await owner.query(
    `select account, subject, words from notices.notice group by 1, 2, 3 having count(*) > 1 and words like '%reported%'`,
  )
  if (twice.length > 0) problems.push(`told twice: ${twice.length} notices`)
  const { rows: reported } = await owner.query<{ n: number; matters: number }>(
    `select (select count(*) from kernel.outbox where type = 'matters.reported') as n, (select count(*) from matters.matter) as matters`,
  )
  if (reported[0]?.n !== reported[0]?.matters)
    problems.push(`events: ${reported[0]?.n} reported, ${reported[0]?.matters} matters`)
  return problems
}

export async function verifyChain({ owner }: Database): Promise<string[]> {
  const { problems, unsealed } = await verifyAudit(owner, county)
  return [
    ...problems.map(({ seq, problem }) => `audit row ${seq}: ${problem}`),
    ...(unsealed > 0 ? [`${unsealed} audit rows never sealed`] : []),
  ]
}

/** Nothing is held by anybody who is gone. */
export async function verifyFree({ owner }: Database): Promise<string[]> {
  const { rows } = await owner.query<{ what: string }>(
    `select 'job ' || name || ' ' || id as what from pgboss.job where state = 'active' and started_on < now() - interval '20 seconds'
     union all select 'dead letter ' || id from pgboss.job where name = 'doorstep-dead'
     union all select 'transaction of ' || application_name from pg_stat_activity where state = 'idle in transaction' and state_change < now() - interval '5 seconds'
     union all select 'key without an answer' from kernel.idempotency where reply is null`,
  )
  return rows.map(({ what }) => `held: ${what}`)
}

/** Files without a row are only those that housekeeping finds. */
export async function verifyFolder(place: Place, database: Database): Promise<{ cleared: number; problems: string[] }> {
  const cleared = await clearFiles(partsOn(database, place.data), 0)
  const { rows } = await database.owner.query<{ n: number }>('select count(*) as n from matters.attachment')
  const left = readdirSync(join(place.data, 'files'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const problems = left.length === rows[0]?.n ? [] : [`files: ${left.length} on disk, ${rows[0]?.n} rows`]
  return { cleared, problems }
}

/** Each line heard every event of its area since it began, in order. */
export async function verifyLines({ owner }: Database, lines: readonly Line[]): Promise<string[]> {
  const { rows } = await owner.query<{ seq: number; type: string }>(
    `select seq, type from kernel.outbox where area like $1 || '%' and seq is not null order by seq`,
    [world.community],
  )
  return lines.flatMap((line, at) => {
    const heard = new Set(line.heard)
    const missed = rows.filter(({ seq }) => seq > line.begins && !heard.has(seq))
    const ordered = line.heard.filter((seq, place) => place > 0 && seq < (line.heard[place - 1] as number))
    return [
      ...(line.begins < 0 ? [`line ${at} never began`] : []),
      ...(missed.length > 0 ? [`line ${at} missed ${missed.length} of ${rows.length} events`] : []),
      ...(ordered.length > 0 ? [`line ${at} heard ${ordered.length} events out of order`] : []),
    ]
  })
}
