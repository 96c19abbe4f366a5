import type { Ctx } from '@doorstep/kernel'
import { type Insertable, sql } from 'kysely'
import type { Attempt } from './rules-sign.ts'
import { asIdentity, type IdentityDb, type Tables } from './store-identity.ts'

export const findPassword = (ctx: Ctx, account: string): Promise<string | undefined> =>
  asIdentity(ctx, async (db) => {
    const row = await db
      .selectFrom('people.credential')
      .select('password')
      .where('account', '=', account)
      .where('provider', '=', 'credential')
      .executeTakeFirst()
    return row?.password ?? undefined
  })

export const setPassword = (ctx: Ctx, id: string, account: string, password: string): Promise<unknown> =>
  asIdentity(ctx, (db) =>
    db
      .insertInto('people.credential')
      .values({ id, account, provider: 'credential', provider_account: account, password })
      .onConflict((conflict) =>
        conflict.columns(['provider', 'provider_account']).doUpdateSet({ password, updated_at: ctx.now() }),
      )
      .execute(),
  )

export type SessionRow = Pick<
  Tables['people.session'],
  'id' | 'account' | 'expires_at' | 'ends_at' | 'user_agent' | 'created_at' | 'updated_at' | 'way'
>
export const addSession = (ctx: Ctx, session: Insertable<Tables['people.session']>): Promise<unknown> =>
  asIdentity(ctx, (db) => db.insertInto('people.session').values(session).execute())

export const sessionsOf = (ctx: Ctx, account: string): Promise<SessionRow[]> =>
  asIdentity(ctx, (db) =>
    db
      .selectFrom('people.session')
      .select(['id', 'account', 'expires_at', 'ends_at', 'user_agent', 'created_at', 'updated_at', 'way'])
      .where('account', '=', account)
      .where('expires_at', '>', ctx.now())
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(100)
      .execute(),
  )

/** @returns how many sessions were ended. */
export const dropSessions = (
  ctx: Ctx,
  account: string,
  which: { only?: string; except?: string | null } = {},
): Promise<number> =>
  asIdentity(ctx, async (db) => {
    let query = db.deleteFrom('people.session').where('account', '=', account)
    if (which.only) query = query.where('id', '=', which.only)
    if (which.except) query = query.where('id', '!=', which.except)
    return Number((await query.executeTakeFirst()).numDeletedRows)
  })

const attempts = (db: IdentityDb, key: string) =>
  db.selectFrom('people.attempt').select(['fails', 'since', 'locked_until as lockedUntil']).where('key', '=', key)
export const findAttempt = (ctx: Ctx, key: string): Promise<Attempt | undefined> =>
  asIdentity(ctx, (db) => attempts(db, key).executeTakeFirst())
/** Makes the row where there is none and locks it, so that guesses sent at once are counted one by one. */
export const lockAttempt = (ctx: Ctx, key: string): Promise<Attempt> =>
  asIdentity(ctx, async (db) => {
    await db
      .insertInto('people.attempt')
      .values({ key, fails: 0, since: ctx.now(), locked_until: null, account: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return attempts(db, key).forUpdate().executeTakeFirstOrThrow()
  })
export const saveAttempt = (
  ctx: Ctx,
  key: string,
  { fails, since, lockedUntil }: Attempt,
  account: string | null,
): Promise<unknown> =>
  asIdentity(ctx, (db) =>
    db
      .updateTable('people.attempt')
      .set({ fails, since, locked_until: lockedUntil, account })
      .where('key', '=', key)
      .execute(),
  )
export const dropAttempt = (ctx: Ctx, key: string): Promise<unknown> =>
  asIdentity(ctx, (db) => db.deleteFrom('people.attempt').where('key', '=', key).execute())

/** Of this person, from whichever browser they were made. */
export const dropAttemptsOf = (ctx: Ctx, account: string): Promise<unknown> =>
  asIdentity(ctx, (db) => db.deleteFrom('people.attempt').where('account', '=', account).execute())

export type Code = { id: string; value: string; tries: number; expires_at: string }
/** One request for a number's codes at a time. @returns when codes were sent since `since`. */
export const codesSentSince = (ctx: Ctx, identifier: string, since: string): Promise<string[]> =>
  asIdentity(ctx, async (db) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${identifier}, 0))`.execute(db)
    const rows = await db
      .selectFrom('people.verification')
      .select('created_at')
      .where('identifier', '=', identifier)
      .where('created_at', '>', since)
      .execute()
    return rows.map((row) => row.created_at)
  })
export const addCode = (
  ctx: Ctx,
  code: Omit<Tables['people.verification'], 'tries' | 'created_at'>,
): Promise<unknown> =>
  asIdentity(ctx, (db) =>
    db
      .insertInto('people.verification')
      .values({ ...code, created_at: ctx.now() })
      .execute(),
  )
/** A code that was asked for under this identifier, locked. */
export const lockCode = (ctx: Ctx, id: string, identifier: string): Promise<Code | undefined> =>
  asIdentity(ctx, (db) =>
    db
      .selectFrom('people.verification')
      .select(['id', 'value', 'tries', 'expires_at'])
      .where('id', '=', id)
      .where('identifier', '=', identifier)
      .forUpdate()
      .executeTakeFirst(),
  )
/** Codes of everybody. */
export const countCodes = (ctx: Ctx, since: string): Promise<number> =>
  asIdentity(ctx, async (db) => {
    const row = await db
      .selectFrom('people.verification')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('created_at', '>', since)
      .executeTakeFirstOrThrow()
    return Number(row.n)
  })
export const countTry = (ctx: Ctx, id: string, tries: number): Promise<unknown> =>
  asIdentity(ctx, (db) => db.updateTable('people.verification').set({ tries }).where('id', '=', id).execute())
/** @returns what is to be sent, once: the sealed number and code. */
export const takeMessage = (ctx: Ctx, id: string): Promise<string | undefined> =>
  asIdentity(ctx, async (db) => {
    const row = await db
      .selectFrom('people.verification')
      .select('sealed')
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (row?.sealed) await db.updateTable('people.verification').set({ sealed: null }).where('id', '=', id).execute()
    return row?.sealed ?? undefined
  })

/** What is long over: codes, sessions, counts of wrong passwords. */
export const sweep = (ctx: Ctx, before: string): Promise<void> =>
  asIdentity(ctx, async (db) => {
    await db.deleteFrom('people.verification').where('created_at', '<', before).execute()
    await db.deleteFrom('people.session').where('expires_at', '<', before).execute()
    await db.deleteFrom('people.attempt').where('since', '<', before).execute()
  })
