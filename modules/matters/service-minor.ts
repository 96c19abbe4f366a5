import { done, newId, type Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { consentAbout, giveConsent, withdrawAbout } from '@doorstep/modules/consents/index.ts'
import { nameOf } from '@doorstep/modules/people/index.ts'
import type { minors } from './contract-minor.ts'
import { fail, type Matter } from './rules.ts'
import { accessHours, type Guardian, mayDecide, needsAccess } from './rules-minor.ts'
import { notify } from './service-tell.ts'
import { reachOfReader, roleFor } from './service-voice.ts'
import { find, insertStep } from './store.ts'
import * as store from './store-minor.ts'

/** Matters about a minor (PIPL art. 31): the guardian's consent, and a leader's approval for whoever does not handle it. */

/** What the matter says of the child is not for this reader, at this moment. */
export async function isWithheld(ctx: Ctx, matter: Matter): Promise<boolean> {
  const { account } = ctx.actor
  if (!needsAccess(matter, { account, reached: reachOfReader(ctx, matter) })) return false
  const letIn = (await store.accesses(ctx, matter.id)).some(
    (each) => each.account === account && each.granted === true && (each.until ?? '') > ctx.now(),
  )
  return !letIn || (await guardianWithdrew(ctx, matter.id))
}
const purpose = 'matters.minor'
/** Approvals rest on the guardian's consent: they end with it, at once. */
const guardianWithdrew = async (ctx: Ctx, matter: string): Promise<boolean> =>
  ((await consentAbout(ctx, purpose, matter))?.withdrawnAt ?? null) !== null
/** For lists: without looking up approvals, whoever does not handle it reads no words of it. */
export const isWithheldInLists = (ctx: Ctx, matter: Matter): boolean =>
  needsAccess(matter, { account: ctx.actor.account, reached: reachOfReader(ctx, matter) })

type Said = { name?: string; how: Guardian['how'] }
export const sealGuardian = (ctx: Ctx, { how }: Said): string =>
  ctx.vault.seal(JSON.stringify({ how, at: ctx.now(), by: ctx.actor.account } satisfies Guardian))
/** Whoever reported the matter sees it among their data, and may take it back as well. */
export async function keepGuardian(ctx: Ctx, matter: Matter, { name, how }: Said): Promise<void> {
  if (how === 'none') return
  const holder = { account: matter.reporter, receiptHash: matter.receiptHash }
  await giveConsent(ctx, { purpose, way: how, about: matter.id, ...holder, ...(name ? { giver: name } : {}) })
}

const mustFind = async (ctx: Ctx, id: string): Promise<Matter> =>
  (await find(ctx, id))?.matter ?? fail('matters.missing')
const step = (ctx: Ctx, matter: Matter, verb: string, reason: string | null, account?: string) => ({
  at: ctx.now(),
  verb,
  by: ctx.actor.account,
  role: roleFor(ctx, matter, 'matters.accept'),
  from: matter.state,
  to: null,
  text: null,
  reason,
  data: account === undefined ? {} : { account },
  public: false,
})
async function view(ctx: Ctx, rows: readonly store.AccessRow[]) {
  const names = await nameOf(
    ctx,
    rows.map(({ account }) => account),
  )
  return rows.map((row) => ({
    id: row.id,
    by: names.get(row.account) ?? '',
    account: row.account,
    reason: row.reason,
    askedAt: row.askedAt,
    granted: row.granted,
    until: row.until,
  }))
}
type Access = Awaited<ReturnType<typeof view>>[number]

export const minorService: Service<typeof minors, Ctx> = {
  async markMinor(ctx, { params, body }) {
    const matter = await mustFind(ctx, params.id)
    if (await isWithheld(ctx, matter)) fail('matters.minorProtected')
    await store.markMinor(ctx, matter.id, sealGuardian(ctx, body))
    await keepGuardian(ctx, matter, body)
    await insertStep(ctx, matter.id, step(ctx, matter, 'markMinor', null))
    ctx.publish({ type: 'matters.minorMarked', subject: matter.id, area: matter.area })
    return done
  },

  async access(ctx, { params }) {
    const matter = await mustFind(ctx, params.id)
    const given = await consentAbout(ctx, purpose, matter.id)
    const items = await view(ctx, await store.accesses(ctx, params.id))
    if (!given) return { items, consent: null }
    const giver = (await isWithheld(ctx, matter)) ? null : given.giver
    return { items, consent: { giver, how: given.way, givenAt: given.givenAt, withdrawnAt: given.withdrawnAt } }
  },

  async withdrawGuardian(ctx, { params, body }) {
    const matter = await mustFind(ctx, params.id)
    if (await isWithheld(ctx, matter)) fail('matters.minorProtected')
    if (!(await withdrawAbout(ctx, purpose, matter.id, body.how))) fail('matters.noGuardianConsent')
    await insertStep(ctx, matter.id, step(ctx, matter, 'guardianWithdrew', null))
    ctx.publish({ type: 'matters.minorMarked', subject: matter.id, area: matter.area })
    return done
  },

  async askAccess(ctx, { params, body }) {
    const matter = await mustFind(ctx, params.id)
    const { account } = ctx.actor
    if (account === null || !(await isWithheld(ctx, matter))) return fail('matters.accessNotNeeded')
    if (await guardianWithdrew(ctx, matter.id)) return fail('matters.guardianWithdrew')
    const row: store.AccessRow = {
      id: newId(ctx.county),
      matter: matter.id,
      account,
      reason: body.reason,
      askedAt: ctx.now(),
      decidedAt: null,
      granted: null,
      until: null,
    }
    await store.addAccess(ctx, row)
    await insertStep(ctx, matter.id, step(ctx, matter, 'askAccess', body.reason))
    ctx.publish({ type: 'matters.accessAsked', subject: matter.id, area: matter.area, payload: { by: account } })
    return (await view(ctx, [row]))[0] as Access
  },

  async decideAccess(ctx, { params, body }) {
    const matter = await mustFind(ctx, params.id)
    const row = (await store.accesses(ctx, matter.id)).find(({ id }) => id === params.access) ?? fail('matters.missing')
    if (!mayDecide(row, ctx.actor.account)) fail('matters.ownRequest')
    if (body.granted && (await guardianWithdrew(ctx, matter.id))) fail('matters.guardianWithdrew')
    const at = ctx.now()
    const until = body.granted ? new Date(Date.parse(at) + accessHours * 3_600_000).toISOString() : null
    await store.decideAccess(ctx, row.id, { by: ctx.actor.account, at, granted: body.granted, until })
    await insertStep(
      ctx,
      matter.id,
      step(ctx, matter, body.granted ? 'grantAccess' : 'refuseAccess', null, row.account),
    )
    notify(ctx, matter, { to: [row.account], words: body.granted ? 'accessGranted' : 'accessRefused' })
    ctx.publish({ type: 'matters.accessDecided', subject: matter.id, area: matter.area, accounts: [row.account] })
    return (await view(ctx, [{ ...row, granted: body.granted, until }]))[0] as Access
  },
}
