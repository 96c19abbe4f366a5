import { countyOf, newId, type Posting, splitId } from '@doorstep/contract'
import type { Database, Parts } from '@doorstep/kernel'
import { hashPassword } from 'better-auth/crypto'
import { newToken, sessionCookie } from './identify.ts'
import { spellingOf } from './initials.ts'
import { normalUsername } from './rules-sign.ts'

/** Accounts made outside a request, by the command line, the seed and tests: as the owner of the database. */
export type Place = { database: Pick<Database, 'owner'>; vault: Parts['vault']; clock?: () => number }

export type NewAccount = {
  id?: string
  county: number
  name: string
  username?: string
  password?: string
  /** Instead of `password`: from `hashPassword`, once for many accounts. */
  passwordHash?: string
  /** A resident signs in with it; of staff it is the duty phone. */
  phone?: string
  postings?: readonly NewPosting[]
  profile?: { badge?: string; dutyVisible?: boolean; dutyText?: string; photo?: string }
  demo?: boolean
  at?: string
}

export { hashPassword }
export const phoneKey = (vault: Pick<Parts['vault'], 'blind'>, phone: string): string => vault.blind(`phone ${phone}`)

/** Makes an account with its profile and postings. @returns the API id. */
export async function makeAccount({ database, vault }: Place, account: NewAccount): Promise<string> {
  const { owner } = database
  const id = account.id ?? newId(account.county)
  const at = account.at ?? new Date().toISOString()
  const postings = account.postings ?? []
  const staff = postings.length > 0 || account.profile !== undefined
  const phone = account.phone ? [phoneKey(vault, account.phone), vault.seal(account.phone)] : [null, null]
  await owner.query(
    `insert into people.account (id, county, name, email, username, phone_blind, phone_sealed, demo, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
    [
      id,
      account.county,
      account.name,
      `${id}@account.invalid`,
      account.username ? normalUsername(account.username) : null,
      ...(staff ? [null, null] : phone),
      account.demo ?? false,
      at,
    ],
  )
  const hash = account.passwordHash ?? (account.password ? await hashPassword(account.password) : undefined)
  if (hash)
    await owner.query(
      `insert into people.credential (id, account, provider, provider_account, password) values ($1, $2, 'credential', $2, $3)`,
      [newId(account.county), id, hash],
    )
  if (staff) await makeProfile(owner, id, account, phone, at)
  for (const posting of postings) await addPosting(owner, id, posting)
  return id
}

async function makeProfile(
  owner: Place['database']['owner'],
  id: string,
  account: NewAccount,
  phone: (string | null)[],
  at: string,
) {
  const { badge, dutyVisible, dutyText, photo } = account.profile ?? {}
  const { initials, spelling } = spellingOf(account.name)
  await owner.query(
    `insert into people.profile (county, account, name, initials, spelling, badge, phone_blind, phone_sealed, photo, duty_visible, duty_text, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)`,
    [
      account.county,
      id,
      account.name,
      initials,
      spelling,
      badge ?? null,
      ...phone,
      photo ? splitId(photo).uuid : null,
      dutyVisible ?? false,
      dutyText ?? null,
      at,
    ],
  )
}

type NewPosting = Pick<Posting, 'role' | 'area'> & { unit?: string | null; from?: string; to?: string | null }
/** Without `from` the posting holds since ever, so that made-up history fits into it. @returns the posting's API id. */
export async function addPosting(
  owner: Place['database']['owner'],
  account: string,
  posting: NewPosting,
): Promise<string> {
  const id = newId(countyOf(posting.area))
  await owner.query(
    `insert into people.posting (county, id, account, role, area, unit, valid_from, valid_to)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      countyOf(posting.area),
      splitId(id).uuid,
      account,
      posting.role,
      posting.area,
      posting.unit ?? null,
      posting.from ?? '2020-01-01T00:00:00.000Z',
      posting.to ?? null,
    ],
  )
  return id
}

const year = 365 * 86_400_000
/** Opens a session without a password, for a year; as long as it holds it counts as proved. @returns the `cookie` header of a browser that holds it. */
export async function openSession({ database, clock = Date.now }: Place, account: string): Promise<string> {
  const { token, hash } = newToken()
  const ends = new Date(clock() + year).toISOString()
  await database.owner.query(
    `insert into people.session (id, account, token, expires_at, ends_at, user_agent, created_at, updated_at, proven_at)
     values ($1, $2, $3, $4, $4, '', $5, $5, $4)`,
    [newId(countyOf(account)), account, hash, ends, new Date(clock()).toISOString()],
  )
  return `${sessionCookie}=${token}`
}

/** A production start refuses a database with accounts of the demo county: their passwords are printed in the README. */
export async function hasDemoAccounts(database: Pick<Database, 'owner'>): Promise<boolean> {
  const { rows } = await database.owner.query<{ found: boolean }>(
    'select exists (select from people.account where demo) as found',
  )
  return rows[0]?.found ?? false
}
