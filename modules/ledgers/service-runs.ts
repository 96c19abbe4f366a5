import { countyOf, Failure, failing, type InputOf, type ReplyOf, type Service, splitId } from '@doorstep/contract'
import { type Ctx, keyOf, pageOf } from '@doorstep/kernel'
import { channels, grades, kinds } from '@doorstep/modules/matters/index.ts'
import { failures, type ledgers } from './contract.ts'
import type { Facts, LedgerMap } from './rules-map.ts'
import { letterOf, type Problem, type ProblemCode } from './rules-problems.ts'
import { suggestMap } from './rules-suggest.ts'
import { factsOf } from './service-read.ts'
import { emptyCounts, settingOf } from './service-work.ts'
import * as store from './store.ts'
import * as reports from './store-problems.ts'

export const fail = failing(failures)
type Run = store.RunRecord
type Names = 'receive' | 'runs' | 'run' | 'read' | 'start' | 'cancel' | 'problems'

/** A county's imports belong to whoever looks after the whole county. */
export function held(ctx: Ctx): void {
  if (!ctx.grant.scopes.includes(String(ctx.county))) fail('ledgers.missing')
}
export async function getRun(ctx: Ctx, id: string): Promise<Run> {
  held(ctx)
  return (await store.findRun(ctx, id)) ?? fail('ledgers.missing')
}
async function lockRun(ctx: Ctx, id: string, ...states: store.RunState[]): Promise<Run> {
  held(ctx)
  const run = (await store.lockRun(ctx, id)) ?? fail('ledgers.missing')
  return states.includes(run.state) ? run : fail('ledgers.notReady', { state: run.state })
}

const rowOf = (run: Run): ReplyOf<typeof ledgers.receive> => ({
  id: run.id,
  fileName: run.file_name,
  target: run.target,
  state: run.state,
  dry: run.dry,
  rows: run.rows,
  position: run.position,
  counts: { ...emptyCounts, ...run.counts },
  fault: run.fault as ReplyOf<typeof ledgers.receive>['fault'],
  createdAt: run.created_at,
  startedAt: run.started_at,
  finishedAt: run.finished_at,
})

function foundOf(facts: Facts, run: Run) {
  return {
    format: facts.format,
    encoding: facts.encoding,
    delimiter: facts.delimiter,
    sheets: facts.sheets,
    sheet: facts.sheet,
    headerRow: facts.head.first,
    columns: facts.columns.map(({ at, name, filled, values, samples, forbidden }) => ({
      at,
      letter: letterOf(at),
      name,
      filled,
      values,
      samples,
      forbidden: (forbidden ?? null) as never,
    })),
    suggestion: suggestMap(facts, run.file_name.replace(/\.\w+$/, '').slice(0, 60) || 'ledger', run.target) as never,
    kinds: kinds.map(({ code }) => code),
    grades: [...grades],
    channels: [...channels],
  }
}

/** @throws Failure `request.invalid` for a cursor that is not ours */
function cursor(after: string | undefined, length: number, fits: (key: readonly unknown[]) => boolean) {
  const key = keyOf(after, length)
  if (key === undefined || fits(key)) return key
  throw new Failure('invalid', 'request.invalid', {
    errors: [{ path: 'query/after', message: 'is not a cursor of this list' }],
  })
}
const isUuid = (value: unknown): boolean =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)
const isInstant = (value: unknown): boolean =>
  typeof value === 'string' &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString() === value &&
  value > '19'
const isSmall = (value: unknown): boolean => Number.isInteger(value) && Math.abs(value as number) < 2e9

/** What the mapping must say at least; what it may name is checked against the file, and told in the report. */
function checkMap(ctx: Ctx, map: LedgerMap): void {
  const has = (field: string) => Object.hasOwn(map.columns, field)
  const lacks = (field: string) => fail('ledgers.mapWrong', { field: ctx.say(`ledgers.fields.${field}`) })
  if (!has('description') && !has('title')) lacks('description')
  if (!has('kind') && !map.otherKind) lacks('kind')
  if (!has('reportedAt') && !has('happenedAt') && !has('acceptedAt')) lacks('reportedAt')
  if (map.area && (map.area.length < 12 || countyOf(map.area) !== ctx.county)) lacks('area')
}

/** Everything is set for the work; it is done in pieces by jobs, or by the command line. */
export async function begin(ctx: Ctx, run: Run, map: LedgerMap, dry: boolean): Promise<Run> {
  checkMap(ctx, map)
  const facts = factsOf(ctx, run) ?? fail('ledgers.notReady', { state: run.state })
  await reports.dropProblems(ctx, run.id)
  await store.dropSeen(ctx, run.id)
  const { problems } = await settingOf(ctx, facts, map)
  await reports.insertProblems(ctx, run.id, [...(facts.problems as Problem[]), ...problems])
  const change = {
    state: 'working',
    map,
    dry,
    position: 0,
    counts: {},
    started_at: ctx.now(),
    finished_at: null,
  } as const
  await store.changeRun(ctx, run.id, change)
  return { ...run, ...change }
}

export const runs: Pick<Service<typeof ledgers, Ctx>, Names> = {
  async receive(ctx, { params, query, body }) {
    held(ctx)
    const run = {
      id: params.id,
      file_name: query.name,
      target: query.target ?? 'matters',
      bytes: body.bytes,
      sha256: body.sha256,
      layout: {},
      by_command: false,
      created_at: ctx.now(),
      created_by: ctx.actor.account,
    }
    if (!(await store.insertRun(ctx, run))) fail('ledgers.idTaken')
    await ctx.files.keep(body, params.id)
    ctx.publish({
      type: 'ledgers.received',
      subject: params.id,
      accounts: ctx.actor.account ? [ctx.actor.account] : [],
    })
    return rowOf(await getRun(ctx, params.id))
  },
  async runs(ctx, { query }) {
    const { limit = 50 } = query
    const key = cursor(query.after, 2, ([at, id]) => isInstant(at) && isUuid(id))
    const found = await store.listRuns(ctx, limit + 1, key)
    return pageOf(found, limit, (run) => [run.created_at, splitId(run.id).uuid], rowOf)
  },
  async run(ctx, { params }) {
    const run = await getRun(ctx, params.id)
    const facts = factsOf(ctx, run)
    return {
      ...rowOf(run),
      bytes: run.bytes,
      found: facts && foundOf(facts, run),
      map: run.map as never,
      problems: (await reports.countProblems(ctx, run.id)) as never,
    }
  },
  async read(ctx, { params, body }) {
    const run = await lockRun(ctx, params.id, 'read', 'failed')
    if (run.started_at && !run.dry) fail('ledgers.notReady', { state: run.state })
    const change = { state: 'received', layout: body, fault: null, finished_at: null } as const
    await store.changeRun(ctx, run.id, change)
    ctx.publish({ type: 'ledgers.received', subject: run.id, accounts: run.created_by ? [run.created_by] : [] })
    return rowOf({ ...run, ...change })
  },
  async start(ctx, { params, body }) {
    const run = await lockRun(ctx, params.id, 'read', 'done', 'cancelled')
    // After the rows have come in, only the rejected ones are left: they are mended and sent as a new file.
    if (run.state !== 'read' && !run.dry) fail('ledgers.notReady', { state: run.state })
    const begun = await begin(ctx, run, body.map as LedgerMap, body.dry)
    ctx.publish({ type: 'ledgers.wanted', subject: run.id, accounts: run.created_by ? [run.created_by] : [] })
    return rowOf(begun)
  },
  async cancel(ctx, { params }) {
    const run = await lockRun(ctx, params.id, 'received', 'read', 'working')
    await store.dropSeen(ctx, run.id)
    const change = { state: 'cancelled', finished_at: ctx.now() } as const
    await store.changeRun(ctx, run.id, change)
    return rowOf({ ...run, ...change })
  },
  problems,
}

async function problems(ctx: Ctx, { params, query }: InputOf<typeof ledgers.problems>) {
  const run = await getRun(ctx, params.id)
  const { limit = 50 } = query
  const key = cursor(query.after, 3, ([row, place, code]) => isSmall(row) && isSmall(place) && typeof code === 'string')
  const found = await reports.listProblems(ctx, run.id, query, limit + 1, key)
  const names = headsOf(factsOf(ctx, run))
  return pageOf(
    found,
    limit,
    ({ row_number, place, code }) => [row_number, place, code],
    (each) => ({
      row: each.row_number,
      column: each.place < 0 ? null : letterOf(each.place),
      head: names.get(each.place) ?? null,
      code: each.code as ProblemCode,
      severity: each.severity,
      words: wordsOf(ctx, each),
    }),
  )
}
export const headsOf = (facts: Facts | null): Map<number, string> =>
  new Map((facts?.columns ?? []).map(({ at, name }) => [at, name]))
/** Codes inside the facts of a problem are told in words as well. */
export function wordsOf(ctx: Pick<Ctx, 'say'>, { code, data }: Pick<store.ProblemRecord, 'code' | 'data'>): string {
  const sections: Readonly<Record<string, string>> = {
    sort: 'sorts',
    by: 'by',
    from: 'fields',
    first: 'fields',
    fault: 'faults',
  }
  const told = Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      sections[name] ? ctx.say(`ledgers.${sections[name]}.${value}`, {}) : value,
    ]),
  )
  return ctx.say(`ledgers.problems.${code}`, told)
}
