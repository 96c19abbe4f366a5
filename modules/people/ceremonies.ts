import { failing } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { failures } from './contract.ts'
import { newToken, tokenHash } from './identify.ts'
import { ceremony as limits } from './rules-factor.ts'
import * as store from './store-factor.ts'

/**
 * A step that was begun and waits for its second half: the browser holds a ticket of 256 bits, the table its hash and
 * what the step is about, sealed. It ends with its first use, after some minutes, or after too many tries.
 */
export type Kind = 'second' | 'totp' | 'passkeySignIn' | 'passkeyProof' | 'passkeyNew' | 'agency'
const fail = failing(failures)

type Begun = { kind: Kind; account?: string; session?: string | null; content: unknown; validMs?: number }
/** @returns the ticket. */
export async function beginCeremony(ctx: Ctx, { kind, account, session, content, validMs }: Begun): Promise<string> {
  const { token, hash } = newToken()
  await store.addCeremony(ctx, {
    id: hash,
    kind,
    account: account ?? null,
    session: session ?? null,
    sealed: ctx.vault.seal(JSON.stringify(content)),
    expires_at: new Date(Date.parse(ctx.now()) + (validMs ?? limits.validMs)).toISOString(),
  })
  return token
}

export type Open<T> = { id: string; account: string | null; content: T; tries: number }
/** The step behind a ticket, locked; `undefined` when it is over, was never, or belongs to another session. */
export async function findCeremony<T>(ctx: Ctx, kind: Kind, ticket: string): Promise<Open<T> | undefined> {
  const found = await store.lockCeremony(ctx, tokenHash(ticket), kind)
  const alive = found && found.expires_at > ctx.now() && found.tries < limits.tries
  if (!alive || (found.session !== null && found.session !== ctx.actor.session)) return undefined
  return { ...found, content: JSON.parse(ctx.vault.open(found.sealed)) as T }
}
/** @throws `people.stepOver` */
export const openCeremony = async <T>(ctx: Ctx, kind: Kind, ticket: string): Promise<Open<T>> =>
  (await findCeremony<T>(ctx, kind, ticket)) ?? fail('people.stepOver')
