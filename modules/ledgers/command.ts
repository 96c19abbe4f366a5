import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { newId } from '@doorstep/contract'
import { type Ctx, type Parts, runOnce, systemActor, systemGrant } from '@doorstep/kernel'
import type { Layout, LedgerMap } from './rules-map.ts'
import { type FileFault, LedgerFault } from './rules-problems.ts'
import { rejectedRows, rejectsHead, reportHead, reportRows } from './service-files.ts'
import { factsOf, readFileOf } from './service-read.ts'
import { begin } from './service-runs.ts'
import { type Setting, settingOf, workOn } from './service-work.ts'
import * as store from './store.ts'
import { countProblems } from './store-problems.ts'
import { writeTable } from './write/table.ts'

/** A whole import in one go, as the command line does it: the same pieces as in the background, one after another. */

export type Import = {
  county: number
  file: string
  map: LedgerMap
  layout?: Layout
  dry: boolean
  /** Called after every piece. */
  progress?: (rows: number, of: number) => void
  report?: string | undefined
  rejects?: string | undefined
}
export type Imported = {
  run: store.RunRecord
  counts: Partial<store.Counts>
  problems: { code: string; severity: string; count: number }[]
}

const asSystem = async <T>(parts: Parts, county: number, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  (await runOnce(parts, { actor: systemActor(county), grant: systemGrant(county), county }, work)).value

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** @throws LedgerFault for a file that cannot be read, Failure `ledgers.mapWrong` for a mapping that says too little */
export async function importFile(parts: Parts, wanted: Import): Promise<Imported> {
  const { county, file } = wanted
  const id = newId(county)
  const { size } = await stat(file)
  const sha256 = await sha256Of(file)
  const inCounty = <T>(work: (ctx: Ctx) => Promise<T>) => asSystem(parts, county, work)
  await inCounty(async (ctx) => {
    const layout = { ...wanted.layout }
    const run = {
      id,
      file_name: basename(file),
      target: 'matters' as const,
      bytes: size,
      sha256,
      layout,
      by_command: true,
      created_at: ctx.now(),
      created_by: null,
    }
    await store.insertRun(ctx, run)
  })
  const run = await inCounty(async (ctx) => {
    await readFileOf(ctx, (await store.findRun(ctx, id)) as store.RunRecord, file)
    return (await store.findRun(ctx, id)) as store.RunRecord
  })
  if (run.fault) throw new LedgerFault(run.fault.code as FileFault, run.fault.data as Record<string, string>)
  const setting: Setting = await inCounty(async (ctx) => {
    await begin(ctx, run, wanted.map, wanted.dry)
    return settingOf(ctx, factsOf(ctx, run) as NonNullable<ReturnType<typeof factsOf>>, wanted.map)
  })
  let done = 0
  for (let more = true; more; ) {
    more = await inCounty((ctx) => workOn(ctx, id, setting))
    done = Math.min(run.rows, done + 1000)
    wanted.progress?.(done, run.rows)
  }
  return inCounty((ctx) => finished(ctx, id, wanted))
}

async function finished(ctx: Ctx, id: string, { report, rejects }: Import): Promise<Imported> {
  const run = (await store.findRun(ctx, id)) as store.RunRecord
  if (report) await writeTable(report, 'csv', reportHead(ctx), reportRows(ctx, run))
  if (rejects) await writeTable(rejects, 'csv', rejectsHead(ctx, run), rejectedRows(ctx, run))
  // Nobody comes back for the rows of a run of the command line: its files were written just now.
  await store.dropBatches(ctx, id)
  await store.changeRun(ctx, id, { facts: null })
  return { run, counts: run.counts, problems: await countProblems(ctx, id) }
}
