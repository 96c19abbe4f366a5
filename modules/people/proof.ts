import { failing, type InputOf } from '@doorstep/contract'
import { type Ctx, maskPhone } from '@doorstep/kernel'
import { agencyProvider } from './agency-settings.ts'
import { failures } from './contract.ts'
import type { factors } from './contract-factors.ts'
import { forget } from './identify.ts'
import { checkAnswer } from './passkeys.ts'
import { useCode } from './phone-codes.ts'
import { passkeyHome } from './rules-factor.ts'
import { useFactor } from './second-factor.ts'
import { checkPassword, checkTries, sendsCodes } from './sign.ts'
import * as store from './store-factor.ts'
import type { Account } from './store-identity.ts'
import { dropSessions, findPassword } from './store-sign.ts'

/** Step-up: the holder of an open session proves once more who they are. */
const fail = failing(failures)
type Way = 'password' | 'code' | 'passkey' | 'phoneCode' | 'agency'

export async function waysOf(ctx: Ctx, account: Account) {
  const phone = account.username === null && account.phone_sealed ? ctx.vault.open(account.phone_sealed) : null
  const agency = ctx.settings.agency
  const ways: Way[] = []
  if (passkeyHome(ctx.settings.publicUrl) && (await store.passkeysOf(ctx, account.id)).length > 0) ways.push('passkey')
  if (await findPassword(ctx, account.id)) ways.push('password')
  if (await store.findTotp(ctx, account.id)) ways.push('code')
  if (phone && sendsCodes(ctx)) ways.push('phoneCode')
  if (agency && (await store.linkOf(ctx, agencyProvider(agency), account.id))) ways.push('agency')
  return { ways, phone: phone && maskPhone(phone), agency: agency?.label ?? null }
}

type Proof = InputOf<typeof factors.prove>['body']
/** @throws what was wrong with it; wrong passwords and codes are counted into the lock-out. */
export async function prove(ctx: Ctx, account: Account, proof: Proof): Promise<void> {
  const strong = await check(ctx, account, proof)
  await markProven(ctx, account.id, strong)
}

export async function markProven(ctx: Ctx, account: string, strong: boolean): Promise<void> {
  if (!ctx.actor.session) return fail('people.wayMissing')
  await store.proveSession(ctx, ctx.actor.session, strong)
  forget(ctx.settings, account)
}

/** @returns whether it was more than a password or a text message. */
async function check(ctx: Ctx, account: Account, { password, code, phoneCode, passkey }: Proof): Promise<boolean> {
  const name = account.username ?? account.id
  if (passkey) {
    if ((await checkAnswer(ctx, 'passkeyProof', passkey)) !== account.id) return fail('people.passkeyRefused')
    return true
  }
  if (code !== undefined) {
    if (!(await store.findTotp(ctx, account.id))) return fail('people.wayMissing')
    const right = () => useFactor(ctx, account.id, code)
    await checkTries(ctx, { username: name, account: account.id, right, wrong: 'people.factorWrong' })
    return true
  }
  if (password !== undefined) {
    if (!(await findPassword(ctx, account.id))) return fail('people.wayMissing')
    await checkPassword(ctx, { username: name, account: account.id, password, wrong: 'people.wrongPassword' })
    return false
  }
  const phone = account.username === null && account.phone_sealed ? ctx.vault.open(account.phone_sealed) : undefined
  if (phoneCode === undefined || !phone) return fail('people.wayMissing')
  await useCode(ctx, phone, 'proof', phoneCode, 'people.codeWrongHere')
  return false
}

/** For somebody who lost phone, recovery codes and passkeys: the password alone opens again, everywhere anew. */
export async function dropFactors(ctx: Ctx, account: string): Promise<void> {
  await store.dropTotp(ctx, account)
  await store.dropPasskeys(ctx, account)
  await store.dropCeremoniesOf(ctx, account)
  await dropSessions(ctx, account)
  forget(ctx.settings, account)
}
