import { Failure, failing, newId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { beginCeremony, openCeremony } from './ceremonies.ts'
import { failures } from './contract.ts'
import { ceremony, maxPasskeys, passkeyHome } from './rules-factor.ts'
import * as store from './store-factor.ts'
import type { Account } from './store-identity.ts'

/** Passkeys: registered while signed in, found by the device itself at the door, always with the holder verified. */
const fail = failing(failures)
const homeOf = (ctx: Ctx) => passkeyHome(ctx.settings.publicUrl) ?? fail('people.passkeysOff')
/** The account's id as the authenticator keeps it: it comes back with every sign-in. */
const handleOf = (account: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(account))
/** EdDSA, ES256, RS256: what authenticators make today. */
const algorithms = [-8, -7, -257]
type Challenge = { challenge: string }
type Answer = { ticket: string; response: { id: string } }

const refused = (ctx: Ctx, account: string | null): never => {
  ctx.audit({ operation: 'people.passkeyRefused', subject: account })
  return ctx.refuse(new Failure(failures['people.passkeyRefused'], 'people.passkeyRefused'))
}

export async function beginRegistration(ctx: Ctx, account: Account) {
  const { id } = homeOf(ctx)
  const known = await store.passkeysOf(ctx, account.id)
  if (known.length >= maxPasskeys) return fail('people.tooManyPasskeys')
  const options = await generateRegistrationOptions({
    rpName: ctx.say('people.product'),
    rpID: id,
    userName: account.username ?? (account.name || ctx.say('people.role.resident')),
    userDisplayName: account.name,
    userID: handleOf(account.id),
    timeout: ceremony.validMs,
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: known.map(({ credential, transports }) => ({ id: credential, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  const content: Challenge = { challenge: options.challenge }
  const session = ctx.actor.session
  return { ticket: await beginCeremony(ctx, { kind: 'passkeyNew', account: account.id, session, content }), options }
}

export async function register(ctx: Ctx, account: string, { ticket, response }: Answer, name: string): Promise<string> {
  const { id: rpId, origin } = homeOf(ctx)
  const begun = await openCeremony<Challenge>(ctx, 'passkeyNew', ticket)
  if (begun.account !== account) return fail('people.stepOver')
  await store.dropCeremony(ctx, begun.id)
  const { registrationInfo } = await verifyRegistrationResponse({
    response: response as never,
    expectedChallenge: begun.content.challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => ({ registrationInfo: undefined }))
  if (!registrationInfo) return refused(ctx, account)
  const { credential, credentialBackedUp } = registrationInfo
  const id = newId(ctx.county)
  const added = await store.addPasskey(ctx, {
    id,
    account,
    name,
    credential: credential.id,
    public_key: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: (credential.transports ?? []).slice(0, 10),
    backed_up: credentialBackedUp,
    created_at: ctx.now(),
    used_at: null,
  })
  if (!added) return refused(ctx, account)
  ctx.audit({ operation: 'people.passkeyAdded', subject: account })
  return id
}

/** At the door the device finds the passkey itself; for a proof it must be one of the account's own. */
export async function beginAnswer(ctx: Ctx, account: string | null) {
  const { id } = homeOf(ctx)
  const known = account === null ? [] : await store.passkeysOf(ctx, account)
  if (account !== null && known.length === 0) return fail('people.wayMissing')
  const options = await generateAuthenticationOptions({
    rpID: id,
    userVerification: 'required',
    timeout: ceremony.validMs,
    ...(account === null
      ? {}
      : { allowCredentials: known.map(({ credential, transports }) => ({ id: credential, transports })) }),
  })
  const content: Challenge = { challenge: options.challenge }
  const ticket = await beginCeremony(
    ctx,
    account === null
      ? { kind: 'passkeySignIn', content }
      : { kind: 'passkeyProof', account, session: ctx.actor.session, content },
  )
  return { ticket, options }
}

/** @returns whose passkey it was. A challenge is used up by the first answer, right or wrong. */
export async function checkAnswer(
  ctx: Ctx,
  kind: 'passkeySignIn' | 'passkeyProof',
  { ticket, response }: Answer,
): Promise<string> {
  const { id: rpId, origin } = homeOf(ctx)
  const begun = await openCeremony<Challenge>(ctx, kind, ticket)
  await store.dropCeremony(ctx, begun.id)
  const passkey = await store.lockPasskey(ctx, response.id)
  const { userHandle } = (response as { response?: { userHandle?: unknown } }).response ?? {}
  const owner = typeof userHandle === 'string' ? Buffer.from(userHandle, 'base64url').toString() : undefined
  // A discoverable credential names its account; it must be the one it was registered for.
  const fits =
    passkey &&
    (begun.account === null ? owner === passkey.account : begun.account === passkey.account) &&
    (owner === undefined || owner === passkey.account)
  if (!fits) return refused(ctx, passkey?.account ?? null)
  const verified = await verifyAuthenticationResponse({
    response: response as never,
    expectedChallenge: begun.content.challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    credential: {
      id: passkey.credential,
      publicKey: new Uint8Array(Buffer.from(passkey.public_key, 'base64url')),
      counter: passkey.counter,
      transports: passkey.transports,
    },
  }).catch(() => undefined) // also a counter that went back: the authenticator was copied
  if (!verified?.verified) return refused(ctx, passkey.account)
  const { newCounter, credentialBackedUp } = verified.authenticationInfo
  await store.usePasskey(ctx, passkey.id, { counter: newCounter, backed_up: credentialBackedUp })
  return passkey.account
}
