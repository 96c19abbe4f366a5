import { createHash, randomBytes } from 'node:crypto'
import { countyOf, type Posting } from '@doorstep/contract'
import { type Actor, type Database, heldReceipt, type Parts, readCookie, type Settings } from '@doorstep/kernel'
import { enrolOnly, initialPolicy, requiresFactor } from './rules-factor.ts'

export const sessionCookie = 'doorstep_session'
/** How long an answer may be remembered. Another process of the same server learns of a sign-out within this time. */
const rememberMs = 5000
const rememberAtMost = 20_000
const touchAfterMs = 3_600_000

/** A new session token and the hash that is stored: 256 bits, so a plain hash is enough. */
export function newToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: tokenHash(token) }
}
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url')

type Known = { actor: Actor; until: number; at: number; real: number }
type Memory = { known: Map<string, Known>; forgotten: Map<string, number> }
/** One memory per server: its settings object is what `identifier` and every request's context have in common. */
const memories = new WeakMap<Settings, Memory>()
function memoryOf(settings: Settings): Memory {
  const memory = memories.get(settings) ?? { known: new Map(), forgotten: new Map() }
  memories.set(settings, memory)
  return memory
}

/** Forgets what is remembered of an account: after a sign-out, a suspension or a change of postings. */
export function forget(settings: Settings, account: string): void {
  const { known, forgotten } = memoryOf(settings)
  for (const [hash, { actor }] of known) if (actor.account === account) known.delete(hash)
  // The change commits a moment later: until then, what the database says of this account is not remembered again.
  forgotten.set(account, performance.now() + rememberMs)
  if (forgotten.size > 1000) for (const [id, until] of forgotten) if (until < performance.now()) forgotten.delete(id)
}

type Row = {
  session: string
  account: string
  name: string
  county: number
  expires_at: string
  ends_at: string
  updated_at: string
  proven_at: string | null
  strong: boolean
  second_factor_roles: string[] | null
  lately_minutes: number | null
  postings: Posting[] | null
  changes_at: string | null
}
const question = `
  select s.id as session, a.id as account, a.name, a.county, s.expires_at, s.ends_at, s.updated_at, s.proven_at, s.strong,
    c.second_factor_roles, c.lately_minutes, p.postings, p.changes_at
  from people.session s
  join people.account a on a.id = s.account and a.state = 'active'
  left join people.policy c on c.county = a.county
  left join lateral (
    select json_agg(json_build_object('role', role, 'area', area, 'unit', unit) order by valid_from, id)
             filter (where valid_from <= $2::timestamptz) as postings,
           least(min(valid_to), min(valid_from) filter (where valid_from > $2::timestamptz)) as changes_at
    from people.posting where county = a.county and account = a.id and (valid_to is null or valid_to > $2::timestamptz)
  ) p on true
  where s.token = $1 and s.expires_at > $2::timestamptz and s.ends_at > $2::timestamptz`

/** Who is behind these headers: one question to the database, or none while the answer is fresh. */
export function identifier(
  parts: Pick<Parts, 'database' | 'vault' | 'clock' | 'settings'>,
): (headers: Readonly<Record<string, string | undefined>>) => Promise<Actor> {
  const { database, vault, clock, settings } = parts
  const memory = memoryOf(settings)
  return async (headers) => {
    const now = clock()
    const token = readCookie(headers.cookie, sessionCookie)
    const receipt = headers.cookie ? heldReceipt(vault, headers.cookie, now) : null
    const actor = token && token.length < 100 ? await actorOf(database, memory, tokenHash(token), now) : undefined
    if (actor) return receipt ? { ...actor, receipt } : actor
    return visitor(settings, receipt)
  }
}

async function actorOf(database: Database, memory: Memory, hash: string, now: number): Promise<Actor | undefined> {
  const { known, forgotten } = memory
  const real = performance.now()
  const found = known.get(hash)
  if (found && real - found.real < rememberMs && now >= found.at && now < found.until) return found.actor
  known.delete(hash)
  const row = (await database.owner.query<Row>(question, [hash, new Date(now).toISOString()])).rows[0]
  if (!row) return undefined
  const actor: Actor = {
    kind: 'account',
    account: row.account,
    name: row.name || null,
    county: row.county,
    postings: [{ role: 'resident', area: String(row.county), unit: null }, ...(row.postings ?? [])],
    receipt: null,
    session: row.session,
    ...proofOf(row),
  }
  if (now - Date.parse(row.updated_at) > touchAfterMs) await touch(database, row, now)
  if ((forgotten.get(row.account) ?? 0) > real) return actor
  if (known.size >= rememberAtMost) known.clear()
  const ends = [row.expires_at, row.ends_at, row.changes_at].flatMap((at) => (at ? [Date.parse(at)] : []))
  known.set(hash, { actor, at: now, real, until: Math.min(now + rememberMs, ...ends) })
  return actor
}

/** How lately the holder proved who they are, and what is left to them until they have the second factor of their posts. */
function proofOf(row: Row): Pick<Actor, 'provenAt' | 'lately' | 'only'> {
  const asked = { secondFactorRoles: row.second_factor_roles ?? initialPolicy.secondFactorRoles }
  const must = !row.strong && requiresFactor({ ...initialPolicy, ...asked }, row.postings ?? [])
  return {
    lately: (row.lately_minutes ?? initialPolicy.latelyMinutes) * 60_000,
    ...(row.proven_at ? { provenAt: Date.parse(row.proven_at) } : {}),
    ...(must ? { only: enrolOnly } : {}),
  }
}

/** A session that is used lives on, by the span it was opened with. */
async function touch(database: Database, row: Row, now: number): Promise<void> {
  const span = Date.parse(row.expires_at) - Date.parse(row.updated_at)
  await database.owner.query(
    'update people.session set updated_at = $2, expires_at = least($3, ends_at) where id = $1',
    [row.session, new Date(now).toISOString(), new Date(now + span).toISOString()],
  )
}

function visitor(settings: Settings, receipt: Actor['receipt']): Actor {
  const county = receipt ? countyOf(receipt.subject) : settings.defaultCounty
  return {
    kind: 'visitor',
    account: null,
    name: null,
    county,
    postings: [{ role: 'visitor', area: String(settings.defaultCounty), unit: null }],
    receipt,
    session: null,
  }
}
