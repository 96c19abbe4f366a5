import { done, Failure, failing, newId, type Posting, roles, type Service } from '@doorstep/contract'
import { type Ctx, dropReceipt, maskPhone } from '@doorstep/kernel'
import { consentsOf, giveConsent } from '@doorstep/modules/consents/index.ts'
import { hashPassword } from 'better-auth/crypto'
import { phoneKey } from './accounts.ts'
import { farewell } from './agency.ts'
import { beginCeremony } from './ceremonies.ts'
import { failures } from './contract.ts'
import type { own } from './contract-own.ts'
import type { Me } from './contract-shapes.ts'
import { rememberDevice } from './device.ts'
import { enter, sessionView } from './entered.ts'
import { forget, sessionCookie, tokenHash } from './identify.ts'
import { sendCode, useCode } from './phone-codes.ts'
import { mayGrant } from './rules.ts'
import { ceremony, requiresFactor } from './rules-factor.ts'
import { normalUsername, privacyVersion } from './rules-sign.ts'
import { attemptKey, checkPassword, checkStrength, sameText } from './sign.ts'
import { policyOf } from './sign-in-states.ts'
import * as staff from './store.ts'
import * as factor from './store-factor.ts'
import * as identity from './store-identity.ts'
import * as store from './store-sign.ts'
import { postingView } from './views.ts'

const fail = failing(failures)
const me = (ctx: Ctx): string => ctx.actor.account ?? fail('people.missing')

export const service: Service<typeof own, Ctx> = {
  async signIn(ctx, { body }) {
    const username = normalUsername(body.username)
    const account = await identity.findAccount(ctx, 'username', username)
    const known = account?.state === 'invited' ? undefined : account
    const ways = await secondWays(ctx, known)
    const halfWay = ways.length > 0
    const tried = { username, account: known?.id, password: body.password, halfWay }
    await checkPassword(ctx, { ...tried, wrong: 'people.wrongSignIn' })
    if (!known || known.state === 'suspended') return fail('people.suspended')
    if (!halfWay) return enter(ctx, known, { way: 'password', strong: false })
    const ticket = await beginCeremony(ctx, { kind: 'second', account: known.id, content: {} })
    const visitor: Posting[] = [{ role: 'visitor', area: String(ctx.county), unit: null }]
    return {
      ...sessionView(ctx, { account: undefined, postings: visitor }),
      second: { ticket, ways, validSeconds: ceremony.validMs / 1000 },
    }
  },

  requestCode: (ctx, { body }) => sendCode(ctx, body.phone, 'signIn'),

  async signInWithCode(ctx, { body }) {
    // A screen from before shows words that hold no longer: nobody has agreed to the new ones on it.
    if (body.consent !== privacyVersion) return fail('people.wordsChanged')
    await useCode(ctx, body.phone, 'signIn', body.code, 'people.codeWrong')
    const blind = phoneKey(ctx.vault, body.phone)
    const account =
      (await identity.findAccount(ctx, 'phone_blind', blind)) ?? (await makeResident(ctx, body.phone, blind))
    if (account.state === 'suspended') return fail('people.suspended')
    await giveConsent(ctx, { purpose: 'people.account', way: 'screen', account: account.id })
    rememberDevice(ctx, blind)
    return enter(ctx, account, { way: 'phoneCode', strong: false })
  },

  async signOut(ctx) {
    const { account, session } = ctx.actor
    const agency = session ? await farewell(ctx, session) : null
    if (account && session) {
      await store.dropSessions(ctx, account, { only: session })
      forget(ctx.settings, account)
    }
    ctx.setCookie(sessionCookie, '', 0)
    dropReceipt(ctx)
    return { ...done, agency }
  },

  async session(ctx) {
    const { actor } = ctx
    const account = actor.account ? await identity.findAccount(ctx, 'id', actor.account) : undefined
    return sessionView(ctx, { account, postings: actor.postings, ...(actor.only ? { only: actor.only } : {}) })
  },

  // The same on every device and for ever: what waits on a device under it is opened when its owner comes back.
  shelfKey: async (ctx) => ({ key: ctx.vault.blind(`shelf ${me(ctx)}`) }),

  async sessions(ctx) {
    const open = await store.sessionsOf(ctx, me(ctx))
    return {
      items: open.map((session) => ({
        id: session.id,
        device: session.user_agent ?? '',
        openedAt: session.created_at,
        usedAt: session.updated_at,
        way: session.way,
        current: session.id === ctx.actor.session,
      })),
    }
  },

  async revokeSession(ctx, { params }) {
    const ended = await store.dropSessions(ctx, me(ctx), { only: params.id })
    if (ended === 0) return fail('people.sessionMissing')
    forget(ctx.settings, me(ctx))
    return done
  },

  async revokeOthers(ctx) {
    const ended = await store.dropSessions(ctx, me(ctx), { except: ctx.actor.session })
    forget(ctx.settings, me(ctx))
    return { ended }
  },

  async changePassword(ctx, { body }) {
    const account = (await identity.findAccount(ctx, 'id', me(ctx))) ?? fail('people.missing')
    const { username } = account
    if (!username || !(await store.findPassword(ctx, account.id))) return fail('people.noPassword')
    checkStrength(body.next, username)
    await checkPassword(ctx, { username, account: account.id, password: body.current, wrong: 'people.wrongPassword' })
    await store.setPassword(ctx, newId(account.county), account.id, await hashPassword(body.next))
    await store.dropSessions(ctx, account.id, { except: ctx.actor.session })
    forget(ctx.settings, account.id)
    return done
  },

  me: (ctx) => meView(ctx),

  async preferences(ctx, { body }) {
    const account = (await identity.findAccount(ctx, 'id', me(ctx))) ?? fail('people.missing')
    if (body.nickname && account.username)
      throw new Failure('invalid', 'request.invalid', {
        errors: [{ path: 'body/nickname', message: 'staff are called by their name' }],
      })
    await identity.changeAccount(ctx, account.id, {
      elder: body.elder,
      language: body.language,
      ...(body.nickname ? { name: body.nickname } : {}),
    })
    forget(ctx.settings, account.id)
    return meView(ctx)
  },

  async readInvitation(ctx, { body }) {
    const { invitation, account } = await openInvitation(ctx, body)
    return {
      name: account.name,
      username: account.username ?? '',
      role: invitation.role as never,
      area: invitation.area,
      expiresAt: invitation.expires_at,
    }
  },

  async acceptInvitation(ctx, { body }) {
    const { invitation, account } = await openInvitation(ctx, body)
    const username = account.username ?? fail('people.invitationInvalid')
    checkStrength(body.password, username)
    await store.setPassword(ctx, newId(ctx.county), account.id, await hashPassword(body.password))
    await identity.changeAccount(ctx, account.id, { state: 'active' })
    await staff.useInvitation(ctx, invitation.id)
    await store.dropSessions(ctx, account.id)
    await store.dropAttempt(ctx, attemptKey(ctx, username))
    ctx.audit({ operation: 'people.passwordSet', subject: account.id })
    forget(ctx.settings, account.id)
    return { username }
  },

  async roles(ctx) {
    const cells = (row: object) =>
      Object.fromEntries(Object.entries(row).map(([role, reach]) => [role, [reach].flat() as string[]]))
    return {
      roles: [...roles],
      permissions: [...ctx.matrix]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([permission, row]) => ({ permission, reach: cells(row) })),
      grants: cells(mayGrant),
    }
  },
}

/** How the second step may be done: with a code where there is one, with a passkey where the post requires a second factor. */
async function secondWays(ctx: Ctx, account: identity.Account | undefined): Promise<('code' | 'passkey')[]> {
  const id = account?.id ?? ''
  const totp = await factor.findTotp(ctx, id)
  const passkeys = (await factor.passkeysOf(ctx, id)).length > 0
  const held = await staff.heldNow(ctx, account?.county ?? ctx.county, id)
  const required = requiresFactor(await policyOf(ctx, account?.county ?? ctx.county), held)
  if (!(totp || (passkeys && required))) return []
  return [...(totp ? (['code'] as const) : []), ...(passkeys ? (['passkey'] as const) : [])]
}

async function makeResident(ctx: Ctx, phone: string, blind: string): Promise<identity.Account> {
  const id = newId(ctx.county)
  await identity.addAccount(ctx, {
    id,
    county: ctx.county,
    name: '',
    phone: { blind, sealed: ctx.vault.seal(phone) },
    state: 'active',
  })
  return (await identity.findAccount(ctx, 'phone_blind', blind)) ?? fail('people.codeWrong')
}

async function meView(ctx: Ctx): Promise<Me> {
  const account = (await identity.findAccount(ctx, 'id', me(ctx))) ?? fail('people.missing')
  const profile = await staff.find(ctx, account.id)
  const postings = await staff.postingsOf(ctx, [account.id])
  const given = await consentsOf(ctx, { account: account.id, receipt: null })
  const sealed = profile ? profile.phone_sealed : account.phone_sealed
  return {
    id: account.id,
    name: account.name,
    username: account.username,
    phone: sealed ? maskPhone(ctx.vault.open(sealed)) : null,
    badge: profile?.badge ?? null,
    dutyText: profile?.duty_text ?? null,
    photo: profile?.photo != null,
    elder: account.elder,
    language: account.language,
    hasPassword: (await store.findPassword(ctx, account.id)) !== undefined,
    postings: postings.map(postingView),
    consents: given.map(({ title, version, givenAt, withdrawnAt }) => ({ title, version, givenAt, withdrawnAt })),
  }
}

async function openInvitation(ctx: Ctx, { id, secret }: { id: string; secret: string }) {
  const invitation = (await staff.lockInvitation(ctx, id)) ?? fail('people.invitationInvalid')
  const fresh = invitation.used_at === null && invitation.expires_at > ctx.now()
  if (!fresh || !sameText(invitation.secret, tokenHash(secret))) return fail('people.invitationInvalid')
  const account = (await identity.findAccount(ctx, 'id', invitation.account)) ?? fail('people.invitationInvalid')
  if (account.state === 'suspended') return fail('people.invitationInvalid')
  return { invitation, account }
}
