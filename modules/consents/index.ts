import { type Ctx, module } from '@doorstep/kernel'
import { consents as contract, failures, rights } from './contract.ts'
import { giveOne, type NewConsent, restoreOne, withdrawOne } from './giving.ts'
import { personal } from './personal.ts'
import { mayRestore, type Way } from './rules.ts'
import { service } from './service.ts'
import * as store from './store.ts'
import { viewsOf } from './wording.ts'

export const consents = module({
  name: 'consents',
  contract,
  rights,
  failures,
  service,
  personal,
  folder: import.meta.dirname,
})

export type { NewConsent }
export type Consent = Awaited<ReturnType<typeof viewsOf>>[number]
/** Writes down a consent that an operation just obtained, in the words of now. The same one in force already: nothing changes. */
export const giveConsent = (ctx: Ctx, consent: NewConsent): Promise<unknown> =>
  ctx.asSystem((system) => giveOne(system, consent))

/** Which of the accounts agree, to the words of now. */
export const consentsInForce = async (
  ctx: Ctx,
  purpose: string,
  accounts: readonly string[],
): Promise<ReadonlySet<string>> => {
  const version = ctx.purposes().get(purpose)?.version ?? ''
  return new Set(await ctx.asSystem((system) => store.accountsThatGave(system, purpose, version, accounts)))
}
/** What was agreed about one record last; it may be withdrawn since. */
export const consentAbout = (ctx: Ctx, purpose: string, about: string): Promise<Consent | undefined> =>
  ctx.asSystem(async (system) => {
    const row = await store.newestAbout(system, purpose, about)
    return row && (await viewsOf(system, [row]))[0]
  })
/** Taken back by telephone, on paper, at the desk. @returns false when there is none in force */
export const withdrawAbout = (ctx: Ctx, purpose: string, about: string, way: Way): Promise<boolean> =>
  ctx.asSystem(async (system) => {
    const row = await store.newestAbout(system, purpose, about)
    if (!row || row.withdrawn_at !== null) return false
    await withdrawOne(system, row, way)
    return true
  })
/** What a person, or whoever holds a receipt, has agreed to; newest first. */
export const consentsOf = (ctx: Ctx, whose: store.Whose): Promise<Consent[]> =>
  ctx.asSystem(async (system) => viewsOf(system, await store.of(system, whose, 100)))
/** Gives the last one back within its day, when what followed from taking it back was called off. */
export const restoreConsent = (ctx: Ctx, purpose: string, account: string): Promise<void> =>
  ctx.asSystem(async (system) => {
    const row = await store.newestOf(system, purpose, account)
    if (row && mayRestore({ withdrawnAt: row.withdrawn_at }, ctx.now())) await restoreOne(system, row)
  })
/** For records that are let go. */
export const forgetConsentsAbout = (ctx: Ctx, records: readonly string[]): Promise<number> =>
  ctx.asSystem((system) => store.removeAbout(system, records))
