import { joinId } from '@doorstep/contract'
import { uuidOf } from './store.ts'
import { db, type On, type PartyRow } from './store-tables.ts'

/** Files by their parties: an account, or the blind hash of a code. */

export type Asker = { account: string | null; code: string | null }
/** Nobody's code is empty, and no account is. */
const nobody = '-'
const own = (on: On, { account, code }: Asker) =>
  db(on)
    .selectFrom('disputes.party')
    .selectAll()
    .where('county', '=', on.county)
    .where('left_at', 'is', null)
    .where((eb) => eb.or([eb('account', '=', account ?? nobody), eb('code_hash', '=', code ?? nobody)]))
export const listOwn = (on: On, id: string, asker: Asker): Promise<PartyRow[]> =>
  own(on, asker).where('dispute', '=', uuidOf(id)).orderBy('added_at').orderBy('id').execute()

export async function findByCode(on: On, hash: string): Promise<string | undefined> {
  const row = await own(on, { account: null, code: hash }).orderBy('added_at', 'desc').executeTakeFirst()
  return row && joinId(row.county, row.dispute)
}

export async function listMine(on: On, { account, code }: Asker) {
  const rows = await db(on)
    .selectFrom('disputes.party as p')
    .innerJoin('disputes.dispute as d', (join) =>
      join.onRef('d.county', '=', 'p.county').onRef('d.id', '=', 'p.dispute'),
    )
    .select(['d.county', 'd.id', 'd.code', 'd.state', 'd.type', 'd.opened_at', 'p.role'])
    .where('p.county', '=', on.county)
    .where('p.left_at', 'is', null)
    .where((eb) => eb.or([eb('p.account', '=', account ?? nobody), eb('p.code_hash', '=', code ?? nobody)]))
    .orderBy('d.opened_at', 'desc')
    .orderBy('d.id')
    .limit(200)
    .execute()
  return rows.map(({ county, id, code: number, state, type, opened_at, role }) => ({
    id: joinId(county, id),
    code: number,
    state,
    type,
    openedAt: opened_at,
    role,
  }))
}
