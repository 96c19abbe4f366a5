import { done, failing, type Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { agencyProvider } from './agency-settings.ts'
import { failures } from './contract.ts'
import type { factors } from './contract-factors.ts'
import { beginRegistration, register } from './passkeys.ts'
import { sendCode } from './phone-codes.ts'
import { askMove, movePhone, ownPhone } from './phone-move.ts'
import { markProven, prove, waysOf } from './proof.ts'
import { passkeyHome, requiresFactor } from './rules-factor.ts'
import { beginTotp, confirmTotp, newRecovery } from './second-factor.ts'
import { policyOf } from './sign-in-states.ts'
import * as staff from './store.ts'
import * as store from './store-factor.ts'
import * as identity from './store-identity.ts'
import { findPassword } from './store-sign.ts'

const fail = failing(failures)
const mine = async (ctx: Ctx): Promise<identity.Account> =>
  (ctx.actor.account ? await identity.findAccount(ctx, 'id', ctx.actor.account) : undefined) ?? fail('people.missing')
const isRequired = async (ctx: Ctx, account: identity.Account): Promise<boolean> =>
  requiresFactor(await policyOf(ctx, account.county), await staff.heldNow(ctx, account.county, account.id))

export const service: Service<typeof factors, Ctx> = {
  async security(ctx) {
    const account = await mine(ctx)
    const totp = await store.findTotp(ctx, account.id)
    const { agency, publicUrl } = ctx.settings
    return {
      secondFactor: totp ? { since: totp.confirmed_at, recoveryLeft: await store.recoveryLeft(ctx, account.id) } : null,
      required: await isRequired(ctx, account),
      passkeysWork: passkeyHome(publicUrl) !== null,
      passkeys: (await store.passkeysOf(ctx, account.id)).map((one) => ({
        id: one.id,
        name: one.name,
        backedUp: one.backed_up,
        createdAt: one.created_at,
        usedAt: one.used_at,
      })),
      agency: agency
        ? {
            label: agency.label,
            linked: (await store.linkOf(ctx, agencyProvider(agency), account.id)) !== undefined,
          }
        : null,
      phoneChangeable: account.username === null && account.phone_sealed !== null,
    }
  },

  async newSecondFactor(ctx) {
    const account = await mine(ctx)
    // Without a password there is no first step that a second could follow.
    if (!(await findPassword(ctx, account.id))) return fail('people.noPassword')
    return beginTotp(ctx, account)
  },

  async confirmSecondFactor(ctx, { body }) {
    const account = await mine(ctx)
    const codes = await confirmTotp(ctx, account.id, body.ticket, body.code)
    await markProven(ctx, account.id, true)
    return { codes }
  },

  async newRecoveryCodes(ctx) {
    const account = await mine(ctx)
    if (!(await store.findTotp(ctx, account.id))) return fail('people.noFactor')
    return { codes: await newRecovery(ctx, account.id) }
  },

  async dropSecondFactor(ctx) {
    const account = await mine(ctx)
    if (!(await store.findTotp(ctx, account.id))) return fail('people.noFactor')
    const another = (await store.passkeysOf(ctx, account.id)).length > 0
    if (!another && (await isRequired(ctx, account))) return fail('people.factorRequired')
    await store.dropTotp(ctx, account.id)
    return done
  },

  newPasskey: async (ctx) => beginRegistration(ctx, await mine(ctx)),

  async addPasskey(ctx, { body: { name, ...answer } }) {
    const account = await mine(ctx)
    const id = await register(ctx, account.id, answer, name)
    await markProven(ctx, account.id, true)
    return { id }
  },

  async dropPasskey(ctx, { params }) {
    const account = await mine(ctx)
    const all = await store.passkeysOf(ctx, account.id)
    if (!all.some(({ id }) => id === params.id)) return fail('people.passkeyMissing')
    const another = all.length > 1 || (await store.findTotp(ctx, account.id)) !== undefined
    if (!another && (await isRequired(ctx, account))) return fail('people.factorRequired')
    await store.dropPasskeys(ctx, account.id, params.id)
    return done
  },

  proof: async (ctx) => waysOf(ctx, await mine(ctx)),

  async askProofCode(ctx) {
    const account = await mine(ctx)
    if (account.username !== null || !account.phone_sealed) return fail('people.wayMissing')
    return sendCode(ctx, ctx.vault.open(account.phone_sealed), 'proof')
  },

  async prove(ctx, { body }) {
    await prove(ctx, await mine(ctx), body)
    return done
  },

  proven: async () => done,

  async askPhoneCode(ctx, { body }) {
    return askMove(ctx, ownPhone(ctx, await mine(ctx)), body.phone)
  },

  async changePhone(ctx, { body }) {
    const account = await mine(ctx)
    await movePhone(ctx, account, { from: ownPhone(ctx, account), to: body.phone, code: body.code })
    return done
  },
}
