import { randomInt } from 'node:crypto'
import { done, Failure, failing, grantOf, newId, type Posting, roles, type Service } from '@doorstep/contract'
import { type Ctx, dropReceipt, maskPhone } from '@doorstep/kernel'
import { hashPassword } from 'better-auth/crypto'
import { phoneKey } from './accounts.ts'
import { failures } from './contract.ts'
import type { own } from './contract-own.ts'
import type { Me, Session } from './contract-shapes.ts'
import { askedCode, countedAs, rememberCode, rememberDevice } from './device.ts'
import { forget, sessionCookie, tokenHash } from './identify.ts'
import { mayGrant } from './rules.ts'
import { normalUsername, phoneCode, waitForCode } from './rules-sign.ts'
import { attemptKey, begin, checkPassword, checkStrength, sameText, sendsCodes, showsCodes } from './sign.ts'
import * as staff from './store.ts'
import * as identity from './store-identity.ts'
import * as store from './store-sign.ts'
import { postingView } from './views.ts'

const fail = failing(failures)
const dayMs = 86_400_000
const me = (ctx: Ctx): string => ctx.actor.account ?? fail('people.missing')
const codeHash = (ctx: Ctx, id: string, code: string) => ctx.vault.blind(`code ${id} ${code}`)

export const service: Service<typeof own, Ctx> = {
  async signIn(ctx, { body }) {
    const username = normalUsername(body.username)
    const account = await identity.findAccount(ctx, 'username', username)
    const known = account?.state === 'invited' ? undefined : account
    await checkPassword(ctx, { username, account: known?.id, password: body.password, wrong: 'people.wrongSignIn' })
    if (!known || known.state === 'suspended') return fail('people.suspended')
    return enter(ctx, known)
  },

  async requestCode(ctx, { body }) {
    if (!sendsCodes(ctx)) return fail('people.codeUnavailable')
    const { key: identifier, known } = countedAs(ctx, phoneKey(ctx.vault, body.phone))
    const now = Date.parse(ctx.now())
    const sent = await store.codesSentSince(ctx, identifier, new Date(now - dayMs).toISOString())
    const seconds = waitForCode(sent, now)
    if (seconds > 0) return fail('people.codeTooSoon', { seconds })
    if (!known && (await tooManyInAll(ctx, now))) return fail('people.codeUnavailable')
    const id = newId(ctx.county)
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    const shown = showsCodes(ctx)
    await store.addCode(ctx, {
      id,
      identifier,
      value: codeHash(ctx, id, code),
      sealed: shown
        ? null
        : ctx.vault.seal(JSON.stringify({ phone: body.phone, text: ctx.say('people.sms.code', { code }) })),
      expires_at: new Date(now + phoneCode.validMs).toISOString(),
    })
    rememberCode(ctx, id)
    if (!shown) ctx.publish({ type: 'people.codeAsked', subject: id })
    return { validSeconds: phoneCode.validMs / 1000, ...(shown ? { demoCode: code } : {}) }
  },

  async signInWithCode(ctx, { body }) {
    const blind = phoneKey(ctx.vault, body.phone)
    // Only where it was asked for: a stranger's tries, or codes they ask for, take nothing from somebody else's code.
    const asked = askedCode(ctx)
    const code = asked ? await store.lockCode(ctx, asked, countedAs(ctx, blind).key) : undefined
    if (!code || code.tries >= phoneCode.tries || code.expires_at <= ctx.now()) return fail('people.codeWrong')
    if (!sameText(code.value, codeHash(ctx, code.id, body.code))) {
      await store.countTry(ctx, code.id, code.tries + 1)
      return ctx.refuse(new Failure(failures['people.codeWrong'], 'people.codeWrong'))
    }
    await store.countTry(ctx, code.id, phoneCode.tries) // used up
    const account =
      (await identity.findAccount(ctx, 'phone_blind', blind)) ?? (await makeResident(ctx, body.phone, blind))
    if (account.state === 'suspended') return fail('people.suspended')
    await identity.giveConsent(ctx, account.id, body.consent)
    rememberDevice(ctx, blind)
    return enter(ctx, account)
  },

  async signOut(ctx) {
    const { account, session } = ctx.actor
    if (account && session) {
      await store.dropSessions(ctx, account, { only: session })
      forget(ctx.settings, account)
    }
    ctx.setCookie(sessionCookie, '', 0)
    dropReceipt(ctx)
    return done
  },

  async session(ctx) {
    const { actor } = ctx
    const account = actor.account ? await identity.findAccount(ctx, 'id', actor.account) : undefined
    return sessionView(ctx, account, actor.postings)
  },

  async sessions(ctx) {
    const open = await store.sessionsOf(ctx, me(ctx))
    return {
      items: open.map((session) => ({
        id: session.id,
        device: session.user_agent ?? '',
        openedAt: session.created_at,
        usedAt: session.updated_at,
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

/** Many numbers, a code each: somebody lets us pay for messages. Browsers that came in before are not held back by it. */
async function tooManyInAll(ctx: Ctx, now: number): Promise<boolean> {
  const sent = await store.countCodes(ctx, new Date(now - 3_600_000).toISOString())
  if (sent < phoneCode.perHourInAll * ctx.settings.rateFactor) return false
  ctx.log.warn('too many sign-in codes in one hour: none are sent to browsers that never signed in')
  return true
}

/** Opens the session and answers what `session` will answer from now on. */
async function enter(ctx: Ctx, account: identity.Account): Promise<Session> {
  await begin(ctx, account)
  const held = (await staff.heldNow(ctx, account.county, account.id)) as Posting[]
  return sessionView(ctx, account, [{ role: 'resident', area: String(account.county), unit: null }, ...held])
}

function sessionView(ctx: Ctx, account: identity.Account | undefined, postings: readonly Posting[]): Session {
  const permissions: Session['permissions'] = {}
  for (const permission of ctx.matrix.keys()) {
    const grant = grantOf(ctx.matrix, permission, postings)
    if (grant) permissions[permission] = grant
  }
  return {
    kind: account ? 'account' : 'visitor',
    account: account?.id ?? null,
    name: account?.name || null,
    county: String(account?.county ?? ctx.actor.county),
    roles: roles.filter((role) => postings.some((posting) => posting.role === role)),
    postings: postings.map(({ role, area, unit }) => ({ role, area, unit })),
    permissions,
    elder: account?.elder ?? false,
    language: account?.language ?? 'zh-CN',
    ways: sendsCodes(ctx) ? ['password', 'phoneCode'] : ['password'],
    demo: showsCodes(ctx),
  }
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
  const consents = await identity.consentsOf(ctx, account.id)
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
    consents: consents.map((c) => ({
      kind: c.kind,
      version: c.version,
      givenAt: c.given_at,
      withdrawnAt: c.withdrawn_at,
    })),
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
