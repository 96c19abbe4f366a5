import { joinId } from '@doorstep/contract'
import { sides } from './states.ts'
import { uuidOf } from './store.ts'
import { db, type MediatorRow, type On, type PartyRow } from './store-tables.ts'

/** Parties and mediators of one file. Whoever left stays as a row, out of every list, until the file goes. */

const of = (on: On, id: string) =>
  db(on)
    .selectFrom('disputes.party')
    .selectAll()
    .where('county', '=', on.county)
    .where('dispute', '=', uuidOf(id))
    .where('left_at', 'is', null)
export const listParties = (on: On, id: string): Promise<PartyRow[]> =>
  of(on, id).orderBy('added_at').orderBy('id').execute()
export const findParty = (on: On, id: string, party: string): Promise<PartyRow | undefined> =>
  of(on, id).where('id', '=', uuidOf(party)).executeTakeFirst()

/** @returns false when the id is taken. */
export async function addParty(on: On, row: PartyRow): Promise<boolean> {
  const result = await db(on)
    .insertInto('disputes.party')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
type Change = Partial<Omit<PartyRow, 'county' | 'id' | 'dispute'>>
export async function saveParty(on: On, party: Pick<PartyRow, 'county' | 'id'>, change: Change): Promise<void> {
  await db(on)
    .updateTable('disputes.party')
    .set(change)
    .where('county', '=', party.county)
    .where('id', '=', party.id)
    .execute()
}
const sidesOf = (on: On, id: string) =>
  db(on)
    .updateTable('disputes.party')
    .where('county', '=', on.county)
    .where('dispute', '=', uuidOf(id))
    .where('role', 'in', sides)
    .where('left_at', 'is', null)
/** Who has said nothing yet is asked. */
export async function askSides(on: On, id: string): Promise<void> {
  await sidesOf(on, id).set({ consent: 'asked' }).where('consent', '=', 'none').execute()
}
export async function forgetConsent(on: On, id: string): Promise<void> {
  await sidesOf(on, id).set({ consent: 'none', consent_at: null, consent_how: null, consent_by: null }).execute()
}

const mediators = (on: On, id: string) =>
  db(on)
    .selectFrom('disputes.mediator')
    .selectAll()
    .where('county', '=', on.county)
    .where('dispute', '=', uuidOf(id))
    .where('left_at', 'is', null)
export const listMediators = (on: On, id: string): Promise<MediatorRow[]> =>
  mediators(on, id).orderBy('added_at').orderBy('id').execute()
export const findMediator = (on: On, id: string, mediator: string): Promise<MediatorRow | undefined> =>
  mediators(on, id).where('id', '=', uuidOf(mediator)).executeTakeFirst()
export async function addMediator(on: On, row: MediatorRow): Promise<boolean> {
  const result = await db(on)
    .insertInto('disputes.mediator')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
export async function saveMediator(
  on: On,
  mediator: Pick<MediatorRow, 'county' | 'id'>,
  change: Partial<Pick<MediatorRow, 'accepted' | 'left_at'>>,
): Promise<void> {
  await db(on)
    .updateTable('disputes.mediator')
    .set(change)
    .where('county', '=', mediator.county)
    .where('id', '=', mediator.id)
    .execute()
}

/** Where a file stands changes with its matter's place; so do the rows that policies look at. */
export async function moveArea(on: On, id: string, area: string): Promise<void> {
  for (const table of ['disputes.party', 'disputes.mediator'] as const)
    await db(on)
      .updateTable(table)
      .set({ area })
      .where('county', '=', on.county)
      .where('dispute', '=', uuidOf(id))
      .execute()
}
export const apiId = ({ county, id }: { county: number; id: string }): string => joinId(county, id)
