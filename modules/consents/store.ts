import { splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { Kysely } from 'kysely'
import type { Way } from './rules.ts'

export type Row = {
  county: number
  id: string
  purpose: string
  version: string
  language: string | null
  hash: string | null
  account: string | null
  receipt_hash: string | null
  about: string | null
  giver: string | null
  way: Way
  given_at: string
  given_by: string | null
  withdrawn_at: string | null
  withdrawn_way: Way | null
  withdrawn_by: string | null
}
export type WordingRow = {
  county: number
  hash: string
  purpose: string
  version: string
  language: string
  title: string
  words: string
  made_at: string
}
type Tables = { 'consents.consent': Row; 'consents.wording': WordingRow }
const db = (ctx: Ctx) => ctx.db as Kysely<Tables>
const consents = (ctx: Ctx) => db(ctx).selectFrom('consents.consent').selectAll().where('county', '=', ctx.county)

export async function keepWording(ctx: Ctx, row: WordingRow): Promise<void> {
  await db(ctx)
    .insertInto('consents.wording')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
export async function wordingsOf(ctx: Ctx, hashes: readonly string[]): Promise<Map<string, WordingRow>> {
  if (hashes.length === 0) return new Map()
  const rows = await db(ctx)
    .selectFrom('consents.wording')
    .selectAll()
    .where('county', '=', ctx.county)
    .where('hash', 'in', [...new Set(hashes)])
    .execute()
  return new Map(rows.map((row) => [row.hash, row]))
}

/** @returns false when the id is taken, or the same consent is in force already. */
export async function add(ctx: Ctx, row: Row): Promise<boolean> {
  const result = await db(ctx)
    .insertInto('consents.consent')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
export const lock = (ctx: Ctx, id: string): Promise<Row | undefined> =>
  consents(ctx).where('id', '=', splitId(id).uuid).forUpdate().executeTakeFirst()
/** @returns false when another one of the same sort is in force. */
export async function change(
  ctx: Ctx,
  id: string,
  to: Pick<Row, 'withdrawn_at' | 'withdrawn_way' | 'withdrawn_by'>,
): Promise<void> {
  await db(ctx).updateTable('consents.consent').set(to).where('county', '=', ctx.county).where('id', '=', id).execute()
}

export type Whose = { account: string | null; receipt: { hash: string } | null }
const narrowed = (ctx: Ctx, { account, receipt }: Whose) =>
  account === null
    ? consents(ctx).where('receipt_hash', '=', receipt?.hash ?? '')
    : consents(ctx).where('account', '=', account)
/** Newest first. */
export const of = (ctx: Ctx, whose: Whose, limit: number): Promise<Row[]> =>
  narrowed(ctx, whose).orderBy('given_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
export const inForceOf = (ctx: Ctx, purpose: string, whose: Whose, about: string | null): Promise<Row | undefined> =>
  narrowed(ctx, whose)
    .where('purpose', '=', purpose)
    .where('withdrawn_at', 'is', null)
    .where('about', 'is not distinct from', about)
    .orderBy('given_at', 'desc')
    .limit(1)
    .executeTakeFirst()
export async function accountsThatGave(
  ctx: Ctx,
  purpose: string,
  version: string,
  accounts: readonly string[],
): Promise<string[]> {
  if (accounts.length === 0) return []
  const rows = await db(ctx)
    .selectFrom('consents.consent')
    .select('account')
    .where('county', '=', ctx.county)
    .where('purpose', '=', purpose)
    .where('version', '=', version)
    .where('withdrawn_at', 'is', null)
    .where('account', 'in', [...accounts])
    .execute()
  return rows.flatMap(({ account }) => account ?? [])
}
/** The newest about one record; it may be withdrawn. */
export const newestAbout = (ctx: Ctx, purpose: string, about: string): Promise<Row | undefined> =>
  consents(ctx)
    .where('about', '=', about)
    .where('purpose', '=', purpose)
    .orderBy('given_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
export const newestOf = (ctx: Ctx, purpose: string, account: string): Promise<Row | undefined> =>
  consents(ctx)
    .where('account', '=', account)
    .where('purpose', '=', purpose)
    .orderBy('given_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** What is about a record stays with it, without the person, until the record goes. */
export async function loosen(ctx: Ctx, { account, receipt }: Whose): Promise<number> {
  const query = db(ctx)
    .updateTable('consents.consent')
    .set({ account: null, receipt_hash: null, giver: null })
    .where('county', '=', ctx.county)
    .where('about', 'is not', null)
  const result = await (account === null
    ? query.where('receipt_hash', '=', receipt?.hash ?? '')
    : query.where('account', '=', account)
  ).executeTakeFirst()
  return Number(result.numUpdatedRows)
}
const removal = (ctx: Ctx) => db(ctx).deleteFrom('consents.consent').where('county', '=', ctx.county)
export async function remove(ctx: Ctx, { account, receipt }: Whose): Promise<number> {
  const query =
    account === null
      ? removal(ctx).where('receipt_hash', '=', receipt?.hash ?? '')
      : removal(ctx).where('account', '=', account)
  return Number((await query.executeTakeFirst()).numDeletedRows)
}
export async function removeAbout(ctx: Ctx, records: readonly string[]): Promise<number> {
  if (records.length === 0) return 0
  const result = await removal(ctx)
    .where('about', 'in', [...records])
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}
export async function removeWithdrawn(ctx: Ctx, before: string): Promise<number> {
  return Number((await removal(ctx).where('withdrawn_at', '<', before).executeTakeFirst()).numDeletedRows)
}
