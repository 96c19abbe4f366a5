import { splitId } from '@doorstep/contract'
import { type Ctx, insideArea } from '@doorstep/kernel'
import { type Kysely, sql } from 'kysely'
import { asIdentity, type Tables as IdentityTables } from './store-identity.ts'

type Profile = {
  county: number
  account: string
  name: string
  initials: string
  spelling: string
  badge: string | null
  phone_sealed: string | null
  phone_blind: string | null
  photo: string | null
  duty_visible: boolean
  duty_text: string | null
  updated_at: string
}
type PostingRow = {
  county: number
  id: string
  account: string
  role: string
  area: string
  unit: string | null
  valid_from: string
  valid_to: string | null
  created_by: string | null
  ended_by: string | null
  end_reason: string | null
}
type Invitation = {
  county: number
  id: string
  account: string
  secret: string
  role: string
  area: string
  unit: string | null
  created_by: string | null
  expires_at: string
  used_at: string | null
}
type Tables = IdentityTables & {
  'people.profile': Profile
  'people.posting': PostingRow
  'people.invitation': Invitation
}

export type { Invitation, PostingRow, Profile }

export const db = (ctx: Ctx) => ctx.db as Kysely<Tables>

export type PersonRow = Profile & {
  username: string | null
  state: 'invited' | 'active' | 'suspended'
  state_reason: string | null
}
export const profileColumns = [
  'p.county',
  'p.account',
  'p.name',
  'p.initials',
  'p.spelling',
  'p.badge',
  'p.phone_sealed',
  'p.phone_blind',
  'p.photo',
  'p.duty_visible',
  'p.duty_text',
  'p.updated_at',
] as const

/** Profiles the actor may see, with what identity says of them. */
const people = (kysely: Kysely<Tables>, county: number) =>
  kysely
    .selectFrom('people.profile as p')
    .innerJoin('people.account as a', 'a.id', 'p.account')
    .select([...profileColumns, 'a.username', 'a.state', 'a.state_reason'])
    .where('p.county', '=', county)

export type ListFilter = {
  q?: string
  role?: string
  area?: string
  state?: 'invited' | 'active' | 'suspended' | 'unposted'
  after?: (string | number | null)[]
  limit: number
}
export const list = (ctx: Ctx, filter: ListFilter): Promise<PersonRow[]> =>
  asIdentity(ctx, () => {
    let query = people(db(ctx), ctx.county)
    const { q, role, area, state, after } = filter
    if (q) {
      const text = q.trim().normalize('NFKC')
      query = query.where(
        sql<boolean>`(strpos(p.name, ${text}) > 0 or starts_with(p.initials, ${text.toLowerCase()}) or starts_with(replace(p.spelling, ' ', ''), ${text.toLowerCase()}) or starts_with(p.badge, ${text}))`,
      )
    }
    if (state && state !== 'unposted') query = query.where('a.state', '=', state)
    if (role || area || state === 'unposted')
      query = query.where(({ exists, not, selectFrom }) => {
        let held = selectFrom('people.posting as h')
          .select('h.id')
          .where('h.county', '=', ctx.county)
          .whereRef('h.account', '=', 'p.account')
          .where('h.valid_from', '<=', ctx.now())
          .where((eb) => eb.or([eb('h.valid_to', 'is', null), eb('h.valid_to', '>', ctx.now())]))
        if (role) held = held.where('h.role', '=', role)
        if (area) held = held.where((eb) => insideArea(eb as never, 'h.area', area))
        return state === 'unposted' ? not(exists(held)) : exists(held)
      })
    if (after) query = query.where(sql<boolean>`(p.spelling, p.account) > (${after[0]}, ${after[1]})`)
    return query
      .orderBy('p.spelling')
      .orderBy('p.account')
      .limit(filter.limit + 1)
      .execute()
  })

export const find = (ctx: Ctx, account: string): Promise<PersonRow | undefined> =>
  asIdentity(ctx, () => people(db(ctx), ctx.county).where('p.account', '=', account).executeTakeFirst())

const postings = (ctx: Ctx) => db(ctx).selectFrom('people.posting').selectAll().where('county', '=', ctx.county)
/** Those the actor may see, newest first. */
export const postingsOf = (ctx: Ctx, accounts: readonly string[]): Promise<PostingRow[]> =>
  accounts.length === 0
    ? Promise.resolve([])
    : postings(ctx)
        .where('account', 'in', [...accounts])
        .orderBy('valid_from', 'desc')
        .orderBy('id', 'desc')
        .execute()
/** Those that hold now, for the answer to a sign-in. */
export const heldNow = (ctx: Ctx, county: number, account: string) =>
  asIdentity(ctx, () =>
    db(ctx)
      .selectFrom('people.posting')
      .select(['role', 'area', 'unit'])
      .where('county', '=', county)
      .where('account', '=', account)
      .where('valid_from', '<=', ctx.now())
      .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', ctx.now())]))
      .orderBy('valid_from')
      .orderBy('id')
      .execute(),
  )
export const lockPosting = (ctx: Ctx, account: string, id: string): Promise<PostingRow | undefined> =>
  postings(ctx).where('account', '=', account).where('id', '=', splitId(id).uuid).forUpdate().executeTakeFirst()

/** @returns false when the person holds the same posting at that time already. */
export async function addPosting(ctx: Ctx, posting: Omit<PostingRow, 'ended_by' | 'end_reason'>): Promise<boolean> {
  const result = await db(ctx)
    .insertInto('people.posting')
    .values({ ...posting, ended_by: null, end_reason: null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
export const endPosting = (
  ctx: Ctx,
  id: string,
  end: { at: string; by: string | null; reason: string },
): Promise<unknown> =>
  db(ctx)
    .updateTable('people.posting')
    .set({ valid_to: end.at, ended_by: end.by, end_reason: end.reason })
    .where('county', '=', ctx.county)
    .where('id', '=', id)
    .execute()

/** @returns false when the badge number belongs to somebody else. */
export async function addProfile(
  ctx: Ctx,
  profile: Omit<Profile, 'photo' | 'duty_text' | 'updated_at'>,
): Promise<boolean> {
  const result = await db(ctx)
    .insertInto('people.profile')
    .values({ ...profile, photo: null, duty_text: null, updated_at: ctx.now() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
/** @returns false when the badge number belongs to somebody else. */
export async function changeProfile(
  ctx: Ctx,
  account: string,
  change: Partial<Omit<Profile, 'county' | 'account'>>,
): Promise<boolean> {
  await sql`savepoint profile`.execute(ctx.db)
  try {
    await db(ctx)
      .updateTable('people.profile')
      .set({ ...change, updated_at: ctx.now() })
      .where('county', '=', ctx.county)
      .where('account', '=', account)
      .execute()
    return true
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error
    await sql`rollback to savepoint profile`.execute(ctx.db)
    return false
  }
}

/** A new invitation ends the earlier ones. */
export async function addInvitation(ctx: Ctx, invitation: Omit<Invitation, 'used_at'>): Promise<void> {
  await db(ctx)
    .updateTable('people.invitation')
    .set({ expires_at: ctx.now() })
    .where('county', '=', ctx.county)
    .where('account', '=', invitation.account)
    .where('used_at', 'is', null)
    .where('expires_at', '>', ctx.now())
    .execute()
  await db(ctx)
    .insertInto('people.invitation')
    .values({ ...invitation, used_at: null })
    .execute()
}
export const lockInvitation = (ctx: Ctx, id: string): Promise<Invitation | undefined> =>
  asIdentity(ctx, () =>
    db(ctx)
      .selectFrom('people.invitation')
      .selectAll()
      .where('county', '=', ctx.county)
      .where('id', '=', splitId(id).uuid)
      .forUpdate()
      .executeTakeFirst(),
  )
export const useInvitation = (ctx: Ctx, id: string): Promise<unknown> =>
  asIdentity(ctx, () =>
    db(ctx)
      .updateTable('people.invitation')
      .set({ used_at: ctx.now() })
      .where('county', '=', ctx.county)
      .where('id', '=', id)
      .execute(),
  )

/** Posts that hold or are to come over these areas. */
export const postingsIn = (ctx: Ctx, areas: readonly string[]): Promise<PostingRow[]> =>
  areas.length === 0
    ? Promise.resolve([])
    : postings(ctx)
        .where(sql<boolean>`area = any(${[...areas]}::text[])`)
        .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', ctx.now())]))
        .orderBy('id')
        .forUpdate()
        .execute()
/** Invitations that nobody has taken up yet. */
export async function moveInvitations(
  ctx: Ctx,
  areas: readonly string[],
  heirOf: (area: string) => string | undefined,
): Promise<void> {
  if (areas.length === 0) return
  const open = await db(ctx)
    .selectFrom('people.invitation')
    .select(['id', 'area'])
    .where('county', '=', ctx.county)
    .where('used_at', 'is', null)
    .where(sql<boolean>`area = any(${[...areas]}::text[])`)
    .execute()
  for (const { id, area } of open)
    await db(ctx)
      .updateTable('people.invitation')
      .set({ area: heirOf(area) ?? area })
      .where('county', '=', ctx.county)
      .where('id', '=', id)
      .execute()
}
