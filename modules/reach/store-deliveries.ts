import type { Page } from '@doorstep/contract'
import { type Ctx, type Database, insideGrant, keyOf, pageOf } from '@doorstep/kernel'
import type { Insertable, Selectable } from 'kysely'
import type { Channel, State } from './rules-kinds.ts'
import { type DeliveryTable, db } from './store-tables.ts'

export type Delivery = Omit<Selectable<DeliveryTable>, 'data'> & { data: Record<string, string> }
const deliveries = (ctx: Ctx) => db(ctx).selectFrom('reach.delivery').where('county', '=', ctx.county)

/** One notice to one end is one row: whatever is there already stays. @returns how many were new */
export async function add(ctx: Ctx, rows: Insertable<DeliveryTable>[]): Promise<number> {
  if (rows.length === 0) return 0
  const result = await db(ctx)
    .insertInto('reach.delivery')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['county', 'event', 'endpoint', 'channel']).doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0)
}

/** Counties where something waits or a lease has run out. As the owner, outside of requests. */
export async function dueCounties({ owner }: Pick<Database, 'owner'>, now: string): Promise<number[]> {
  const { rows } = await owner.query<{ county: number }>(
    'select distinct county from reach.delivery where due_at <= $1',
    [now],
  )
  return rows.map(({ county }) => county)
}

/** What is due, oldest first, and nobody else is looking at. */
export const lockDue = async (ctx: Ctx, limit: number): Promise<Delivery[]> =>
  (await deliveries(ctx)
    .selectAll()
    .where('due_at', '<=', ctx.now())
    .orderBy('due_at')
    .orderBy('made_at')
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()) as unknown as Delivery[]
/** Ends to which something is on its way at this moment. */
export async function busyEnds(ctx: Ctx, endpoints: readonly string[]): Promise<Set<string>> {
  if (endpoints.length === 0) return new Set()
  const rows = await deliveries(ctx)
    .select('endpoint')
    .where('endpoint', 'in', [...endpoints])
    .where('state', '=', 'sending')
    .where('due_at', '>', ctx.now())
    .execute()
  return new Set(rows.map(({ endpoint }) => endpoint))
}
export const change = (ctx: Ctx, uuids: readonly string[], values: Partial<DeliveryTable>): Promise<unknown> =>
  db(ctx)
    .updateTable('reach.delivery')
    .set(values)
    .where('county', '=', ctx.county)
    .where('id', 'in', [...uuids])
    .execute()
/** What this lease is still held on. */
export const lockLeased = async (ctx: Ctx, uuid: string, lease: string): Promise<Delivery | undefined> =>
  (await deliveries(ctx)
    .selectAll()
    .where('id', '=', uuid)
    .where('lease', '=', lease)
    .where('state', '=', 'sending')
    .forUpdate()
    .executeTakeFirst()) as unknown as Delivery | undefined
export const lock = async (ctx: Ctx, uuid: string): Promise<Delivery | undefined> =>
  (await deliveries(ctx).selectAll().where('id', '=', uuid).forUpdate().executeTakeFirst()) as unknown as
    | Delivery
    | undefined

export async function list<T>(
  ctx: Ctx,
  query: { state?: State | 'stuck'; channel?: Channel; after?: string; limit: number },
  shape: (row: Delivery) => T,
): Promise<Page<T>> {
  const key = keyOf(query.after, 2)
  let select = deliveries(ctx)
    .selectAll()
    .where((eb) => insideGrant(eb as never, 'area', ctx.grant))
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
  if (query.state === 'stuck') select = select.where('state', 'in', ['dead', 'doubtful'])
  else if (query.state) select = select.where('state', '=', query.state)
  if (query.channel) select = select.where('channel', '=', query.channel)
  if (key)
    select = select.where((eb) => eb(eb.refTuple('made_at', 'id'), '<', eb.tuple(String(key[0]), String(key[1]))))
  const rows = (await select.execute()) as unknown as Delivery[]
  return pageOf(rows, query.limit, ({ made_at, id }) => [made_at, id], shape)
}
export async function countStuck(ctx: Ctx): Promise<{ dead: number; doubtful: number }> {
  const rows = await deliveries(ctx)
    .select((eb) => ['state', eb.fn.countAll<number>().as('n')])
    .where((eb) => insideGrant(eb as never, 'area', ctx.grant))
    .where('state', 'in', ['dead', 'doubtful'])
    .groupBy('state')
    .execute()
  const of = (state: State) => rows.find((row) => row.state === state)?.n ?? 0
  return { dead: of('dead'), doubtful: of('doubtful') }
}
/** Nobody is there any more to whom it could be sent. @returns how many */
export async function dropWaiting(ctx: Ctx, endpoint: string, trouble: string): Promise<number> {
  const result = await db(ctx)
    .updateTable('reach.delivery')
    .set({ state: 'dropped', due_at: null, lease: null, trouble, done_at: ctx.now() })
    .where('county', '=', ctx.county)
    .where('endpoint', '=', endpoint)
    .where('state', 'in', ['waiting', 'dead', 'doubtful'])
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

// For the privacy desk; as the system only.
export async function countOf(ctx: Ctx, account: string): Promise<{ n: number; newest: string | null }> {
  const row = await deliveries(ctx)
    .select((eb) => [eb.fn.countAll<number>().as('n'), eb.fn.max('made_at').as('newest')])
    .where('account', '=', account)
    .executeTakeFirstOrThrow()
  return { n: row.n, newest: row.newest }
}
export async function removeOf(ctx: Ctx, account: string): Promise<number> {
  const result = await db(ctx)
    .deleteFrom('reach.delivery')
    .where('county', '=', ctx.county)
    .where('account', '=', account)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}
export async function removeBefore(ctx: Ctx, before: string): Promise<number> {
  const result = await db(ctx)
    .deleteFrom('reach.delivery')
    .where('county', '=', ctx.county)
    .where('made_at', '<', before)
    .where('state', 'in', ['sent', 'dropped', 'dead', 'doubtful'])
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}
