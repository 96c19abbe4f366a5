import { randomBytes } from 'node:crypto'
import { Failure, failing } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { Secret, TOTP } from 'otpauth'
import QRCode from 'qrcode'
import { beginCeremony, openCeremony } from './ceremonies.ts'
import { failures } from './contract.ts'
import { isTotpCode, plainCode, recovery, recoveryCode, totp as rules } from './rules-factor.ts'
import * as store from './store-factor.ts'
import type { Account } from './store-identity.ts'

/** Codes of an authenticator app, each opening once, and the recovery codes for when the phone is gone. */
const fail = failing(failures)
const issuer = 'Doorstep'

const totpOf = (key: string, label: string): TOTP =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(key), digits: rules.digits, period: rules.period })

/** The step a code belongs to; `undefined` when it is none of this secret at this time. */
function stepOf(ctx: Ctx, key: string, code: string): number | undefined {
  const timestamp = Date.parse(ctx.now())
  const delta = totpOf(key, '').validate({ token: code, timestamp, window: rules.window })
  return delta === null ? undefined : Math.floor(timestamp / 1000 / rules.period) + delta
}

type Pending = { key: string }
export async function beginTotp(ctx: Ctx, account: Account) {
  const key = new Secret({ buffer: new Uint8Array(randomBytes(rules.secretBytes)).buffer }).base32
  const content: Pending = { key }
  const ticket = await beginCeremony(ctx, { kind: 'totp', account: account.id, session: ctx.actor.session, content })
  const uri = totpOf(key, account.username ?? account.id).toString()
  const picture = await QRCode.toString(uri, { type: 'svg', margin: 2 })
  return {
    ticket,
    key: key.match(/.{1,4}/g)?.join(' ') ?? key,
    uri,
    qr: `data:image/svg+xml;base64,${Buffer.from(picture).toString('base64')}`,
  }
}

/** @returns the recovery codes, in clear this one time. */
export async function confirmTotp(ctx: Ctx, account: string, ticket: string, code: string): Promise<string[]> {
  const begun = await openCeremony<Pending>(ctx, 'totp', ticket)
  if (begun.account !== account) return fail('people.stepOver')
  const step = stepOf(ctx, begun.content.key, code)
  if (step === undefined) {
    await store.countCeremonyTry(ctx, begun.id, begun.tries + 1)
    return ctx.refuse(new Failure('unprocessable', 'people.factorWrong'))
  }
  await store.dropCeremony(ctx, begun.id)
  await store.setTotp(ctx, account, { sealed: ctx.vault.seal(begun.content.key), step })
  ctx.audit({ operation: 'people.secondFactorSet', subject: account })
  return newRecovery(ctx, account)
}

const hashOf = (ctx: Ctx, account: string, code: string) => ctx.vault.blind(`recovery ${account} ${plainCode(code)}`)

export async function newRecovery(ctx: Ctx, account: string): Promise<string[]> {
  const codes = Array.from({ length: recovery.count }, () => recoveryCode(randomBytes(64)))
  await store.setRecovery(
    ctx,
    account,
    codes.map((code) => hashOf(ctx, account, code)),
  )
  return codes
}

/** Is it a code of the account's app, or one of its recovery codes? Either is used up by being right. */
export async function useFactor(ctx: Ctx, account: string, typed: string): Promise<boolean> {
  const totp = await store.lockTotp(ctx, account)
  if (!totp) return false
  if (!isTotpCode(typed)) {
    const right = await store.useRecovery(ctx, account, hashOf(ctx, account, typed))
    if (right) ctx.audit({ operation: 'people.recoveryCodeUsed', subject: account })
    return right
  }
  const step = stepOf(ctx, ctx.vault.open(totp.sealed), plainCode(typed))
  if (step === undefined || step <= totp.step) return false
  await store.useStep(ctx, account, step)
  return true
}
