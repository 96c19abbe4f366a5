import { joinId, splitId } from '@doorstep/contract'
import type { Dispute, PoliceCase, Revisit } from './rules.ts'
import { isOpen } from './states.ts'
import { type DisputeRow, db, type MediatorRow, type On, type PartyRow, type SessionRow } from './store-tables.ts'

/** One file with those in it. Lists are in store-lists.ts. */

export type Found = { dispute: Dispute; parties: PartyRow[]; mediators: MediatorRow[]; sessions: SessionRow[] }

export const uuidOf = (id: string): string => splitId(id).uuid
/** What is read of a file: not the keys that only indexes need. */
export const columns = [
  'county',
  'id',
  'area',
  'code',
  'state',
  'open',
  'type',
  'family',
  'class',
  'way',
  'tier',
  'people_count',
  'amount_cents',
  'happened_on',
  'place',
  'facts',
  'police',
  'assignee',
  'deadline',
  'colour',
  'minor',
  'opened_at',
  'registered_at',
  'outcome',
  'result',
  'settled_at',
  'closed_at',
  'breaches',
  'round',
  'sealed',
  'revisits',
  'updated_at',
] as const satisfies (keyof DisputeRow)[]

export const toDispute = (row: DisputeRow): Dispute => ({
  id: joinId(row.county, row.id),
  code: row.code,
  area: row.area,
  state: row.state,
  type: row.type,
  family: row.family,
  class: row.class,
  way: row.way,
  tier: row.tier,
  people: row.people_count,
  amountCents: row.amount_cents,
  happenedOn: row.happened_on,
  place: row.place,
  facts: row.facts,
  police: row.police as PoliceCase | null,
  assignee: row.assignee,
  deadline: row.deadline,
  colour: row.colour,
  minor: row.minor,
  openedAt: row.opened_at,
  registeredAt: row.registered_at,
  outcome: row.outcome,
  result: row.result,
  settledAt: row.settled_at,
  closedAt: row.closed_at,
  breaches: row.breaches,
  round: row.round,
  sealed: row.sealed,
  revisits: row.revisits as Revisit[],
  updatedAt: row.updated_at,
})
const toRow = (dispute: Dispute): DisputeRow => ({
  county: splitId(dispute.id).county,
  id: uuidOf(dispute.id),
  area: dispute.area,
  code: dispute.code,
  state: dispute.state,
  open: isOpen(dispute.state),
  type: dispute.type,
  family: dispute.family,
  class: dispute.class,
  way: dispute.way,
  tier: dispute.tier,
  people_count: dispute.people,
  amount_cents: dispute.amountCents,
  happened_on: dispute.happenedOn,
  place: dispute.place,
  facts: dispute.facts,
  police: dispute.police && JSON.stringify(dispute.police),
  assignee: dispute.assignee,
  deadline: dispute.deadline,
  colour: dispute.colour,
  minor: dispute.minor,
  opened_at: dispute.openedAt,
  registered_at: dispute.registeredAt,
  outcome: dispute.outcome,
  result: dispute.result,
  settled_at: dispute.settledAt,
  closed_at: dispute.closedAt,
  breaches: dispute.breaches,
  round: dispute.round,
  sealed: dispute.sealed,
  revisits: JSON.stringify(dispute.revisits),
  updated_at: dispute.updatedAt,
})

const byId = (on: On, id: string) =>
  db(on).selectFrom('disputes.dispute').select(columns).where('county', '=', on.county).where('id', '=', uuidOf(id))
export async function find(on: On, id: string): Promise<Dispute | undefined> {
  const row = await byId(on, id).executeTakeFirst()
  return row && toDispute(row)
}
/** Nobody else changes it, or anything in it, until this transaction ends. */
export async function lock(on: On, id: string): Promise<Dispute | undefined> {
  const row = await byId(on, id).forUpdate().executeTakeFirst()
  return row && toDispute(row)
}
/** With those in it and its sessions, as far as the asker may see them. */
export async function withAll(on: On, dispute: Dispute): Promise<Found> {
  const of = [on.county, uuidOf(dispute.id)] as const
  const [parties, mediators, sessions] = [
    db(on).selectFrom('disputes.party').selectAll().where('county', '=', of[0]).where('dispute', '=', of[1]),
    db(on).selectFrom('disputes.mediator').selectAll().where('county', '=', of[0]).where('dispute', '=', of[1]),
    db(on).selectFrom('disputes.session').selectAll().where('county', '=', of[0]).where('dispute', '=', of[1]),
  ]
  return {
    dispute,
    parties: await parties.where('left_at', 'is', null).orderBy('added_at').orderBy('id').execute(),
    mediators: await mediators.where('left_at', 'is', null).orderBy('added_at').orderBy('id').execute(),
    sessions: await sessions.orderBy('n').execute(),
  }
}

/** Accounts of the parties and mediators in it. */
export async function accountsIn(on: On, id: string): Promise<string[]> {
  const of = (table: 'disputes.party' | 'disputes.mediator') =>
    db(on)
      .selectFrom(table)
      .select('account')
      .where('county', '=', on.county)
      .where('dispute', '=', uuidOf(id))
      .where('left_at', 'is', null)
      .where('account', 'is not', null)
  const rows = await of('disputes.party').unionAll(of('disputes.mediator')).execute()
  return [...new Set(rows.map(({ account }) => account as string))]
}

/** @returns false when the matter has its file already. */
export async function add(on: On, dispute: Dispute): Promise<boolean> {
  const result = await db(on)
    .insertInto('disputes.dispute')
    .values(toRow(dispute))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
export async function save(on: On, dispute: Dispute): Promise<void> {
  const { county, id, code: _code, opened_at: _opened, ...change } = toRow(dispute)
  await db(on).updateTable('disputes.dispute').set(change).where('county', '=', county).where('id', '=', id).execute()
}
/** Only before anybody began: nothing hangs on it yet. */
export async function remove(on: On, id: string): Promise<void> {
  await db(on).deleteFrom('disputes.dispute').where('county', '=', on.county).where('id', '=', uuidOf(id)).execute()
}
