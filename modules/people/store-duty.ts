import { type Ctx, insideArea } from '@doorstep/kernel'
import { type SelectQueryBuilder, sql } from 'kysely'
import { db, type PostingRow, type Profile, profileColumns } from './store.ts'
import { asIdentity, type Tables as IdentityTables } from './store-identity.ts'

// What other modules ask: who stands where now, and whom the public may see.

export type Posted = { account: string; name: string; role: string; area: string; unit: string | null }
const prefixes = (area: string): string[] =>
  [2, 4, 6, 9, 12, 15].filter((n) => n <= area.length).map((n) => area.slice(0, n))

/** Active accounts with a posting of these roles that covers the area, most specific first. As the system only. */
export const posted = (ctx: Ctx, roles: readonly string[], area: string): Promise<Posted[]> =>
  asIdentity(ctx, () =>
    valid(ctx, db(ctx).selectFrom('people.posting as h').innerJoin('people.account as a', 'a.id', 'h.account') as never)
      .select(['h.account', 'a.name', 'h.role', 'h.area', 'h.unit'])
      .where('h.role', 'in', [...roles])
      .where('h.area', 'in', prefixes(area))
      .orderBy(sql`length(h.area)`, 'desc')
      .orderBy('h.valid_from')
      .orderBy('h.id')
      .limit(500)
      .execute(),
  )
type Joined = { h: PostingRow; a: IdentityTables['people.account'] }
const valid = (ctx: Ctx, query: SelectQueryBuilder<Joined, 'h' | 'a', object>) =>
  query
    .where('h.county', '=', ctx.county)
    .where('a.state', '=', 'active')
    .where('h.valid_from', '<=', ctx.now())
    .where((eb) => eb.or([eb('h.valid_to', 'is', null), eb('h.valid_to', '>', ctx.now())]))

export type Card = Profile & { role: string; area: string }
/** Whom the public may see for an area: posted over it or inside it, and shown by post. As the system only. */
export const cards = (ctx: Ctx, area: string): Promise<Card[]> =>
  asIdentity(ctx, () =>
    db(ctx)
      .selectFrom('people.profile as p')
      .innerJoin('people.account as a', 'a.id', 'p.account')
      .innerJoin('people.posting as h', (join) =>
        join.onRef('h.account', '=', 'p.account').onRef('h.county', '=', 'p.county'),
      )
      .select([...profileColumns, 'h.role', 'h.area'])
      .where('p.county', '=', ctx.county)
      .where('p.duty_visible', '=', true)
      .where('a.state', '=', 'active')
      .where('h.valid_from', '<=', ctx.now())
      .where((eb) => eb.or([eb('h.valid_to', 'is', null), eb('h.valid_to', '>', ctx.now())]))
      .where((eb) => eb.or([eb('h.area', 'in', prefixes(area)), insideArea(eb as never, 'h.area', area)]))
      .orderBy(sql`length(h.area)`, 'desc')
      .orderBy('p.spelling')
      .limit(100)
      .execute(),
  )

/** Of each account the post it has held for the longest, also of posts that are over. As the system only. */
export const rolesHeld = async (ctx: Ctx, accounts: readonly string[]): Promise<{ account: string; role: string }[]> =>
  accounts.length === 0
    ? []
    : db(ctx)
        .selectFrom('people.posting')
        .distinctOn('account')
        .select(['account', 'role'])
        .where('county', '=', ctx.county)
        .where('account', 'in', [...accounts])
        .orderBy('account')
        .orderBy('valid_from')
        .execute()

type ContactRow = {
  account: string
  own: string | null
  duty: string | null
  language: 'zh-CN' | 'en-US'
  username: string | null
}
/** Of active accounts, sealed. As the system only. */
export const contacts = async (ctx: Ctx, accounts: readonly string[]): Promise<ContactRow[]> =>
  accounts.length === 0
    ? []
    : asIdentity(ctx, () =>
        db(ctx)
          .selectFrom('people.account as a')
          .leftJoin('people.profile as p', (join) =>
            join.onRef('p.account', '=', 'a.id').on('p.county', '=', ctx.county),
          )
          .select(['a.id as account', 'a.phone_sealed as own', 'p.phone_sealed as duty', 'a.language', 'a.username'])
          .where('a.id', 'in', [...accounts])
          .where('a.state', '=', 'active')
          .execute(),
      )
