import { type Ctx, insideArea } from '@doorstep/kernel'
import { sql } from 'kysely'
import { db } from './store.ts'
import { asIdentity } from './store-identity.ts'

export type StateRow = {
  account: string
  name: string
  spelling: string
  badge: string | null
  totp: boolean
  passkeys: number
  locked_until: string | null
}
type Filter = { show: 'all' | 'lacking' | 'locked'; area?: string; after?: (string | number | null)[]; limit: number }

/** People whose profile the actor may see and who hold a post now, with what identity says of their sign-in. */
export const statesOf = (ctx: Ctx, { show, area, after, limit }: Filter): Promise<StateRow[]> =>
  asIdentity(ctx, () => {
    const totp = sql<boolean>`exists (select from people.totp f where f.account = p.account)`
    const passkeys = sql<number>`(select count(*)::integer from people.passkey k where k.account = p.account)`
    const locked = sql<string | null>`(select max(l.locked_until) from people.attempt l
      where l.account = p.account and l.locked_until > ${ctx.now()}::timestamptz)`
    let query = db(ctx)
      .selectFrom('people.profile as p')
      .select(['p.account', 'p.name', 'p.spelling', 'p.badge'])
      .select([totp.as('totp'), passkeys.as('passkeys'), locked.as('locked_until')])
      .where('p.county', '=', ctx.county)
      .where(({ exists, selectFrom }) => {
        const held = selectFrom('people.posting as h')
          .select('h.id')
          .where('h.county', '=', ctx.county)
          .whereRef('h.account', '=', 'p.account')
          .where('h.valid_from', '<=', ctx.now())
          .where((eb) => eb.or([eb('h.valid_to', 'is', null), eb('h.valid_to', '>', ctx.now())]))
          .where((eb) => eb.or(scopes(ctx).map((scope) => insideArea(eb as never, 'h.area', scope) as never)))
        return exists(area ? held.where((eb) => insideArea(eb as never, 'h.area', area)) : held)
      })
    if (show === 'lacking') query = query.where(sql<boolean>`not ${totp} and ${passkeys} = 0`)
    if (show === 'locked') query = query.where(sql<boolean>`${locked} is not null`)
    if (after) query = query.where(sql<boolean>`(p.spelling, p.account) > (${after[0]}, ${after[1]})`)
    return query
      .orderBy('p.spelling')
      .orderBy('p.account')
      .limit(limit + 1)
      .execute()
  })

/** Within `asIdentity` every posting is open: the reach of the actor is named here. */
const scopes = (ctx: Ctx): readonly string[] => (ctx.grant.scopes.length > 0 ? ctx.grant.scopes : ['none'])
