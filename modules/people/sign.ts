import { timingSafeEqual } from 'node:crypto'
import { Failure, newId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { verifyPassword } from 'better-auth/crypto'
import { failures } from './contract.ts'
import { countedAs, rememberDevice } from './device.ts'
import { forget, newToken, sessionCookie } from './identify.ts'
import {
  type Attempt,
  deviceOf,
  isLocked,
  minutesLocked,
  nextAttempt,
  passwordWeakness,
  sessionSpanOf,
} from './rules-sign.ts'
import type { Account } from './store-identity.ts'
import * as store from './store-sign.ts'

/** What signing in is made of: passwords and their counted attempts, sessions and their cookie. */
type Code = keyof typeof failures
const failure = (code: Code, data?: Record<string, unknown>) => new Failure(failures[code], code, data)

/** A hash of nothing, in better-auth's format: unknown names cost the same time as known ones. */
const nobody = `${'0'.repeat(32)}:${'0'.repeat(128)}`
const matches = async (hash: string | undefined, password: string): Promise<boolean> =>
  (await verifyPassword({ hash: hash ?? nobody, password })) && hash !== undefined

export const attemptKey = (ctx: Ctx, username: string): string => ctx.vault.blind(`attempt ${username}`)
const locked = (attempt: Attempt | undefined, now: number) =>
  failure('people.locked', { minutes: minutesLocked(attempt, now) })

type Tried = {
  username: string
  account: string | undefined
  wrong: Code
  /** The count stays as it is: a second step follows, and only that one ends it. */
  halfWay?: boolean
}
/**
 * Is this the password of this name? Wrong ones are counted and kept although the operation fails; the hash is compared
 * before the count is locked, so that nobody waits for somebody else's scrypt.
 */
export const checkPassword = (ctx: Ctx, who: Tried & { password: string }): Promise<void> =>
  checkTries(ctx, {
    ...who,
    right: async () => matches(who.account ? await store.findPassword(ctx, who.account) : undefined, who.password),
  })

/** Passwords, codes of the second factor, proofs in between: wrong ones of one name are counted together. */
export async function checkTries(ctx: Ctx, who: Tried & { right: () => Promise<boolean> }): Promise<void> {
  const name = attemptKey(ctx, who.username)
  const { key } = countedAs(ctx, name)
  const now = Date.parse(ctx.now())
  const before = await store.findAttempt(ctx, key)
  if (isLocked(before, now)) throw locked(before, now)
  const right = await who.right()
  const attempt = await store.lockAttempt(ctx, key)
  if (isLocked(attempt, now)) throw locked(attempt, now)
  if (right && who.halfWay) return
  if (right) {
    rememberDevice(ctx, name)
    return void (await store.dropAttempt(ctx, key))
  }
  await store.saveAttempt(ctx, key, nextAttempt(attempt, now), who.account ?? null)
  ctx.audit({ operation: 'people.signInRefused', subject: who.account ?? null })
  ctx.refuse(failure(who.wrong))
}

export function checkStrength(password: string, username: string): void {
  const why = passwordWeakness(password, username)
  if (why) throw failure('people.weakPassword', { why })
}

const longest = 400 * 86_400 // browsers cut longer cookies; the session itself ends earlier
export type Entrance = { way: 'password' | 'phoneCode' | 'passkey' | 'agency'; strong: boolean; agencyToken?: string }
/** Opens a session and hands the browser its cookie; one the browser held before ends. */
export async function begin(ctx: Ctx, account: Account, { way, strong, agencyToken }: Entrance): Promise<void> {
  if (ctx.actor.account && ctx.actor.session) {
    await store.dropSessions(ctx, ctx.actor.account, { only: ctx.actor.session })
    forget(ctx.settings, ctx.actor.account)
  }
  const { token, hash } = newToken()
  const now = Date.parse(ctx.now())
  const span = sessionSpanOf(account.username !== null)
  await store.addSession(ctx, {
    id: newId(account.county),
    account: account.id,
    token: hash,
    expires_at: new Date(now + span.idle).toISOString(),
    ends_at: new Date(now + span.whole).toISOString(),
    user_agent: deviceOf(ctx.headers['user-agent']),
    created_at: ctx.now(),
    updated_at: ctx.now(),
    proven_at: ctx.now(),
    way,
    strong,
    agency_sealed: agencyToken ? ctx.vault.seal(agencyToken) : null,
  })
  ctx.setCookie(sessionCookie, token, Math.min(span.whole / 1000, longest))
  ctx.audit({ operation: 'people.signedIn', subject: account.id })
}

/** Is a code that a person typed the one that was sent? */
export const sameText = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** Without a gateway no text message can be sent: outside production the code is shown instead, in production there are none. */
export const showsCodes = (ctx: Pick<Ctx, 'settings'>): boolean => !ctx.settings.sms && !ctx.settings.production
export const sendsCodes = (ctx: Pick<Ctx, 'settings'>): boolean => ctx.settings.sms !== undefined || showsCodes(ctx)
