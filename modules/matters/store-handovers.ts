import { joinId, splitId } from '@doorstep/contract'
import { type ExpressionBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Ending, Handover, HandoverState, Way } from './rules-handovers.ts'
import { db, type HandoverTable, type On, type Tables } from './store-tables.ts'

/** Matters that were handed on and wait to be taken. */

const toHandover = (row: Selectable<HandoverTable>): Handover => ({
  id: joinId(row.county, row.id),
  matter: joinId(row.county, row.matter),
  code: row.code,
  way: row.way,
  fromAccount: row.from_account,
  fromArea: row.from_area,
  wasAssignee: row.was_assignee,
  toAccount: row.to_account,
  toUnit: row.to_unit,
  toArea: row.to_area,
  at: row.at,
  dueAt: row.due_at,
  stuckAt: row.stuck_at,
  endedAt: row.ended_at,
  ended: row.ended,
  endedBy: row.ended_by,
})

export async function insertHandover(on: On, handover: Handover): Promise<void> {
  await db(on)
    .insertInto('matters.handover')
    .values({
      county: on.county,
      id: splitId(handover.id).uuid,
      matter: splitId(handover.matter).uuid,
      code: handover.code,
      way: handover.way,
      from_account: handover.fromAccount,
      from_area: handover.fromArea,
      was_assignee: handover.wasAssignee,
      to_account: handover.toAccount,
      to_unit: handover.toUnit,
      to_area: handover.toArea,
      at: handover.at,
      due_at: handover.dueAt,
      stuck_at: null,
      ended_at: null,
      ended: null,
      ended_by: null,
    })
    .execute()
}
export async function endHandover(
  on: On,
  id: string,
  end: { at: string; by: string | null; ended: Ending },
): Promise<void> {
  await db(on)
    .updateTable('matters.handover')
    .set({ ended_at: end.at, ended: end.ended, ended_by: end.by })
    .where('county', '=', on.county)
    .where('id', '=', splitId(id).uuid)
    .execute()
}

const handovers = (on: On) => db(on).selectFrom('matters.handover').selectAll().where('county', '=', on.county)
export async function lockHandover(on: On, id: string): Promise<Handover | undefined> {
  const row = await handovers(on).where('id', '=', splitId(id).uuid).forUpdate().executeTakeFirst()
  return row && toHandover(row)
}
export async function findHandover(on: On, id: string): Promise<Handover | undefined> {
  const row = await handovers(on).where('id', '=', splitId(id).uuid).executeTakeFirst()
  return row && toHandover(row)
}
/** The one of this matter that nobody has taken yet. */
export async function findWaiting(on: On, matter: string): Promise<Handover | undefined> {
  const row = await handovers(on)
    .where('matter', '=', splitId(matter).uuid)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row && toHandover(row)
}
export async function handoversOf(on: On, matter: string): Promise<Handover[]> {
  const rows = await handovers(on)
    .where('matter', '=', splitId(matter).uuid)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
  return rows.map(toHandover)
}

/** @param areas where it came from or went to, with everything inside */
export type HandoverWhere = { areas: readonly string[]; units?: readonly string[]; state?: HandoverState; way?: Way }
type Eb = ExpressionBuilder<Tables, 'matters.handover'>
const inside = (eb: Eb, column: 'from_area' | 'to_area', area: string) =>
  eb.and([eb(column, '>=', area), eb(column, '<', `${area}:`)]) // ':' follows '9'
const conditions = (where: HandoverWhere, now: string) => (eb: Eb) =>
  eb.and([
    ...(where.areas.length > 0
      ? [eb.or(where.areas.flatMap((area) => [inside(eb, 'from_area', area), inside(eb, 'to_area', area)]))]
      : []),
    ...(where.units ? [eb('to_unit', 'in', where.units)] : []),
    ...(where.way ? [eb('way', '=', where.way)] : []),
    ...stateConditions(eb, where.state, now),
  ])
function stateConditions(eb: Eb, state: HandoverState | undefined, now: string) {
  if (!state) return []
  if (state === 'ended') return [eb('ended_at', 'is not', null)]
  const open = eb('ended_at', 'is', null)
  return state === 'stuck' ? [open, eb('due_at', '<', now)] : [open]
}
/** The newest first. @param page.after `[at, uuid]` of the row before */
export async function listHandovers(
  on: On,
  where: HandoverWhere,
  page: { limit: number; now: string; after?: readonly (string | number | null)[] | undefined },
): Promise<Handover[]> {
  const key = page.after
  const rows = await handovers(on)
    .where(conditions(where, page.now))
    .$if(key !== undefined, (query) =>
      query.where(sql<SqlBool>`(at, id) < (${key?.[0]}::timestamptz, ${key?.[1]}::uuid)`),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute()
  return rows.map(toHandover)
}
export type HandoverCount = { waiting: number; stuck: number; made: number; stuckOfMade: number }
export async function countHandovers(on: On, where: HandoverWhere, since: string, now: string): Promise<HandoverCount> {
  const open = sql<SqlBool>`ended_at is null`
  return db(on)
    .selectFrom('matters.handover')
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere(open).as('waiting'),
      eb.fn.countAll<number>().filterWhere(open).filterWhere('due_at', '<', now).as('stuck'),
      eb.fn.countAll<number>().filterWhere('at', '>=', since).as('made'),
      eb.fn
        .countAll<number>()
        .filterWhere('at', '>=', since)
        .filterWhere(sql<SqlBool>`coalesce(ended_at, ${now}::timestamptz) > due_at`)
        .as('stuckOfMade'),
    ])
    .where('county', '=', on.county)
    .where((eb) => eb.or([eb('ended_at', 'is', null), eb('at', '>=', since)]))
    .where(conditions(where, now))
    .executeTakeFirstOrThrow()
}

/** Those whose lease has run out since this was last asked; marks them. */
export async function takeStuck(on: On, now: string, limit: number): Promise<Handover[]> {
  const ids = await db(on)
    .selectFrom('matters.handover')
    .select('id')
    .where('county', '=', on.county)
    .where('ended_at', 'is', null)
    .where('stuck_at', 'is', null)
    .where('due_at', '<', now)
    .orderBy('due_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  if (ids.length === 0) return []
  const rows = await db(on)
    .updateTable('matters.handover')
    .set({ stuck_at: now })
    .where('county', '=', on.county)
    .where('stuck_at', 'is', null)
    .where('ended_at', 'is', null)
    .where(
      'id',
      'in',
      ids.map(({ id }) => id),
    )
    .returningAll()
    .execute()
  return rows.map(toHandover)
}
