import type { Ctx } from '@doorstep/kernel'
import type { Kysely } from 'kysely'
import type { Policy } from './rules-factor.ts'
import { asIdentity } from './store-identity.ts'

type Tables = {
  'people.totp': { account: string; sealed: string; step: number; confirmed_at: string }
  'people.recovery': { account: string; hash: string; used_at: string | null }
  'people.passkey': {
    id: string
    account: string
    name: string
    credential: string
    public_key: string
    counter: number
    transports: string[]
    backed_up: boolean
    created_at: string
    used_at: string | null
  }
  'people.ceremony': {
    id: string
    kind: string
    account: string | null
    session: string | null
    sealed: string
    tries: number
    expires_at: string
    created_at: string
  }
  'people.policy': {
    county: number
    second_factor_roles: string[]
    lately_minutes: number
    changed_by: string
    changed_at: string
  }
  'people.session': { id: string; account: string; proven_at: string; strong: boolean; agency_sealed: string | null }
  'people.credential': { id: string; account: string; provider: string; provider_account: string }
}
const open = <T>(ctx: Ctx, work: (db: Kysely<Tables>) => Promise<T>): Promise<T> =>
  asIdentity(ctx, (db) => work(db as unknown as Kysely<Tables>))

/** Locked, so that a code that is sent twice at once opens once. */
export const lockTotp = (ctx: Ctx, account: string): Promise<Tables['people.totp'] | undefined> =>
  open(ctx, (db) =>
    db.selectFrom('people.totp').selectAll().where('account', '=', account).forUpdate().executeTakeFirst(),
  )
export const findTotp = (ctx: Ctx, account: string): Promise<Tables['people.totp'] | undefined> =>
  open(ctx, (db) => db.selectFrom('people.totp').selectAll().where('account', '=', account).executeTakeFirst())
export const setTotp = (ctx: Ctx, account: string, totp: { sealed: string; step: number }): Promise<unknown> =>
  open(ctx, (db) =>
    db
      .insertInto('people.totp')
      .values({ account, ...totp, confirmed_at: ctx.now() })
      .onConflict((conflict) => conflict.column('account').doUpdateSet({ ...totp, confirmed_at: ctx.now() }))
      .execute(),
  )
export const useStep = (ctx: Ctx, account: string, step: number): Promise<unknown> =>
  open(ctx, (db) => db.updateTable('people.totp').set({ step }).where('account', '=', account).execute())
export const dropTotp = (ctx: Ctx, account: string): Promise<void> =>
  open(ctx, async (db) => {
    await db.deleteFrom('people.totp').where('account', '=', account).execute()
    await db.deleteFrom('people.recovery').where('account', '=', account).execute()
  })

export const setRecovery = (ctx: Ctx, account: string, hashes: readonly string[]): Promise<void> =>
  open(ctx, async (db) => {
    await db.deleteFrom('people.recovery').where('account', '=', account).execute()
    await db
      .insertInto('people.recovery')
      .values(hashes.map((hash) => ({ account, hash, used_at: null })))
      .execute()
  })
export const recoveryLeft = (ctx: Ctx, account: string): Promise<number> =>
  open(ctx, async (db) => {
    const row = await db
      .selectFrom('people.recovery')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('account', '=', account)
      .where('used_at', 'is', null)
      .executeTakeFirstOrThrow()
    return Number(row.n)
  })
/** @returns false when there is no such code, or it was used. */
export const useRecovery = (ctx: Ctx, account: string, hash: string): Promise<boolean> =>
  open(ctx, async (db) => {
    const done = await db
      .updateTable('people.recovery')
      .set({ used_at: ctx.now() })
      .where('account', '=', account)
      .where('hash', '=', hash)
      .where('used_at', 'is', null)
      .executeTakeFirst()
    return Number(done.numUpdatedRows) > 0
  })

export type PasskeyRow = Tables['people.passkey']
export const passkeysOf = (ctx: Ctx, account: string): Promise<PasskeyRow[]> =>
  open(ctx, (db) =>
    db
      .selectFrom('people.passkey')
      .selectAll()
      .where('account', '=', account)
      .orderBy('created_at')
      .orderBy('id')
      .limit(100)
      .execute(),
  )
export const lockPasskey = (ctx: Ctx, credential: string): Promise<PasskeyRow | undefined> =>
  open(ctx, (db) =>
    db.selectFrom('people.passkey').selectAll().where('credential', '=', credential).forUpdate().executeTakeFirst(),
  )
/** @returns false when this passkey is registered already. */
export const addPasskey = (ctx: Ctx, passkey: PasskeyRow): Promise<boolean> =>
  open(ctx, async (db) => {
    const done = await db
      .insertInto('people.passkey')
      .values(passkey)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    return Number(done.numInsertedOrUpdatedRows ?? 0) > 0
  })
export const usePasskey = (ctx: Ctx, id: string, use: { counter: number; backed_up: boolean }): Promise<unknown> =>
  open(ctx, (db) =>
    db
      .updateTable('people.passkey')
      .set({ ...use, used_at: ctx.now() })
      .where('id', '=', id)
      .execute(),
  )
/** @returns how many were dropped. */
export const dropPasskeys = (ctx: Ctx, account: string, id?: string): Promise<number> =>
  open(ctx, async (db) => {
    const all = db.deleteFrom('people.passkey').where('account', '=', account)
    return Number((await (id ? all.where('id', '=', id) : all).executeTakeFirst()).numDeletedRows)
  })

export type Ceremony = Omit<Tables['people.ceremony'], 'created_at'>
export const addCeremony = (ctx: Ctx, ceremony: Omit<Ceremony, 'tries'>): Promise<unknown> =>
  open(ctx, (db) =>
    db
      .insertInto('people.ceremony')
      .values({ ...ceremony, tries: 0, created_at: ctx.now() })
      .execute(),
  )
export const lockCeremony = (ctx: Ctx, id: string, kind: string): Promise<Ceremony | undefined> =>
  open(ctx, (db) =>
    db
      .selectFrom('people.ceremony')
      .selectAll()
      .where('id', '=', id)
      .where('kind', '=', kind)
      .forUpdate()
      .executeTakeFirst(),
  )
export const countCeremonyTry = (ctx: Ctx, id: string, tries: number): Promise<unknown> =>
  open(ctx, (db) => db.updateTable('people.ceremony').set({ tries }).where('id', '=', id).execute())
export const dropCeremony = (ctx: Ctx, id: string): Promise<unknown> =>
  open(ctx, (db) => db.deleteFrom('people.ceremony').where('id', '=', id).execute())
export const dropCeremoniesOf = (ctx: Ctx, account: string): Promise<unknown> =>
  open(ctx, (db) => db.deleteFrom('people.ceremony').where('account', '=', account).execute())
export const sweepCeremonies = (ctx: Ctx, before: string): Promise<unknown> =>
  open(ctx, (db) => db.deleteFrom('people.ceremony').where('expires_at', '<', before).execute())

export const findPolicy = (ctx: Ctx, county: number): Promise<Policy | undefined> =>
  open(ctx, async (db) => {
    const row = await db.selectFrom('people.policy').selectAll().where('county', '=', county).executeTakeFirst()
    return row && { secondFactorRoles: row.second_factor_roles, latelyMinutes: row.lately_minutes }
  })
export async function setPolicy(ctx: Ctx, policy: Policy): Promise<void> {
  const row = {
    second_factor_roles: [...policy.secondFactorRoles],
    lately_minutes: policy.latelyMinutes,
    changed_by: ctx.actor.account ?? '',
    changed_at: ctx.now(),
  }
  await (ctx.db as unknown as Kysely<Tables>)
    .insertInto('people.policy')
    .values({ county: ctx.county, ...row })
    .onConflict((conflict) => conflict.column('county').doUpdateSet(row))
    .execute()
}

export const proveSession = (ctx: Ctx, id: string, strong: boolean): Promise<unknown> =>
  open(ctx, (db) =>
    db
      .updateTable('people.session')
      .set({ proven_at: ctx.now(), ...(strong ? { strong } : {}) })
      .where('id', '=', id)
      .execute(),
  )
export const agencyTokenOf = (ctx: Ctx, session: string): Promise<string | undefined> =>
  open(ctx, async (db) => {
    const row = await db
      .selectFrom('people.session')
      .select('agency_sealed')
      .where('id', '=', session)
      .executeTakeFirst()
    return row?.agency_sealed ?? undefined
  })

/** Who at the agency this is, once somebody came in through it. */
export const linkedTo = (ctx: Ctx, provider: string, subject: string): Promise<string | undefined> =>
  open(ctx, async (db) => {
    const row = await db
      .selectFrom('people.credential')
      .select('account')
      .where('provider', '=', provider)
      .where('provider_account', '=', subject)
      .executeTakeFirst()
    return row?.account
  })
export const linkOf = (ctx: Ctx, provider: string, account: string): Promise<string | undefined> =>
  open(ctx, async (db) => {
    const row = await db
      .selectFrom('people.credential')
      .select('provider_account')
      .where('provider', '=', provider)
      .where('account', '=', account)
      .executeTakeFirst()
    return row?.provider_account
  })
export const link = (
  ctx: Ctx,
  row: { id: string; account: string; provider: string; provider_account: string },
): Promise<unknown> => open(ctx, (db) => db.insertInto('people.credential').values(row).execute())
