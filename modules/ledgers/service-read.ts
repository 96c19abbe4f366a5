import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Ctx } from '@doorstep/kernel'
import { readTable } from './read/table.ts'
import type { Facts, Layout } from './rules-map.ts'
import { LedgerFault } from './rules-problems.ts'
import type { SourceRow } from './rules-row.ts'
import * as store from './store.ts'
import { dropProblems, insertProblems } from './store-problems.ts'

/** Reads a run's file into sealed batches of rows, and learns what the file holds. */

/** Rows on their way are packed small: what is not said is not written. */
export const packed = (ctx: Ctx, rows: readonly SourceRow[]): string =>
  ctx.vault.seal(JSON.stringify(rows.map(({ n, cells, marks }) => (marks ? [n, cells, marks] : [n, cells]))))
export const unpacked = (ctx: Ctx, text: string): SourceRow[] =>
  (JSON.parse(ctx.vault.open(text)) as [number, string[], SourceRow['marks']][]).map(([n, cells, marks]) =>
    marks ? { n, cells, marks } : { n, cells },
  )
export const factsOf = (ctx: Ctx, run: store.RunRecord): Facts | null =>
  run.facts === null ? null : (JSON.parse(ctx.vault.open(run.facts)) as Facts)

/** The kept file as a path that can be read from anywhere in it; gone afterwards. */
async function withCopy<T>(ctx: Ctx, id: string, work: (path: string) => Promise<T>): Promise<T> {
  const kept = await ctx.files.open(id)
  if (!kept) throw new LedgerFault('notALedger')
  const path = join(tmpdir(), `doorstep-ledger-${randomUUID()}`)
  try {
    await pipeline(kept.stream, createWriteStream(path, { mode: 0o600 }))
    return await work(path)
  } finally {
    await rm(path, { force: true })
  }
}

export const readKept = (ctx: Ctx, run: store.RunRecord): Promise<void> =>
  withCopy(ctx, run.id, (path) => readFileOf(ctx, run, path))

/** Whatever the file is, the run says afterwards: `read` with its facts, or `failed` with what is wrong. */
export async function readFileOf(ctx: Ctx, run: store.RunRecord, path: string): Promise<void> {
  await store.dropBatches(ctx, run.id)
  await dropProblems(ctx, run.id)
  try {
    const facts = await readTable(path, run.layout as Layout, async (rows) => {
      const last = rows.at(-1) as SourceRow
      await store.insertBatch(ctx, run.id, last.n, packed(ctx, rows))
    })
    await insertProblems(ctx, run.id, facts.problems as never)
    await store.changeRun(ctx, run.id, {
      state: 'read',
      facts: ctx.vault.seal(JSON.stringify(facts)),
      rows: facts.rows,
      position: 0,
      counts: {},
      fault: null,
    })
  } catch (error) {
    if (!(error instanceof LedgerFault)) throw error
    await store.dropBatches(ctx, run.id)
    await store.changeRun(ctx, run.id, {
      state: 'failed',
      fault: { code: error.fault, data: error.data },
      finished_at: ctx.now(),
    })
  }
}
