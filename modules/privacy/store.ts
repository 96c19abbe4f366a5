import { joinId, splitId } from '@doorstep/contract'
import type { Ctx, Erased } from '@doorstep/kernel'
import { keyOf, pageOf } from '@doorstep/kernel'
import type { Kysely } from 'kysely'
import type { RequestState, requestChannels, requestKinds } from './rules.ts'

export type RequestRow = {
  county: number
  id: string
  kind: (typeof requestKinds)[number]
  channel: (typeof requestChannels)[number]
  state: RequestState
  account: string | null
  receipt_hash: string | null
  matter: string | null
  words_sealed: string | null
  asked_at: string
  due_at: string
  runs_at: string | null
  answer: string | null
  report: Erased[] | null
  done_at: string | null
  done_by: string | null
  registered_by: string | null
}
export type RunLine = { kind: string; keepDays: number; before: string; counts: Record<string, number> }
export type RunRow = { county: number; id: string; started_at: string; by_account: string | null; report: RunLine[] }
export type RetentionRow = {
  county: number
  kind: string
  keep_days: number
  reason: string
  changed_by: string | null
  changed_at: string
}
export type BreachRow = {
  county: number
  id: string
  found_at: string
  kinds: string[]
  cause: string
  harm: string
  measures: string
  contact: string
  persons: number
  exempt_reason: string | null
  steps: Record<string, string>
  made_by: string | null
  updated_at: string
}
type Json<T, K extends keyof T> = Omit<T, K> & { [P in K]: unknown }
type Tables = {
  'privacy.request': Json<RequestRow, 'report'>
  'privacy.run': Json<RunRow, 'report'>
  'privacy.retention': RetentionRow
  'privacy.breach': Json<BreachRow, 'steps'>
}
const db = (ctx: Ctx) => ctx.db as Kysely<Tables>
const uuidOf = (id: string): string => splitId(id).uuid

/** @returns false when the id is taken, or another erasure of the same person waits already. */
export async function addRequest(ctx: Ctx, row: RequestRow): Promise<boolean> {
  const result = await db(ctx)
    .insertInto('privacy.request')
    .values({ ...row, report: row.report && JSON.stringify(row.report) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
const requests = (ctx: Ctx) => db(ctx).selectFrom('privacy.request').selectAll().where('county', '=', ctx.county)
export const lockRequest = async (ctx: Ctx, id: string): Promise<RequestRow | undefined> =>
  (await requests(ctx).where('id', '=', uuidOf(id)).forUpdate().executeTakeFirst()) as RequestRow | undefined
export type Whose = { account: string | null; receipt: { hash: string } | null }
/** As the system or as the person: always narrowed to them. */
export async function requestsOf(ctx: Ctx, whose: Whose, limit: number): Promise<RequestRow[]> {
  const query =
    whose.account === null
      ? requests(ctx).where('receipt_hash', '=', whose.receipt?.hash ?? '')
      : requests(ctx).where('account', '=', whose.account)
  return (await query.orderBy('asked_at', 'desc').orderBy('id', 'desc').limit(limit).execute()) as RequestRow[]
}
export async function waitingErasure(ctx: Ctx, whose: Whose): Promise<RequestRow | undefined> {
  const all = await requestsOf(ctx, whose, 100)
  return all.find(({ kind, state }) => kind === 'erase' && state === 'open')
}
export const dueErasures = async (ctx: Ctx, limit: number): Promise<RequestRow[]> =>
  (await requests(ctx)
    .where('kind', '=', 'erase')
    .where('state', '=', 'open')
    .where('runs_at', '<=', ctx.now())
    .orderBy('runs_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()) as RequestRow[]
export async function changeRequest(
  ctx: Ctx,
  id: string,
  { report, ...change }: Partial<Omit<RequestRow, 'county' | 'id'>>,
): Promise<void> {
  await db(ctx)
    .updateTable('privacy.request')
    .set({ ...change, ...(report === undefined ? {} : { report: JSON.stringify(report) }) })
    .where('county', '=', ctx.county)
    .where('id', '=', id)
    .execute()
}
/** What an erased person had asked loses its words and whose it was; that it was asked and answered stays for the count. */
export async function forgetRequests(ctx: Ctx, whose: Whose): Promise<number> {
  const query = db(ctx)
    .updateTable('privacy.request')
    .set({ account: null, receipt_hash: null, matter: null, words_sealed: null, answer: null })
    .where('county', '=', ctx.county)
  const result = await (whose.account === null
    ? query.where('receipt_hash', '=', whose.receipt?.hash ?? '')
    : query.where('account', '=', whose.account)
  ).executeTakeFirst()
  return Number(result.numUpdatedRows)
}
export async function dropRequests(ctx: Ctx, before: string): Promise<number> {
  const result = await db(ctx)
    .deleteFrom('privacy.request')
    .where('county', '=', ctx.county)
    .where('done_at', '<', before)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}

type Paged = { after?: string; limit?: number }
export async function listRequests<T>(
  ctx: Ctx,
  query: Paged & { state?: RequestState },
  shape: (row: RequestRow) => T,
) {
  const limit = query.limit ?? 50
  const key = keyOf(query.after, 2)
  const open = query.state === 'open'
  const column = open ? 'due_at' : 'asked_at'
  let select = requests(ctx)
    .orderBy(column, open ? 'asc' : 'desc')
    .orderBy('id', open ? 'asc' : 'desc')
    .limit(limit + 1)
  if (query.state) select = select.where('state', '=', query.state)
  if (key)
    select = select.where((eb) =>
      eb(eb.refTuple(column, 'id'), open ? '>' : '<', eb.tuple(String(key[0]), String(key[1]))),
    )
  return pageOf((await select.execute()) as RequestRow[], limit, (row) => [row[column], row.id], shape)
}

export const retentionRows = (ctx: Ctx): Promise<RetentionRow[]> =>
  db(ctx).selectFrom('privacy.retention').selectAll().where('county', '=', ctx.county).execute()
export async function setRetention(ctx: Ctx, row: RetentionRow): Promise<void> {
  const { keep_days, reason, changed_by, changed_at } = row
  await db(ctx)
    .insertInto('privacy.retention')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['county', 'kind']).doUpdateSet({ keep_days, reason, changed_by, changed_at }),
    )
    .execute()
}

/** @returns false when the id is taken. */
export async function addRun(ctx: Ctx, row: RunRow): Promise<boolean> {
  const result = await db(ctx)
    .insertInto('privacy.run')
    .values({ ...row, report: JSON.stringify(row.report) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
export async function listRuns<T>(ctx: Ctx, query: Paged, shape: (row: RunRow) => T) {
  const limit = query.limit ?? 50
  const key = keyOf(query.after, 2)
  let select = db(ctx)
    .selectFrom('privacy.run')
    .selectAll()
    .where('county', '=', ctx.county)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (key)
    select = select.where((eb) => eb(eb.refTuple('started_at', 'id'), '<', eb.tuple(String(key[0]), String(key[1]))))
  return pageOf((await select.execute()) as RunRow[], limit, (row) => [row.started_at, row.id], shape)
}

/** @returns false when the id is taken. */
export async function addBreach(ctx: Ctx, row: BreachRow): Promise<boolean> {
  const result = await db(ctx)
    .insertInto('privacy.breach')
    .values({ ...row, steps: JSON.stringify(row.steps) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
const breaches = (ctx: Ctx) => db(ctx).selectFrom('privacy.breach').selectAll().where('county', '=', ctx.county)
export const findBreach = async (ctx: Ctx, id: string): Promise<BreachRow | undefined> =>
  (await breaches(ctx).where('id', '=', uuidOf(id)).executeTakeFirst()) as BreachRow | undefined
export async function changeBreach(
  ctx: Ctx,
  id: string,
  { steps, ...change }: Omit<BreachRow, 'county' | 'id' | 'found_at' | 'made_by'>,
): Promise<void> {
  await db(ctx)
    .updateTable('privacy.breach')
    .set({ ...change, steps: JSON.stringify(steps) })
    .where('county', '=', ctx.county)
    .where('id', '=', uuidOf(id))
    .execute()
}
export async function listBreaches<T>(ctx: Ctx, query: Paged, shape: (row: BreachRow) => T) {
  const limit = query.limit ?? 50
  const key = keyOf(query.after, 2)
  let select = breaches(ctx)
    .orderBy('found_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (key)
    select = select.where((eb) => eb(eb.refTuple('found_at', 'id'), '<', eb.tuple(String(key[0]), String(key[1]))))
  return pageOf((await select.execute()) as BreachRow[], limit, (row) => [row.found_at, row.id], shape)
}
export const idOf = ({ county, id }: { county: number; id: string }): string => joinId(county, id)
