import { createHash } from 'node:crypto'
import { Failure } from '@doorstep/contract'
import type { Ctx } from './ctx.ts'

const hash = (...parts: unknown[]) => createHash('sha256').update(JSON.stringify(parts)).digest('base64url')

/**
 * Does `work` once per key. The row is written first, in the work's own transaction: a second request with the same
 * key waits at the unique index until the first has committed, then gets its answer.
 * @param subject what it is about, so that the answer can be emptied when that is erased
 */
export async function once<T>(
  ctx: Ctx,
  operation: string,
  key: string,
  input: unknown,
  subject: string | null,
  work: () => Promise<T>,
): Promise<T> {
  const who = ctx.actor.account ?? ctx.actor.receipt?.hash ?? 'visitor'
  const row = {
    county: ctx.county,
    key: hash(who, operation, key),
    request: hash(input),
    account: ctx.actor.account,
    subject,
  }
  const inserted = await ctx.db
    .insertInto('kernel.idempotency')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (Number(inserted.numInsertedOrUpdatedRows ?? 0) === 0) return replay<T>(ctx, row)
  const value = await work()
  await ctx.db
    .updateTable('kernel.idempotency')
    .set({ reply: Buffer.from(ctx.vault.seal(JSON.stringify(value ?? null))) })
    .where('county', '=', row.county)
    .where('key', '=', row.key)
    .execute()
  return value
}

async function replay<T>(ctx: Ctx, row: { county: number; key: string; request: string }): Promise<T> {
  const first = await ctx.db
    .selectFrom('kernel.idempotency')
    .select(['request', 'reply'])
    .where('county', '=', row.county)
    .where('key', '=', row.key)
    .executeTakeFirst()
  // Gone between the two statements: the first request was rolled back just now; the client tries again.
  if (!first?.reply) throw new Failure('unavailable', 'server.busy')
  if (first.request !== row.request) throw new Failure('unprocessable', 'request.keyReused')
  return JSON.parse(ctx.vault.open(first.reply.toString())) as T
}

const erased = 'erased'
/**
 * Empties the kept answers to an account, and those about these records: they repeat what was erased. The keys stay, so
 * that a repeat is refused (`request.keyReused`) instead of done again.
 */
export async function forgetReplies(
  ctx: Pick<Ctx, 'db' | 'county'>,
  which: { account: string | null; subjects: readonly string[] },
): Promise<number> {
  const result = await ctx.db
    .updateTable('kernel.idempotency')
    .set({ reply: Buffer.alloc(0), request: erased })
    .where('county', '=', ctx.county)
    .where('request', '!=', erased)
    .where((eb) =>
      eb.or([
        eb('subject', 'in', which.subjects.length > 0 ? [...which.subjects] : ['']),
        ...(which.account ? [eb('account', '=', which.account)] : []),
      ]),
    )
    .executeTakeFirst()
  return Number(result.numUpdatedRows ?? 0)
}
