import { joinId, splitId } from '@doorstep/contract'
import { sql } from 'kysely'
import type { Matter } from './rules.ts'
import { countedData, settledStates } from './rules-personal.ts'
import { searchGramsOf } from './rules-search.ts'
import { type MatterRow, toMatter } from './store.ts'
import { emptyCards } from './store-cards.ts'
import { db, matterColumns, type On } from './store-tables.ts'

/** What of a matter belongs to a person, and how it is taken out. As the system only: every function names whose it is. */

export type Own = { matter: Matter; erasedAt: string | null; files: number; said: string[] }
const closedAt = sql<string>`coalesce(resolved_at, updated_at)`

const own = (on: On) =>
  db(on)
    .selectFrom('matters.matter as m')
    .select(matterColumns.map((column) => `m.${column}` as const))
    .select([
      'm.erased_at',
      sql<number>`(select count(*) from matters.attachment a where a.county = m.county and a.matter = m.id)`.as(
        'files',
      ),
      sql<string[]>`(select coalesce(json_agg(concat_ws(' ', s.text, s.reason) order by s.at), '[]') from matters.step s
        where s.county = m.county and s.matter = m.id and s.by_role = 'reporter' and concat_ws('', s.text, s.reason) <> '')`.as(
        'said',
      ),
    ])
    .where('m.county', '=', on.county)
const toOwn = (row: unknown): Own => {
  const { erased_at, files, said, ...rest } = row as MatterRow & {
    erased_at: string | null
    files: number
    said: string[]
  }
  return { matter: toMatter(rest as MatterRow), erasedAt: erased_at, files, said }
}

export type Whose = { account: string | null; receipt: { subject: string; hash: string } | null }
export async function ownMatters(on: On, whose: Whose, limit: number): Promise<Own[]> {
  const query =
    whose.account === null
      ? own(on).where('m.receipt_hash', '=', whose.receipt?.hash ?? '')
      : own(on).where('m.reporter', '=', whose.account)
  return (await query.orderBy('m.reported_at', 'desc').orderBy('m.id', 'desc').limit(limit).execute()).map(toOwn)
}
export async function lockOwn(on: On, id: string): Promise<Own | undefined> {
  const row = await own(on).where('m.id', '=', splitId(id).uuid).forUpdate('m').executeTakeFirst()
  return row && toOwn(row)
}

/** Sets name and number right, sealed. */
export async function correctPerson(
  on: On,
  id: string,
  change: { reporter_name?: string; reporter_phone?: string; phone_blind?: string },
): Promise<void> {
  if (Object.keys(change).length === 0) return
  await matterOf(on, id, db(on).updateTable('matters.matter').set(change))
}
type Narrowed = { where(column: never, op: never, value: never): Narrowed; execute(): Promise<unknown> }
const matterOf = (on: On, id: string, query: unknown) =>
  (query as Narrowed)
    .where('county' as never, '=' as never, on.county as never)
    .where('id' as never, '=' as never, splitId(id).uuid as never)
    .execute()

/** The account is closed, the matter still runs: it goes on without the account, and the rest goes when it is settled. */
export async function askErasure(on: On, id: string): Promise<void> {
  await matterOf(on, id, db(on).updateTable('matters.matter').set({ erase_asked: true, reporter: null }))
  await sql`update matters.step set by_account = null where county = ${on.county} and matter = ${splitId(id).uuid} and by_role = 'reporter'`.execute(
    db(on),
  )
}
export async function listErasable(on: On, limit: number): Promise<string[]> {
  const rows = await db(on)
    .selectFrom('matters.matter')
    .select('id')
    .where('county', '=', on.county)
    .where(sql<boolean>`erase_asked`)
    .where('erased_at', 'is', null)
    .where('state', 'in', [...settledStates])
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => joinId(on.county, id))
}

const gone = ({ code, area, reportedAt }: Pick<Matter, 'code' | 'area' | 'reportedAt'>, uuid: string) => ({
  reporter: null,
  reporter_name: null,
  reporter_phone: null,
  phone_blind: null,
  receipt_hash: `erased ${uuid}`, // stays unique, and no code opens it
  guardian: null,
  description: '',
  place: null,
  lat: null,
  lon: null,
  happened_at: null,
  extra: '{}',
  rating_text: null,
  grams: searchGramsOf({ code, area, reportedAt, description: '', place: null, unit: null }),
})
/** Takes out who the person is and what they said and sent; `scrubbed` are the staff's own words without name and number. */
export async function erasePerson(
  on: On,
  matter: Matter,
  at: string,
  scrubbed: { result: string | null; extension: string | null },
): Promise<string[]> {
  const { uuid } = splitId(matter.id)
  await db(on)
    .updateTable('matters.matter')
    .set({ ...gone(matter, uuid), erased_at: at, result: scrubbed.result, extension_reason: scrubbed.extension })
    .where('county', '=', on.county)
    .where('id', '=', uuid)
    .execute()
  await db(on)
    .updateTable('matters.step')
    .set({ text: null, reason: null, by_account: null })
    .where('county', '=', on.county)
    .where('matter', '=', uuid)
    .where('by_role', '=', 'reporter')
    .execute()
  return dropFiles(on, uuid, 'reporter')
}
async function dropFiles(on: On, uuid: string, whose: 'reporter' | 'all'): Promise<string[]> {
  const rows = await db(on)
    .deleteFrom('matters.attachment')
    .where('county', '=', on.county)
    .where('matter', '=', uuid)
    .$if(whose === 'reporter', (query) => query.where('by_staff', '=', false))
    .returning('id')
    .execute()
  return rows.map(({ id }) => joinId(on.county, id))
}

export type StaffWords = { id: string; text: string | null; reason: string | null; visit: false } | VisitWords
type VisitWords = { round: number; day: number; text: string | null; visit: true }
/** What staff wrote about it, to be read through for the person's name and number. */
export async function staffWords(on: On, id: string): Promise<StaffWords[]> {
  const { uuid } = splitId(id)
  const steps = await db(on)
    .selectFrom('matters.step')
    .select(['id', 'text', 'reason'])
    .where('county', '=', on.county)
    .where('matter', '=', uuid)
    .execute()
  const visits = await db(on)
    .selectFrom('matters.visit')
    .select(['round', 'day', 'note as text'])
    .where('county', '=', on.county)
    .where('matter', '=', uuid)
    .where('note', 'is not', null)
    .execute()
  return [
    ...steps.map((step) => ({ ...step, visit: false as const })),
    ...visits.map((visit) => ({ ...visit, visit: true as const })),
  ]
}
export async function saveStaffWords(on: On, id: string, words: StaffWords): Promise<void> {
  const { uuid } = splitId(id)
  if (words.visit)
    await db(on)
      .updateTable('matters.visit')
      .set({ note: words.text })
      .where('county', '=', on.county)
      .where('matter', '=', uuid)
      .where('round', '=', words.round)
      .where('day', '=', words.day)
      .execute()
  else
    await db(on)
      .updateTable('matters.step')
      .set({ text: words.text, reason: words.reason })
      .where('county', '=', on.county)
      .where('matter', '=', uuid)
      .where('id', '=', words.id)
      .execute()
}

type Ended = Pick<Matter, 'id' | 'code' | 'area' | 'reportedAt'>
/** Settled before `before` and not emptied yet, the oldest first. */
export async function listEnded(on: On, kinds: readonly string[], before: string, limit: number): Promise<Ended[]> {
  const rows = await db(on)
    .selectFrom('matters.matter')
    .select(['id', 'code', 'area', 'reported_at'])
    .where('county', '=', on.county)
    .where('kind', 'in', [...kinds])
    .where('emptied_at', 'is', null)
    .where(sql<boolean>`not open`)
    .where('state', 'in', [...settledStates])
    .where(closedAt, '<', before)
    .orderBy(closedAt)
    .limit(limit)
    .execute()
  return rows.map(({ id, reported_at, ...row }) => ({ ...row, id: joinId(on.county, id), reportedAt: reported_at }))
}
/** Every word goes, of the person and of staff; states, times, kinds, places of community size and marks stay. */
export async function empty(on: On, matter: Ended, at: string): Promise<string[]> {
  const { uuid } = splitId(matter.id)
  const kept = sql`${[...countedData]}::text[]`
  await db(on)
    .updateTable('matters.matter')
    .set({
      ...gone(matter, uuid),
      erased_at: sql<string>`coalesce(erased_at, ${at}::timestamptz)`,
      emptied_at: at,
      result: null,
      extension_reason: null,
    })
    .where('county', '=', on.county)
    .where('id', '=', uuid)
    .execute()
  await sql`update matters.step set text = null, reason = null, by_account = case when by_role = 'reporter' then null else by_account end,
    data = (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(data) where key = any (${kept}))
    where county = ${on.county} and matter = ${uuid}`.execute(db(on))
  await db(on)
    .updateTable('matters.visit')
    .set({ note: null })
    .where('county', '=', on.county)
    .where('matter', '=', uuid)
    .execute()
  await emptyCards(on, matter.id)
  await sql`delete from matters.access where county = ${on.county} and matter = ${uuid}`.execute(db(on))
  return dropFiles(on, uuid, 'all')
}
