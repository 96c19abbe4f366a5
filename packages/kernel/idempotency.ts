import { createHash } from 'node:crypto'
import { Failure } from '@doorstep/contract'
import type pg from 'pg'
import type { Actor, Ctx } from './ctx.ts'
import { send } from './db.ts'
import type { Vault } from './vault.ts'

const hash = (...parts: unknown[]) => createHash('sha256').update(JSON.stringify(parts)).digest('base64url')

/** A write under its key, as it is kept: who asked what with which key, a hash of the input, and what it is about. */
export type Keyed = { key: string; request: string; account: string | null; subject: string | null }
export function keyed(
  actor: Actor,
  operation: string,
  key: string,
  input: unknown,
  /** What it is about, so that the answer can be emptied when that is erased. */
  subject: string | null,
): Keyed {
  const who = actor.account ?? actor.receipt?.hash ?? 'visitor'
  return { key: hash(who, operation, key), request: hash(input), account: actor.account, subject }
}

/**
 * Says that this key is being worked on: the row is written first, in the work's own transaction, so a second request
 * with the same key waits at the unique index until the first has committed. Sent at once; nothing of the work is kept
 * unless it says yes.
 * @returns whether nobody used the key before
 */
export async function claim(
  client: pg.ClientBase,
  county: number,
  { key, request, account, subject }: Keyed,
): Promise<boolean> {
  const claimed = await send(
    client,
    'insert into kernel.idempotency (county, key, request, account, subject) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [county, key, request, account, subject],
  )
  return claimed.rowCount === 1
}

/** The first answer of a key that was used before. */
export async function firstAnswer(
  client: pg.ClientBase,
  vault: Vault,
  county: number,
  { key, request }: Keyed,
): Promise<unknown> {
  const { rows } = await send(client, 'select request, reply from kernel.idempotency where county = $1 and key = $2', [
    county,
    key,
  ])
  const first = rows[0] as { request: string; reply: Buffer | null } | undefined
  // Gone between the two statements: the first request was rolled back just now; the client tries again.
  if (!first?.reply) throw new Failure('unavailable', 'server.busy')
  if (first.request !== request) throw new Failure('unprocessable', 'request.keyReused')
  return JSON.parse(vault.open(first.reply.toString()))
}

/** Sends the answer to be kept under the key. */
export const keepAnswer = (
  client: pg.ClientBase,
  vault: Vault,
  county: number,
  { key }: Keyed,
  answer: unknown,
): Promise<unknown> =>
  send(client, 'update kernel.idempotency set reply = $3 where county = $1 and key = $2', [
    county,
    key,
    Buffer.from(vault.seal(JSON.stringify(answer ?? null))),
  ])

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
