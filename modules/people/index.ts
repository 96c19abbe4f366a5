import { joinId } from '@doorstep/contract'
import { type Ctx, module } from '@doorstep/kernel'
import { people as contract, failures, rights } from './contract.ts'
import { jobs } from './jobs.ts'
import { personal } from './personal.ts'
import { privacyVersion } from './rules-sign.ts'
import { service } from './service.ts'
import * as store from './store-duty.ts'
import { accountsOf } from './store-identity.ts'

export { hasDemoAccounts, makeAccount, openSession } from './accounts.ts'
export { identifier } from './identify.ts'

export const people = module({
  name: 'people',
  contract,
  rights,
  failures,
  service,
  jobs,
  personal,
  // Without it there is no account: given by signing up, and taking it back closes the account.
  consents: { account: { version: privacyVersion, own: false } },
  files: { 'people.profile': 'photo' },
  folder: import.meta.dirname,
})

/** Somebody who stands somewhere now; for other modules' decisions, not for replies. */
export type Posted = store.Posted

/** Officers whose posting covers the area, most specific first: the grid's own before the station's. */
export const dutyOfficers = (ctx: Ctx, area: string): Promise<Posted[]> => accountsWithRole(ctx, ['officer'], area)

/** Active accounts with one of these roles over the area, most specific first. */
export const accountsWithRole = (ctx: Ctx, roles: readonly string[], area: string): Promise<Posted[]> =>
  roles.length === 0 ? Promise.resolve([]) : ctx.asSystem((system) => store.posted(system, roles, area))

export type OfficerCard = {
  account: string
  name: string
  role: string
  area: string
  badge: string | null
  /** In full: public by post. */
  phone: string | null
  photo: boolean
  /** Id of the portrait's file, for what is printed. */
  photoFile: string | null
  dutyText: string | null
}
/** Staff whom the public may see for an area because of their post, most specific first, each once. */
export async function publicOfficerCards(ctx: Ctx, area: string): Promise<OfficerCard[]> {
  const rows = await ctx.asSystem((system) => store.cards(system, area))
  const cards = new Map<string, OfficerCard>()
  for (const row of rows)
    if (!cards.has(row.account))
      cards.set(row.account, {
        account: row.account,
        name: row.name,
        role: row.role,
        area: row.area,
        badge: row.badge,
        phone: row.phone_sealed ? ctx.vault.open(row.phone_sealed) : null,
        photo: row.photo !== null,
        photoFile: row.photo === null ? null : joinId(ctx.county, row.photo),
        dutyText: row.duty_text,
      })
  return [...cards.values()]
}

/** Names for flow logs: staff by their name, residents by the nickname they chose; unknown ids are left out. */
export async function nameOf(ctx: Ctx, accounts: readonly string[]): Promise<Map<string, string>> {
  const found = await accountsOf(ctx, [...new Set(accounts)])
  return new Map(found.map(({ id, name }) => [id, name]))
}

/** The posts somebody holds now, the first of them first: as what they looked at something. */
export const rolesOf = async (ctx: Ctx, accounts: readonly string[]): Promise<Map<string, string>> =>
  new Map(
    (await ctx.asSystem((system) => store.rolesHeld(system, [...new Set(accounts)]))).map(({ account, role }) => [
      account,
      role,
    ]),
  )

/** How somebody can be told something outside of the product; for sending, never for replies. */
export type Contact = { phone: string | null; language: 'zh-CN' | 'en-US'; serves: boolean }
/** Of each active account: its own number, or where there is none the one of its post. */
export async function contactsOf(ctx: Ctx, accounts: readonly string[]): Promise<Map<string, Contact>> {
  const rows = await ctx.asSystem((system) => store.contacts(system, [...new Set(accounts)]))
  return new Map(
    rows.map(({ account, own, duty, language, username }) => {
      const sealed = own ?? duty
      return [account, { phone: sealed && ctx.vault.open(sealed), language, serves: username !== null }]
    }),
  )
}
