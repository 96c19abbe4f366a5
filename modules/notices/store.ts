import type { Page } from '@doorstep/contract'
import { type Ctx, keyOf, pageOf } from '@doorstep/kernel'
import type { Kysely } from 'kysely'

type Row = {
  county: number
  id: string
  account: string
  event: string
  words: string
  data: string
  subject: string
  urgent: boolean
  at: string
  read_at: string | null
}
type Tables = { 'notices.notice': Row }
export type Found = Omit<Row, 'data'> & { data: Record<string, unknown> }
const db = (ctx: Ctx) => ctx.db as Kysely<Tables>
const mine = (ctx: Ctx) =>
  db(ctx)
    .selectFrom('notices.notice')
    .where('county', '=', ctx.county)
    .where('account', '=', ctx.actor.account ?? '')

/** Rows that are there already (same event, same account) stay as they are. @returns how many were new. */
export async function add(ctx: Ctx, rows: Omit<Row, 'county' | 'read_at'>[]): Promise<number> {
  if (rows.length === 0) return 0
  const result = await db(ctx)
    .insertInto('notices.notice')
    .values(rows.map((row) => ({ ...row, county: ctx.county, read_at: null })))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0)
}

export async function list<T>(
  ctx: Ctx,
  query: { unread?: boolean; after?: string; limit: number },
  shape: (row: Found) => T,
): Promise<Page<T>> {
  const key = keyOf(query.after, 2)
  let select = mine(ctx)
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (query.unread) select = select.where('read_at', 'is', null)
  if (key) select = select.where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(String(key[0]), String(key[1]))))
  const rows = (await select.execute()) as unknown as Found[]
  return pageOf(rows, query.limit, ({ at, id }) => [at, id], shape)
}

export async function countUnread(ctx: Ctx): Promise<number> {
  const row = await mine(ctx)
    .where('read_at', 'is', null)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return row.n
}

/** @returns false when it is not in this inbox. */
export async function mark(ctx: Ctx, uuid: string, readAt: string | null): Promise<boolean> {
  const result = await db(ctx)
    .updateTable('notices.notice')
    .set({ read_at: readAt })
    .where('county', '=', ctx.county)
    .where('id', '=', uuid)
    .where('account', '=', ctx.actor.account ?? '')
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

export async function markAll(ctx: Ctx, readAt: string): Promise<number> {
  const result = await db(ctx)
    .updateTable('notices.notice')
    .set({ read_at: readAt })
    .where('county', '=', ctx.county)
    .where('account', '=', ctx.actor.account ?? '')
    .where('read_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/** The newest of an account's inbox. As the system only. */
export async function newestOf(ctx: Ctx, account: string, limit: number): Promise<Found[]> {
  const rows = await db(ctx)
    .selectFrom('notices.notice')
    .selectAll()
    .where('county', '=', ctx.county)
    .where('account', '=', account)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows as unknown as Found[]
}
/** Empties an account's inbox. As the system only. @returns how many were removed */
export async function removeOf(ctx: Ctx, account: string): Promise<number> {
  const result = await db(ctx)
    .deleteFrom('notices.notice')
    .where('county', '=', ctx.county)
    .where('account', '=', account)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}
/** As the system only. @returns how many were removed */
export async function removeBefore(ctx: Ctx, before: string): Promise<number> {
  const result = await db(ctx)
    .deleteFrom('notices.notice')
    .where('county', '=', ctx.county)
    .where('at', '<', before)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}
