import type { Ctx } from '@doorstep/kernel'
import { sql } from 'kysely'
import { db } from './store.ts'
import { asIdentity } from './store-identity.ts'

// What the account's own holder may see, withdraw and have removed; and what goes with time.

export type AccountInFull = {
  id: string
  name: string
  username: string | null
  phone_sealed: string | null
  phone_blind: string | null
  elder: boolean
  language: string
  created_at: string
  sessions: number
  /** Holds or held a post. */
  served: boolean
}
export const accountInFull = (ctx: Ctx, id: string): Promise<AccountInFull | undefined> =>
  asIdentity(ctx, (identity) =>
    identity
      .selectFrom('people.account as a')
      .select(['id', 'name', 'username', 'phone_sealed', 'phone_blind', 'elder', 'language', 'created_at'])
      .select([
        sql<number>`(select count(*) from people.session s where s.account = a.id and s.expires_at > ${ctx.now()})`.as(
          'sessions',
        ),
        sql<boolean>`(a.username is not null or exists (select from people.posting p where p.county = left(a.id, 6)::integer and p.account = a.id))`.as(
          'served',
        ),
      ])
      .where('id', '=', id)
      .executeTakeFirst(),
  )

/** Sessions and credentials go with it; codes that were sent to the number as well. */
export const removeAccount = (ctx: Ctx, id: string, phoneBlind: string | null): Promise<void> =>
  asIdentity(ctx, async (identity) => {
    await identity.deleteFrom('people.account').where('id', '=', id).execute()
    if (phoneBlind) await identity.deleteFrom('people.verification').where('identifier', '=', phoneBlind).execute()
  })

export async function dropInvitations(ctx: Ctx, before: string): Promise<number> {
  const result = await db(ctx)
    .deleteFrom('people.invitation')
    .where('county', '=', ctx.county)
    .where('expires_at', '<', before)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}
