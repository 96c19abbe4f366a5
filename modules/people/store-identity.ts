import type { Ctx } from '@doorstep/kernel'
import { type Generated, type Kysely, sql } from 'kysely'

export type Tables = {
  'people.account': {
    id: string
    county: number
    name: string
    email: string
    username: string | null
    phone_blind: string | null
    phone_sealed: string | null
    state: Generated<'invited' | 'active' | 'suspended'>
    state_reason: string | null
    elder: Generated<boolean>
    language: Generated<'zh-CN' | 'en-US'>
    created_at: string
    updated_at: string
  }
  'people.session': {
    id: string
    account: string
    token: string
    expires_at: string
    ends_at: string
    user_agent: string | null
    created_at: string
    updated_at: string
    proven_at: string | null
    way: 'password' | 'phoneCode' | 'passkey' | 'agency' | null
    strong: Generated<boolean>
    agency_sealed: string | null
  }
  'people.credential': {
    id: string
    account: string
    provider: string
    provider_account: string
    password: string | null
    updated_at: Generated<string>
  }
  'people.verification': {
    id: string
    identifier: string
    value: string
    tries: Generated<number>
    sealed: string | null
    expires_at: string
    created_at: string
  }
  'people.attempt': { key: string; fails: number; since: string; locked_until: string | null; account: string | null }
}
export type IdentityDb = Kysely<Tables>

/** Opens the identity tables for the statements of `work`, in the caller's own transaction, and closes them again. */
export async function asIdentity<T>(ctx: Ctx, work: (db: IdentityDb) => Promise<T>): Promise<T> {
  await sql.raw(`set local doorstep.identity = 'on'`).execute(ctx.db)
  try {
    return await work(ctx.db as IdentityDb)
  } finally {
    // After a failed statement the transaction is over, and its settings with it.
    await sql
      .raw(`set local doorstep.identity = ''`)
      .execute(ctx.db)
      .catch(() => {})
  }
}

const accountColumns = [
  'id',
  'county',
  'name',
  'username',
  'phone_sealed',
  'state',
  'state_reason',
  'elder',
  'language',
] as const
export type Account = Pick<
  {
    [K in keyof Tables['people.account']]: Tables['people.account'][K] extends Generated<infer G>
      ? G
      : Tables['people.account'][K]
  },
  (typeof accountColumns)[number]
>

export const findAccount = (
  ctx: Ctx,
  by: 'id' | 'username' | 'phone_blind',
  value: string,
): Promise<Account | undefined> =>
  asIdentity(ctx, (db) =>
    db.selectFrom('people.account').select(accountColumns).where(by, '=', value).executeTakeFirst(),
  )

export const accountsOf = (ctx: Ctx, ids: readonly string[]): Promise<Pick<Account, 'id' | 'name' | 'state'>[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : asIdentity(ctx, (db) =>
        db
          .selectFrom('people.account')
          .select(['id', 'name', 'state'])
          .where('id', 'in', [...ids])
          .execute(),
      )

type NewAccount = {
  id: string
  county: number
  name: string
  username?: string
  phone?: { blind: string; sealed: string }
  state: Account['state']
}
/** @returns false when the id, the user name or the phone number is taken. */
export async function addAccount(ctx: Ctx, account: NewAccount): Promise<boolean> {
  const now = ctx.now()
  const result = await asIdentity(ctx, (db) =>
    db
      .insertInto('people.account')
      .values({
        id: account.id,
        county: account.county,
        name: account.name,
        email: `${account.id}@account.invalid`,
        username: account.username ?? null,
        phone_blind: account.phone?.blind ?? null,
        phone_sealed: account.phone?.sealed ?? null,
        state: account.state,
        state_reason: null,
        created_at: now,
        updated_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst(),
  )
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}

type Change = Partial<Pick<Account, 'name' | 'state' | 'state_reason' | 'elder' | 'language'>>
export const changeAccount = (ctx: Ctx, id: string, change: Change): Promise<unknown> =>
  asIdentity(ctx, (db) =>
    db
      .updateTable('people.account')
      .set({ ...change, updated_at: ctx.now() })
      .where('id', '=', id)
      .execute(),
  )

export const movePhone = (ctx: Ctx, id: string, phone: { blind: string; sealed: string }): Promise<unknown> =>
  asIdentity(ctx, (db) =>
    db
      .updateTable('people.account')
      .set({ phone_blind: phone.blind, phone_sealed: phone.sealed, updated_at: ctx.now() })
      .where('id', '=', id)
      .execute(),
  )
