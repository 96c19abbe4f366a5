import { joinId, splitId } from '@doorstep/contract'
import { sql } from 'kysely'
import type { Instant, Matter } from './rules.ts'
import type { Visit } from './rules-closing.ts'
import { type Attachment, type MatterRow, type Step, toMatter } from './store.ts'
import { db, matterColumns, type On } from './store-tables.ts'

/** What hangs on a matter: steps, visits, files; and what the clock and the jobs look for. */

export async function steps(on: On, id: string, which: 'public' | 'all'): Promise<Step[]> {
  const { county, uuid } = splitId(id)
  const rows = await db(on)
    .selectFrom('matters.step')
    .selectAll()
    .where('county', '=', county)
    .where('matter', '=', uuid)
    .$if(which === 'public', (query) => query.where('public', '=', true))
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: joinId(county, row.id),
    at: row.at,
    doneAt: row.done_at,
    verb: row.verb,
    by: row.by_account,
    role: row.by_role,
    from: row.from_state,
    to: row.to_state,
    text: row.text,
    reason: row.reason,
    data: row.data as unknown as Record<string, unknown>,
    public: row.public,
  }))
}

export async function insertVisits(on: On, id: string, visits: readonly Visit[]): Promise<void> {
  if (visits.length === 0) return
  const { county, uuid } = splitId(id)
  await db(on)
    .insertInto('matters.visit')
    .values(
      visits.map(({ round, day, dueAt }) => ({
        county,
        matter: uuid,
        round,
        day,
        due_at: dueAt,
        done_at: null,
        outcome: null,
        note: null,
        by_account: null,
      })),
    )
    .execute()
}
/** The matter was opened again: what has not been visited is not due any more. */
export async function dropOpenVisits(on: On, id: string): Promise<void> {
  const { county, uuid } = splitId(id)
  await db(on)
    .deleteFrom('matters.visit')
    .where('county', '=', county)
    .where('matter', '=', uuid)
    .where('done_at', 'is', null)
    .execute()
}
export async function saveVisit(
  on: On,
  id: string,
  visit: { round: number; day: number; at: Instant; outcome: string; note: string | null; by: string | null },
): Promise<void> {
  const { county, uuid } = splitId(id)
  await db(on)
    .updateTable('matters.visit')
    .set({ done_at: visit.at, outcome: visit.outcome, note: visit.note, by_account: visit.by })
    .where('county', '=', county)
    .where('matter', '=', uuid)
    .where('round', '=', visit.round)
    .where('day', '=', visit.day)
    .execute()
}

export async function insertAttachment(on: On, matter: string, file: Attachment & { sha256: string }): Promise<void> {
  const { county, uuid } = splitId(matter)
  await db(on)
    .insertInto('matters.attachment')
    .values({
      county,
      matter: uuid,
      id: splitId(file.id).uuid,
      type: file.type,
      bytes: file.bytes,
      sha256: file.sha256,
      seconds: file.seconds,
      by_staff: file.byStaff,
      at: file.at,
    })
    .execute()
}
/** What the file became when it was kept: pictures are re-encoded. */
export async function saveKept(
  on: On,
  id: string,
  kept: { type: string; bytes: number; sha256: string },
): Promise<void> {
  const { county, uuid } = splitId(id)
  await db(on).updateTable('matters.attachment').set(kept).where('county', '=', county).where('id', '=', uuid).execute()
}

/** Open matters for which the clock may have something to do that it has not done yet. @param after uuid of the last one seen */
export async function listLate(
  on: On,
  { soon, silentSince }: { soon: Instant; silentSince: Instant },
  limit: number,
  after: string,
): Promise<Matter[]> {
  const rows = await db(on)
    .selectFrom('matters.matter')
    .select(matterColumns)
    .where('county', '=', on.county)
    .where(sql<boolean>`open`)
    .where('due_at', 'is not', null)
    .where('duplicate_of', 'is', null)
    .where((eb) => eb.or([eb('due_at', '<', soon), eb('handled_at', '<', silentSince)]))
    .where(sql<boolean>`not ((case when state = 'submitted' then 'accept.red' else 'handle.red' end) = any (reminded))`)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => toMatter(row as unknown as MatterRow))
}
/** Closed matters that have lain since then, or were confirmed, with their visits all done. */
export async function listClosing(on: On, quietSince: Instant, limit: number): Promise<string[]> {
  const rows = await db(on)
    .selectFrom('matters.matter as m')
    .select('m.id')
    .where('m.county', '=', on.county)
    .where('m.state', 'in', ['resolved', 'followUp', 'transferredOut', 'withdrawn'])
    .where('m.held_by', 'is', null)
    .where((eb) => eb.or([eb('m.updated_at', '<=', quietSince), eb('m.state', '=', 'followUp')]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('matters.visit as v')
            .select(sql`1`.as('one'))
            .whereRef('v.county', '=', 'm.county')
            .whereRef('v.matter', '=', 'm.id')
            .where('v.done_at', 'is', null),
        ),
      ),
    )
    .orderBy('m.updated_at')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => joinId(on.county, id))
}
/** Visits that have become due since they were last looked at. Marks them as told. */
export async function takeDueVisits(on: On, until: Instant): Promise<{ matter: string; day: number }[]> {
  const rows = await db(on)
    .updateTable('matters.visit')
    .set({ told: true })
    .where('county', '=', on.county)
    .where('done_at', 'is', null)
    .where('told', '=', false)
    .where('due_at', '<=', until)
    .returning(['matter', 'day'])
    .execute()
  return rows.map(({ matter, day }) => ({ matter: joinId(on.county, matter), day }))
}

/** What still lies with an account inside an area: to handle or to visit, or as a helper. */
export async function listOpenWork(
  on: On,
  account: string,
  area: string,
  as: 'assignee' | 'helper',
): Promise<string[]> {
  const rows = await db(on)
    .selectFrom('matters.matter')
    .select('id')
    .where('county', '=', on.county)
    .where('state', 'not in', ['archived', 'withdrawn', 'transferredOut'])
    .where(as === 'assignee' ? sql<boolean>`assignee = ${account}` : sql<boolean>`helpers @> array[${account}::text]`)
    .where(sql<boolean>`area ^@ ${area}`)
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => joinId(on.county, id))
}
export async function listDuplicates(on: On, id: string): Promise<string[]> {
  const { county, uuid } = splitId(id)
  const rows = await db(on)
    .selectFrom('matters.matter')
    .select('id')
    .where('county', '=', county)
    .where('duplicate_of', '=', uuid)
    .where('open', '=', true)
    .execute()
  return rows.map((row) => joinId(county, row.id))
}
