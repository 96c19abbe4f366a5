import { createHash } from 'node:crypto'
import { countyOf, newId, splitId } from '@doorstep/contract'
import { sql } from 'kysely'
import type pg from 'pg'
import type { AuditEntry, Ctx } from './ctx.ts'
import { sendRows } from './db.ts'

type Row = {
  id: string
  at: string
  account: string | null
  operation: string
  subject: string | null
  reason: string | null
  detail: unknown
}

/** Sends entries into the caller's transaction; the sealer gives them their place in the county's chain afterwards. */
export const sendAudit = (
  client: pg.ClientBase,
  county: number,
  account: string | null,
  entries: readonly AuditEntry[],
): Promise<unknown> =>
  sendRows(
    client,
    'kernel.audit',
    entries.map((entry) => ({
      county,
      id: splitId(newId(county)).uuid,
      account,
      operation: entry.operation,
      subject: entry.subject ?? null,
      reason: entry.reason ?? null,
      detail: JSON.stringify(entry.detail ?? {}),
    })),
  )

const chain = (previous: string, county: number, seq: number, row: Row): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        previous,
        county,
        seq,
        row.id,
        row.at,
        row.account,
        row.operation,
        row.subject,
        row.reason,
        row.detail,
      ]),
    )
    .digest('hex')

/** Chains a county's unsealed rows, oldest first. One sealer at a time: the county's head row is locked. @returns how many. */
export async function sealAudit(pool: pg.Pool, county: number, limit = 2000): Promise<number> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query(`insert into kernel.audit_head values ($1, 0, '') on conflict do nothing`, [county])
    const head = (
      await client.query<{ seq: number; hash: string }>(
        'select seq, hash from kernel.audit_head where county = $1 for update',
        [county],
      )
    ).rows[0]
    if (!head) throw new Error('audit head vanished')
    const { rows } = await client.query<Row>(
      `select id, at, account, operation, subject, reason, detail from kernel.audit
       where county = $1 and seq is null order by at, id limit $2`,
      [county, limit],
    )
    let { seq, hash } = head
    const sealed = rows.map((row) => {
      seq += 1
      hash = chain(hash, county, seq, row)
      return { id: row.id, seq, hash }
    })
    if (sealed.length > 0) {
      await client.query(
        `update kernel.audit a set seq = s.seq, hash = s.hash
         from unnest($2::uuid[], $3::bigint[], $4::text[]) as s(id, seq, hash) where a.county = $1 and a.id = s.id`,
        [county, sealed.map((s) => s.id), sealed.map((s) => s.seq), sealed.map((s) => s.hash)],
      )
      await client.query('update kernel.audit_head set seq = $2, hash = $3 where county = $1', [county, seq, hash])
    }
    await client.query('commit')
    return sealed.length
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

export type AuditReport = {
  county: number
  sealed: number
  unsealed: number
  problems: { seq: number; problem: 'changed' | 'missing' | 'truncated' }[]
}

/** A county's chain as it ends now: written down elsewhere, it proves later that what was sealed by then still stands. */
export type AuditHead = { county: number; seq: number; hash: string }
export async function auditHeads(pool: pg.Pool): Promise<AuditHead[]> {
  const { rows } = await pool.query<AuditHead>(
    'select county, seq, hash from kernel.audit_head where seq > 0 order by county',
  )
  return rows
}
/**
 * Heads that no longer stand in the chain: it was cut, or replaced as a whole with its own head, which the chain by itself
 * cannot show. A head that went with the years that are let go says nothing any more.
 */
export async function lostHeads(pool: pg.Pool, written: readonly AuditHead[]): Promise<AuditHead[]> {
  const lost: AuditHead[] = []
  for (const head of written) {
    const { rows } = await pool.query<{ stands: boolean }>(
      `select exists (select from kernel.audit where county = $1 and seq = $2 and hash = $3)
         or exists (select from kernel.audit_head where county = $1 and (base_seq > $2 or (base_seq = $2 and base_hash = $3))) as stands`,
      [head.county, head.seq, head.hash],
    )
    if (!rows[0]?.stands) lost.push(head)
  }
  return lost
}

/** Walks a county's chain: a changed or reordered row breaks its hash, a deleted one leaves a gap, a cut tail misses the head. */
export async function verifyAudit(pool: pg.Pool, county: number | string): Promise<AuditReport> {
  const code = countyOf(String(county))
  const problems: AuditReport['problems'] = []
  const base = (
    await pool.query<{ seq: number; hash: string }>(
      'select base_seq as seq, base_hash as hash from kernel.audit_head where county = $1',
      [code],
    )
  ).rows[0]
  // What was let go after its years is not missing: the chain begins after the last row of it.
  let previous = base?.hash ?? ''
  let seq = base?.seq ?? 0
  for (;;) {
    const { rows } = await pool.query<Row & { seq: number; hash: string }>(
      `select seq, hash, id, at, account, operation, subject, reason, detail from kernel.audit
       where county = $1 and seq > $2 order by seq limit 5000`,
      [code, seq],
    )
    if (rows.length === 0) break
    for (const row of rows) {
      for (let gap = seq + 1; gap < row.seq && problems.length < 100; gap++)
        problems.push({ seq: gap, problem: 'missing' })
      // After a gap the chain cannot be recomputed; trust the row's stored predecessor only where it follows directly.
      if (row.seq === seq + 1 && chain(previous, code, row.seq, row) !== row.hash)
        problems.push({ seq: row.seq, problem: 'changed' })
      previous = row.hash
      seq = row.seq
    }
  }
  const head = (
    await pool.query<{ seq: number; hash: string }>('select seq, hash from kernel.audit_head where county = $1', [code])
  ).rows[0]
  if (head && head.seq > 0 && (head.seq !== seq || head.hash !== previous))
    problems.push({ seq: head.seq, problem: 'truncated' })
  const unsealed = await pool.query<{ n: number }>(
    'select count(*) as n from kernel.audit where county = $1 and seq is null',
    [code],
  )
  return { county: code, sealed: seq - (base?.seq ?? 0), unsealed: unsealed.rows[0]?.n ?? 0, problems }
}

/**
 * Lets the sealed rows before `before` go, oldest first, and remembers where the chain begins now. The database refuses
 * anything younger than three years, whoever asks. @returns how many
 */
export async function cutAudit(ctx: Pick<Ctx, 'db'>, before: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select kernel.cut_audit(${before}::timestamptz) as n`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

export type Look = {
  id: string
  at: string
  account: string | null
  operation: string
  subject: string | null
  reason: string | null
}
/** Who read or changed these records, newest first; the person's own doings are left out. As the system only. */
export async function looksAt(
  ctx: Pick<Ctx, 'db' | 'county'>,
  about: { subjects: readonly string[]; except: string | null },
  limit: number,
): Promise<Look[]> {
  if (about.subjects.length === 0) return []
  return ctx.db
    .selectFrom('kernel.audit')
    .select(['id', 'at', 'account', 'operation', 'subject', 'reason'])
    .where('county', '=', ctx.county)
    .where('subject', 'in', [...about.subjects])
    .where('account', 'is not', null)
    .$if(about.except !== null, (query) => query.where('account', '!=', about.except))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
