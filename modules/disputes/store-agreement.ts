import { splitId } from '@doorstep/contract'
import { uuidOf } from './store.ts'
import {
  type AgreementRow,
  type ConfirmationRow,
  type CopyRow,
  db,
  type InstalmentRow,
  type On,
  type SignatureRow,
} from './store-tables.ts'

/** Agreements of a file with what hangs on them. Whoever changes one holds the lock of its file. */

export type FoundAgreement = AgreementRow & {
  instalments: InstalmentRow[]
  signatures: SignatureRow[]
  copies: CopyRow[]
}

/** The newest first. */
export async function listAgreements(on: On, dispute: string): Promise<FoundAgreement[]> {
  const of = uuidOf(dispute)
  const rows = await db(on)
    .selectFrom('disputes.agreement')
    .selectAll()
    .where('county', '=', on.county)
    .where('dispute', '=', of)
    .orderBy('drafted_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  if (rows.length === 0) return []
  const instalments = await db(on)
    .selectFrom('disputes.instalment')
    .selectAll()
    .where('county', '=', on.county)
    .where('dispute', '=', of)
    .orderBy('n')
    .execute()
  const signatures = await db(on)
    .selectFrom('disputes.signature')
    .selectAll()
    .where('county', '=', on.county)
    .where('dispute', '=', of)
    .orderBy('at')
    .orderBy('id')
    .execute()
  const copies = await db(on)
    .selectFrom('disputes.copy')
    .selectAll()
    .where('county', '=', on.county)
    .where('dispute', '=', of)
    .execute()
  return rows.map((row) => ({
    ...row,
    instalments: instalments.filter(({ agreement }) => agreement === row.id),
    signatures: signatures.filter(({ agreement }) => agreement === row.id),
    copies: copies.filter(({ agreement }) => agreement === row.id),
  }))
}

/** @returns false when the id is taken, or another is being drafted. */
export async function addAgreement(on: On, row: AgreementRow): Promise<boolean> {
  const result = await db(on)
    .insertInto('disputes.agreement')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
type Key = { county: number; id: string }
export async function saveAgreement(
  on: On,
  { county, id }: Key,
  change: Partial<Omit<AgreementRow, 'county' | 'id' | 'dispute'>>,
): Promise<void> {
  await db(on).updateTable('disputes.agreement').set(change).where('county', '=', county).where('id', '=', id).execute()
}

/** What is to be kept stands anew: a draft is replaced whole. @returns false when an id is taken */
export async function setInstalments(on: On, agreement: Key, rows: readonly InstalmentRow[]): Promise<boolean> {
  await db(on)
    .deleteFrom('disputes.instalment')
    .where('county', '=', agreement.county)
    .where('agreement', '=', agreement.id)
    .execute()
  if (rows.length === 0) return true
  const result = await db(on)
    .insertInto('disputes.instalment')
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) === rows.length
}
export async function saveInstalment(
  on: On,
  { county, id }: Key,
  change: Partial<Pick<InstalmentRow, 'state' | 'done_at' | 'done_by' | 'note'>>,
): Promise<void> {
  await db(on)
    .updateTable('disputes.instalment')
    .set(change)
    .where('county', '=', county)
    .where('id', '=', id)
    .execute()
}

/** @returns false when they have signed already. */
export async function addSignature(on: On, row: SignatureRow): Promise<boolean> {
  const result = await db(on)
    .insertInto('disputes.signature')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
export async function dropSignatures(on: On, agreement: Key): Promise<void> {
  await db(on)
    .deleteFrom('disputes.signature')
    .where('county', '=', agreement.county)
    .where('agreement', '=', agreement.id)
    .execute()
}
/** Handed over once; again changes nothing. */
export async function addCopies(on: On, rows: readonly CopyRow[]): Promise<void> {
  if (rows.length === 0) return
  await db(on)
    .insertInto('disputes.copy')
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function listConfirmations(on: On, dispute: string): Promise<ConfirmationRow[]> {
  return db(on)
    .selectFrom('disputes.confirmation')
    .selectAll()
    .where('county', '=', on.county)
    .where('dispute', '=', uuidOf(dispute))
    .orderBy('applied_on', 'desc')
    .orderBy('id', 'desc')
    .execute()
}
/** @returns false when the id is taken. */
export async function addConfirmation(on: On, row: ConfirmationRow): Promise<boolean> {
  const result = await db(on)
    .insertInto('disputes.confirmation')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
export async function saveConfirmation(
  on: On,
  { county, id }: Key,
  change: Partial<Pick<ConfirmationRow, 'accepted_on' | 'ruled_on' | 'result' | 'note'>>,
): Promise<void> {
  await db(on)
    .updateTable('disputes.confirmation')
    .set(change)
    .where('county', '=', county)
    .where('id', '=', id)
    .execute()
}

export async function findInstalment(on: On, id: string): Promise<InstalmentRow | undefined> {
  const { county, uuid } = splitId(id)
  return db(on)
    .selectFrom('disputes.instalment')
    .selectAll()
    .where('county', '=', county)
    .where('id', '=', uuid)
    .executeTakeFirst()
}
