import { failing } from '@doorstep/contract'
import { type Ctx, maskPhone } from '@doorstep/kernel'
import { phoneKey } from './accounts.ts'
import { failures } from './contract.ts'
import { forget } from './identify.ts'
import { moveFrom, sendCode, tellPhone, useCode } from './phone-codes.ts'
import * as identity from './store-identity.ts'
import { dropSessions } from './store-sign.ts'

/** A resident's account follows them to another number; staff sign in with a user name, their number is their profile's. */
const fail = failing(failures)

/** @throws `people.phoneOfPost` where the account has no number of its own to sign in with. */
export function ownPhone(ctx: Ctx, account: identity.Account): string {
  if (account.username !== null || !account.phone_sealed) return fail('people.phoneOfPost')
  return ctx.vault.open(account.phone_sealed)
}

export const askMove = (ctx: Ctx, from: string, to: string) => sendCode(ctx, to, moveFrom(ctx, from))

/** Whoever holds the new phone gets the account; every other session ends, and the old phone is told. */
export async function movePhone(
  ctx: Ctx,
  account: identity.Account,
  { from, to, code }: { from: string; to: string; code: string },
): Promise<void> {
  await useCode(ctx, to, moveFrom(ctx, from), code, 'people.codeWrongHere')
  const phone = { blind: phoneKey(ctx.vault, to), sealed: ctx.vault.seal(to) }
  const holder = await identity.findAccount(ctx, 'phone_blind', phone.blind)
  if (holder) return fail('people.phoneTaken')
  await identity.movePhone(ctx, account.id, phone)
  await dropSessions(ctx, account.id, { except: account.id === ctx.actor.account ? ctx.actor.session : null })
  forget(ctx.settings, account.id)
  ctx.audit({ operation: 'people.phoneMoved', subject: account.id })
  await tellPhone(ctx, from, ctx.say('people.sms.moved', { phone: maskPhone(to) }))
}
