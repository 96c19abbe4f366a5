import { db, type On } from './store-tables.ts'

/** Files that ended long ago, with everything in them; the matter stays and is counted. @returns how many */
export async function removeBefore(on: On, before: string): Promise<number> {
  const result = await db(on)
    .deleteFrom('disputes.dispute')
    .where('county', '=', on.county)
    .where('closed_at', '<', before)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}

export type Own = Awaited<ReturnType<typeof listOwn>>[number]
/** A person's own rows as a party, with what their file is. */
export async function listOwn(on: On, { account, code }: { account: string | null; code: string | null }) {
  if (account === null && code === null) return []
  return db(on)
    .selectFrom('disputes.party as p')
    .innerJoin('disputes.dispute as d', (join) =>
      join.onRef('d.county', '=', 'p.county').onRef('d.id', '=', 'p.dispute'),
    )
    .selectAll('p')
    .select(['d.code', 'd.state', 'd.closed_at'])
    .where('p.county', '=', on.county)
    .where((eb) => (account === null ? eb('p.code_hash', '=', code) : eb('p.account', '=', account)))
    .orderBy('p.added_at', 'desc')
    .limit(500)
    .execute()
}
export async function anonymise(on: On, { county, id }: { county: number; id: string }, nobody: string): Promise<void> {
  await db(on)
    .updateTable('disputes.party')
    .set({ name: nobody, phone: null, address: null, language: null, account: null, code_hash: null })
    .where('county', '=', county)
    .where('id', '=', id)
    .execute()
}
