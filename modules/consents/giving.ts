import { joinId, newId, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { Way } from './rules.ts'
import * as store from './store.ts'
import { wordingOf } from './wording.ts'

export type NewConsent = {
  /** `<module>.<what>`, as a module's `consents` declares it. */
  purpose: string
  way: Way
  /** Whose it is, or who holds the record it is about: they see it among their data and may take it back. */
  account?: string | null
  receiptHash?: string | null
  /** Id of the record it is about. */
  about?: string
  /** Name of who gave it, where that is not the account's holder. */
  giver?: string
}
/** Giving and taking back, whoever writes it down; run with the county's rows. What rests on it is told by events. */

const tell = (ctx: Ctx, type: 'consents.given' | 'consents.withdrawn', row: store.Row): void =>
  ctx.publish({
    type,
    subject: joinId(row.county, row.id),
    accounts: row.account ? [row.account] : [],
    payload: { purpose: row.purpose, about: row.about },
  })

/** @returns the consent in force; undefined when the id is taken. */
export async function giveOne(ctx: Ctx, consent: NewConsent, id = newId(ctx.county)): Promise<store.Row | undefined> {
  const { purpose, way, account = null, receiptHash = null, about = null, giver } = consent
  const { version, language, hash, title, words } = wordingOf(ctx, purpose)
  const whose = { account, receipt: receiptHash === null ? null : { hash: receiptHash } }
  const before = await store.inForceOf(ctx, purpose, whose, about)
  if (before?.version === version) return before
  const at = ctx.now()
  const county = ctx.county
  await store.keepWording(ctx, { county, hash, purpose, version, language, title, words, made_at: at })
  const row: store.Row = {
    ...{ county, id: splitId(id).uuid, purpose, version, language, hash, account, receipt_hash: receiptHash, about },
    giver: giver ? ctx.vault.seal(giver) : null,
    way,
    given_at: at,
    given_by: ctx.actor.account === account ? null : ctx.actor.account,
    ...{ withdrawn_at: null, withdrawn_way: null, withdrawn_by: null },
  }
  if (!(await store.add(ctx, row))) return store.inForceOf(ctx, purpose, whose, about)
  tell(ctx, 'consents.given', row)
  return row
}

export async function withdrawOne(ctx: Ctx, row: store.Row, way: Way): Promise<store.Row> {
  const by = ctx.actor.account === row.account ? null : ctx.actor.account
  const change = { withdrawn_at: ctx.now(), withdrawn_way: way, withdrawn_by: by }
  await store.change(ctx, row.id, change)
  tell(ctx, 'consents.withdrawn', row)
  return { ...row, ...change }
}

export async function restoreOne(ctx: Ctx, row: store.Row): Promise<store.Row> {
  const change = { withdrawn_at: null, withdrawn_way: null, withdrawn_by: null }
  await store.change(ctx, row.id, change)
  tell(ctx, 'consents.given', row)
  return { ...row, ...change }
}
