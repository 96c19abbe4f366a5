import { hash } from 'node:crypto'
import { newId } from '@doorstep/contract'
import type { Ctx, Event } from '@doorstep/kernel'
import { areasOfCounty, locatorOf } from '@doorstep/modules/areas/index.ts'
import { type Bringing, channels, type DueTimes, dueTimes, grades, kinds } from '@doorstep/modules/matters/index.ts'
import { accountsWithRole } from '@doorstep/modules/people/index.ts'
import { indexOf } from './rules-areas.ts'
import { checkRow, type Entry } from './rules-check.ts'
import { zoneClock } from './rules-dates.ts'
import type { Facts, LedgerMap } from './rules-map.ts'
import type { Problem } from './rules-problems.ts'
import { severityOf } from './rules-problems.ts'
import { type Common, type How, prepare, type SourceRow } from './rules-row.ts'
import { factsOf, packed, unpacked } from './service-read.ts'
import * as store from './store.ts'
import { insertProblems } from './store-problems.ts'
import { type Target, toMatters } from './targets.ts'

/** Works on a run, some batches at a time: check → find again → bring in or take over → say what was wrong. */

export const emptyCounts: store.Counts = { created: 0, updated: 0, unchanged: 0, left: 0, rejected: 0, mended: 0 }
const batchesAtOnce = 2
const mostRemembered = 200_000

type Checked = { batches: { last_row: number; rows: string }[]; rows: Row[] }
/** What a run needs to know of its county; asked anew for every piece of work, or once by the command line. */
export type Setting = {
  how: How
  times: DueTimes
  handlers: Map<string, Map<string, string | null>>
  problems: Problem[]
  /** Keyed, because a telephone number alone is found by trying all there are. */
  fingerprint(text: string): string
  /** Rows met so far, for a run that one process does from its first to its last. */
  seen: Map<string, number>
  target: Target
  /** The piece after this one, checked while the database was busy. */
  ahead?: Checked & { after: number }
}
export async function settingOf(ctx: Ctx, facts: Facts, map: LedgerMap, target: Target = toMatters): Promise<Setting> {
  const common: Common = {
    kinds,
    grades,
    channels,
    areas: indexOf(await areasOfCounty(ctx)),
    locate: await locatorOf(ctx),
    instant: zoneClock(ctx.settings.zone),
    now: ctx.now(),
    keeps: await ctx.keeps(),
  }
  const { how, problems } = prepare(facts, map, common)
  const secret = ctx.vault.blind('fingerprints of ledgers')
  const fingerprint = (text: string) => hash('sha256', `${secret}${text}`, 'base64url').slice(0, 22)
  return { how, problems, times: await dueTimes(ctx), handlers: new Map(), seen: new Map(), fingerprint, target }
}

type Row = { row: SourceRow; entry: Entry | null; problems: Problem[]; key: string; content: string }

/** What the target says of it; what it refuses stays out. */
function keptOr(entry: Entry, row: SourceRow, { how, target }: Setting, problems: Problem[]): Entry | null {
  const code = target.says(entry, how)
  if (code) problems.push({ row: row.n, column: -1, code })
  return code && severityOf[code] === 'rejected' ? null : entry
}

function keyed(setting: Setting, row: SourceRow): Row {
  const { how, fingerprint, target } = setting
  const { entry: read, problems } = checkRow(row, how)
  const entry = read && keptOr(read, row, setting, problems)
  if (!entry) return { row, entry, problems, key: '', content: '' }
  const content = fingerprint(JSON.stringify(entry))
  const of = target.name === 'matters' ? '' : `${target.name}\n`
  const key = fingerprint(`${of}${how.map.source}\n${entry.number ?? `= ${content}`}`)
  return { row, entry, problems, key, content }
}
const slice = 50
/** In slices, so that whoever else is served meanwhile does not wait, and the database's answers are heard. */
async function checked(ctx: Ctx, setting: Setting, batches: Checked['batches']): Promise<Checked> {
  const rows: Row[] = []
  for (const batch of batches)
    for (const [at, row] of unpacked(ctx, batch.rows).entries()) {
      if (at % slice === 0) await new Promise(setImmediate)
      rows.push(keyed(setting, row))
    }
  return { batches, rows }
}
const complain = ({ row, problems }: Row, code: Problem['code'], column = -1, data?: Problem['data']): void => {
  problems.push({ row: row.n, column, code, ...(data ? { data } : {}) })
}

/** Does the next piece of a run. @returns whether there is more; the run's row is locked meanwhile */
export async function workOn(ctx: Ctx, id: string, kept?: Setting, target: Target = toMatters): Promise<boolean> {
  const run = await store.lockRun(ctx, id)
  if (run?.state !== 'working' || run.target !== target.name) return false
  const facts = factsOf(ctx, run)
  if (!facts || !run.map) return false
  const setting = kept ?? (await settingOf(ctx, facts, run.map, target))
  const { ahead } = setting
  delete setting.ahead // its rows are changed below: a transaction that is tried again checks them anew
  const fetched = await store.listBatches(ctx, id, run.position, batchesAtOnce * 2)
  const next = kept ? fetched.slice(batchesAtOnce) : []
  const { batches, rows } =
    ahead?.after === run.position ? ahead : await checked(ctx, setting, fetched.slice(0, batchesAtOnce))
  await dropRepeated(ctx, id, rows, kept && facts.rows <= mostRemembered ? kept.seen : undefined)
  const counts: store.Counts = { ...emptyCounts, ...run.counts }
  const bringing = bring(ctx, run, setting, rows, counts)
  const [then] = await Promise.all([next.length > 0 ? checked(ctx, setting, next) : undefined, bringing])
  for (const { entry, problems } of rows) {
    if (!entry) counts.rejected++
    else if (problems.some(({ code }) => severityOf[code] === 'changed')) counts.mended++
  }
  await insertProblems(
    ctx,
    id,
    rows.flatMap(({ problems }) => problems),
  )
  if (!run.dry) await keepRejected(ctx, id, batches, rows)
  const position = batches.at(-1)?.last_row ?? run.position
  const more = fetched.length > batches.length
  if (kept && then) kept.ahead = { ...then, after: position }
  await store.changeRun(ctx, id, { position, counts })
  if (!more) await finish(ctx, { ...run, counts })
  return more
}

/** The next piece of a run of the background, and word that there is more. */
export async function goOn(ctx: Ctx, run: store.RunRecord, event: Pick<Event, 'accounts'>, target: Target) {
  if (await workOn(ctx, run.id, undefined, target))
    ctx.publish({ type: 'ledgers.wanted', subject: run.id, accounts: event.accounts })
  else if (!run.dry) await ctx.files.remove(run.id)
}

/** The second of two rows that say they are the same stays out. */
async function dropRepeated(ctx: Ctx, id: string, rows: Row[], seen?: Map<string, number>): Promise<void> {
  const keys = [...new Set(rows.flatMap(({ entry, key }) => (entry ? [key] : [])))]
  const fresh = seen ? undefined : await store.firstSeen(ctx, id, keys)
  for (const each of rows) {
    if (!each.entry) continue
    const { n } = each.row
    // By its row, not by having been met: a transaction that is tried again meets its rows again.
    const first = seen ? (seen.get(each.key) ?? n) === n : fresh?.delete(each.key)
    seen?.set(each.key, seen.get(each.key) ?? n)
    if (first) continue
    each.entry = null
    complain(each, 'rowRepeated')
  }
}

type Known = Row & { entry: Entry; matter: string }
async function bring(
  ctx: Ctx,
  run: store.RunRecord,
  setting: Setting,
  rows: Row[],
  counts: store.Counts,
): Promise<void> {
  const good = rows.filter((row): row is Row & { entry: Entry } => row.entry !== null)
  const imported = await store.findImported(
    ctx,
    good.map(({ key }) => key),
  )
  const fresh: Known[] = []
  const changed: Known[] = []
  for (const row of good) {
    const before = imported.get(row.key)
    if (!before) fresh.push({ ...row, matter: newId(ctx.county) })
    else if (before.content === row.content) counts.unchanged++
    else changed.push({ ...row, matter: before.matter })
  }
  const { target } = setting
  const { free, left } = await sorted(ctx, target, changed, imported)
  counts.left += left
  counts.created += fresh.length
  counts.updated += free.length
  const toBring = await bringings(ctx, run, setting, fresh)
  const toReplace = await bringings(ctx, run, setting, free)
  if (run.dry) return
  const records = (known: readonly Known[]) => known.map(({ key, matter, content }) => ({ key, matter, content }))
  if (toBring.length > 0)
    await store.keepImported(ctx, run.id, await target.bring(ctx, setting.times, toBring), records(fresh))
  if (toReplace.length > 0)
    await store.keepImported(ctx, run.id, await target.replace(ctx, setting.times, toReplace), records(free))
}

/** What somebody has worked on here since it came in is theirs: a changed row is told and left. What was erased stays so. */
async function sorted(
  ctx: Ctx,
  target: Target,
  changed: readonly Known[],
  imported: ReadonlyMap<string, store.ImportedRecord>,
) {
  if (changed.length === 0) return { free: [], left: 0 }
  const last = await target.lastChanges(
    ctx,
    changed.map(({ matter }) => matter),
  )
  const free = changed.filter(({ key, matter }) => last.get(matter) === imported.get(key)?.left_at)
  const touched = changed.filter((row) => !free.includes(row))
  for (const row of touched) complain(row, 'touchedSince')
  return { free, left: touched.length }
}

async function bringings(
  ctx: Ctx,
  run: store.RunRecord,
  setting: Setting,
  rows: readonly Known[],
): Promise<Bringing[]> {
  const source = run.map?.source ?? ''
  const made: Bringing[] = []
  for (const row of rows) {
    const { number, handler: name, ...entry } = row.entry
    const open = setting.target.handlers && (entry.state === 'accepted' || entry.state === 'inProgress')
    const handler = open ? await handlerOf(ctx, setting, entry.area, name) : null
    if (open && handler === null) complain(row, 'handlerUnknown', setting.how.places.get('handler')?.[0] ?? -1)
    made.push({ ...entry, id: row.matter, handler, origin: { source, number, handler: name } })
  }
  return made
}
/** The one colleague of that name who stands over the place; without one, somebody accepts it anew. */
async function handlerOf(ctx: Ctx, { handlers }: Setting, area: string, name: string | null): Promise<string | null> {
  if (name === null) return null
  const place = area.slice(0, 12)
  let known = handlers.get(place)
  if (!known) {
    known = new Map()
    for (const { account, name: called } of await accountsWithRole(ctx, ['officer', 'deputyChief', 'chief'], place)) {
      const other = known.get(called)
      known.set(called, other === undefined || other === account ? account : null)
    }
    handlers.set(place, known)
  }
  return known.get(name) ?? null
}

async function keepRejected(
  ctx: Ctx,
  id: string,
  batches: readonly { last_row: number }[],
  rows: readonly Row[],
): Promise<void> {
  let from = 0
  for (const { last_row } of batches) {
    const rejected = rows.filter(({ row, entry }) => !entry && row.n > from && row.n <= last_row).map(({ row }) => row)
    from = last_row
    await store.keepOfBatch(ctx, id, last_row, rejected.length > 0 ? packed(ctx, rejected) : null)
  }
}

/** One line in the audit log for the whole run. */
async function finish(ctx: Ctx, run: store.RunRecord): Promise<void> {
  await store.dropSeen(ctx, run.id)
  await store.changeRun(ctx, run.id, { state: 'done', finished_at: ctx.now() })
  if (run.dry) return
  const { source = '' } = run.map ?? {}
  ctx.audit({
    operation: 'ledgers.imported',
    subject: run.id,
    detail: { source, sha256: run.sha256, by: run.created_by, ...run.counts },
  })
  ctx.publish({
    type: 'ledgers.imported',
    subject: run.id,
    area: String(ctx.county),
    accounts: run.created_by ? [run.created_by] : [],
    payload: { ...run.counts },
  })
}
