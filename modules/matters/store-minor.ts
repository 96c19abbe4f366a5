import { joinId, splitId } from '@doorstep/contract'
import { db, type On } from './store-tables.ts'

/** Marks of minors, and who was let in. */

export type AccessRow = {
  id: string
  matter: string
  account: string
  reason: string
  askedAt: string
  decidedAt: string | null
  granted: boolean | null
  until: string | null
}
const columns = ['county', 'id', 'matter', 'account', 'reason', 'asked_at', 'decided_at', 'granted', 'until'] as const

export async function markMinor(on: On, id: string, guardian: string): Promise<void> {
  const { county, uuid } = splitId(id)
  await db(on)
    .updateTable('matters.matter')
    .set({ minor: true, guardian })
    .where('county', '=', county)
    .where('id', '=', uuid)
    .execute()
}
export async function addAccess(on: On, row: AccessRow): Promise<void> {
  const { county, uuid } = splitId(row.id)
  await db(on)
    .insertInto('matters.access')
    .values({
      county,
      id: uuid,
      matter: splitId(row.matter).uuid,
      account: row.account,
      reason: row.reason,
      asked_at: row.askedAt,
      decided_by: null,
      decided_at: null,
      granted: null,
      until: null,
    })
    .execute()
}
export async function accesses(on: On, matter: string): Promise<AccessRow[]> {
  const { county, uuid } = splitId(matter)
  const rows = await db(on)
    .selectFrom('matters.access')
    .select(columns)
    .where('county', '=', county)
    .where('matter', '=', uuid)
    .orderBy('asked_at', 'desc')
    .orderBy('id')
    .limit(100)
    .execute()
  return rows.map((row) => ({
    id: joinId(row.county, row.id),
    matter,
    account: row.account,
    reason: row.reason,
    askedAt: row.asked_at,
    decidedAt: row.decided_at,
    granted: row.granted,
    until: row.until,
  }))
}
export async function decideAccess(
  on: On,
  id: string,
  decision: { by: string | null; at: string; granted: boolean; until: string | null },
): Promise<void> {
  const { county, uuid } = splitId(id)
  await db(on)
    .updateTable('matters.access')
    .set({ decided_by: decision.by, decided_at: decision.at, granted: decision.granted, until: decision.until })
    .where('county', '=', county)
    .where('id', '=', uuid)
    .execute()
}
