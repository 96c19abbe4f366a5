import { insideArea } from '@doorstep/kernel'
import { sql } from 'kysely'
import { uuidOf } from './store.ts'
import { db, type On, type SessionRow } from './store-tables.ts'

/** Sittings, and what they take. */

const of = (on: On, dispute: string) =>
  db(on)
    .selectFrom('disputes.session')
    .selectAll()
    .where('county', '=', on.county)
    .where('dispute', '=', uuidOf(dispute))
export const findSession = (on: On, dispute: string, session: string): Promise<SessionRow | undefined> =>
  of(on, dispute).where('id', '=', uuidOf(session)).executeTakeFirst()
export const listSessions = (on: On, dispute: string): Promise<SessionRow[]> => of(on, dispute).orderBy('n').execute()

/** @returns false when the id is taken. */
export async function addSession(on: On, row: SessionRow): Promise<boolean> {
  const result = await db(on)
    .insertInto('disputes.session')
    .values({ ...row, attended: JSON.stringify(row.attended) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
type Change = Partial<Omit<SessionRow, 'county' | 'id' | 'dispute' | 'n' | 'attended'>> & {
  attended?: readonly string[]
}
export async function saveSession(
  on: On,
  { county, id }: Pick<SessionRow, 'county' | 'id'>,
  { attended, ...change }: Change,
): Promise<void> {
  await db(on)
    .updateTable('disputes.session')
    .set({ ...change, ...(attended ? { attended: JSON.stringify(attended) } : {}) })
    .where('county', '=', county)
    .where('id', '=', id)
    .execute()
}

export type Taken = { kind: 'room' | 'mediator' | 'party'; key: string }
/** Takes it for the time of the sitting. @returns false when another sitting has it then: the transaction is over. */
export async function book(on: On, { county, id, starts, ends }: SessionRow, { kind, key }: Taken): Promise<boolean> {
  try {
    await db(on)
      .insertInto('disputes.booking')
      .values({ county, session: id, kind, key, during: sql`tstzrange(${starts}, ${ends})` })
      .execute()
    return true
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'booking_once') return false
    throw error
  }
}
export async function bookingsOf(on: On, session: string): Promise<Taken[]> {
  return db(on)
    .selectFrom('disputes.booking')
    .select(['kind', 'key'])
    .where('county', '=', on.county)
    .where('session', '=', session)
    .execute()
}
export async function release(on: On, session: string): Promise<void> {
  await db(on).deleteFrom('disputes.booking').where('county', '=', on.county).where('session', '=', session).execute()
}

/** The file leaves mediation: what was still planned is not held. */
export async function cancelPlanned(on: On, dispute: string, reason: string, at: string): Promise<void> {
  const cancelled = await db(on)
    .updateTable('disputes.session')
    .set({ state: 'cancelled', reason, updated_at: at })
    .where('county', '=', on.county)
    .where('dispute', '=', uuidOf(dispute))
    .where('state', '=', 'planned')
    .returning('id')
    .execute()
  for (const { id } of cancelled) await release(on, id)
}

const calendar = (on: On) =>
  db(on)
    .selectFrom('disputes.session as s')
    .innerJoin('disputes.dispute as d', (join) =>
      join.onRef('d.county', '=', 's.county').onRef('d.id', '=', 's.dispute'),
    )
    .selectAll('s')
    .select(['d.code', 'd.type', 'd.area', 'd.minor'])
    .where('s.county', '=', on.county)
    .orderBy('s.starts')
    .orderBy('s.id')
    .limit(500)
export type Sitting = Awaited<ReturnType<typeof listSittings>>[number]
export const listSittings = (
  on: On,
  { from, to, areas, room }: { from: string; to: string; areas: readonly string[]; room?: string | undefined },
) =>
  calendar(on)
    .where('s.starts', '>=', from)
    .where('s.starts', '<', to)
    .where('s.state', '!=', 'cancelled')
    .$if(areas.length > 0, (query) =>
      query.where((eb) => eb.or(areas.map((area) => insideArea(eb as never, 'd.area', area)))),
    )
    .$if(room !== undefined, (query) => query.where('s.room', '=', uuidOf(room as string)))
    .execute()
/** Planned ones in which the account mediates. */
export const listMine = (on: On, account: string) =>
  calendar(on)
    .where('s.state', '=', 'planned')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('disputes.mediator as m')
          .select(sql`1`.as('one'))
          .whereRef('m.county', '=', 's.county')
          .whereRef('m.dispute', '=', 's.dispute')
          .where('m.account', '=', account)
          .where('m.left_at', 'is', null),
      ),
    )
    .execute()

/** Who is in these files, for calendars: sealed names of parties, and who mediates. */
export async function peopleIn(on: On, disputes: readonly string[]) {
  if (disputes.length === 0) return { parties: [], mediators: [] }
  const parties = await db(on)
    .selectFrom('disputes.party')
    .select(['dispute', 'name', 'role', 'is_minor'])
    .where('county', '=', on.county)
    .where('dispute', 'in', disputes)
    .where('left_at', 'is', null)
    .orderBy('added_at')
    .execute()
  const mediators = await db(on)
    .selectFrom('disputes.mediator')
    .select(['dispute', 'name', 'role'])
    .where('county', '=', on.county)
    .where('dispute', 'in', disputes)
    .where('left_at', 'is', null)
    .orderBy('added_at')
    .execute()
  return { parties, mediators }
}
