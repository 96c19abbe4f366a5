import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openDatabase, type Parts } from '@doorstep/kernel'
import { startPostgres } from '@doorstep/kernel/postgres/start.ts'
import { importFile } from '@doorstep/modules/ledgers/command.ts'
import { county, heads, ledgerMap, ledgerRows, writeCsv, writeXlsx } from '@doorstep/modules/ledgers/test-ledgers.ts'
import { layWorld } from '@doorstep/testkit/world.ts'
import { composeParts, makeLog, migrate } from '../apps/server/compose.ts'
import type { Row } from './row.ts'

/** Ten years of a ledger, 100,000 rows with 5 % broken ones, into a durable database of its own; each format in a process of its own. */

/** Megabytes; without a limit V8 collects only when it has grown several times over what is in use. */
const heap = 256
const rows = Number(process.env.BENCH_IMPORT_ROWS ?? 100_000)

export async function run(): Promise<Row[]> {
  const figures: Row[] = []
  for (const format of ['csv', 'xlsx']) {
    const args = [`--max-old-space-size=${heap}`, import.meta.filename, format]
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e7 })
    figures.push(...(JSON.parse(stdout.trim().split('\n').at(-1) as string) as Row[]))
  }
  return figures
}

async function partsOn(url: string, folder: string): Promise<Parts> {
  const database = openDatabase(url, 4)
  await migrate(database)
  await layWorld(database)
  const settings = {
    production: false,
    publicUrl: 'http://localhost',
    defaultCounty: county,
    zone: 'Asia/Shanghai',
    rateFactor: 1,
    version: 'bench',
  }
  return composeParts({
    database,
    keys: [Buffer.alloc(32, 7)],
    filesDir: join(folder, 'files'),
    log: makeLog('silent'),
    settings,
  })
}

async function measure(format: 'csv' | 'xlsx'): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-bench-import-'))
  const postgres = await startPostgres({ dataDir: join(folder, 'pg') })
  const parts = await partsOn(postgres.url, folder)
  try {
    const file = join(folder, `ledger.${format}`)
    const table = function* () {
      yield [...heads]
      yield* ledgerRows(rows, { broken: true })
    }
    await (format === 'csv' ? writeCsv(file, table()) : writeXlsx(file, table()))
    const wanted = {
      county,
      file,
      map: ledgerMap,
      dry: false,
      report: join(folder, 'report.csv'),
      rejects: join(folder, 'rejects.csv'),
    }
    const started = performance.now()
    const first = await importFile(parts, wanted)
    const seconds = (performance.now() - started) / 1000
    const again = performance.now()
    const second = await importFile(parts, wanted)
    const secondsAgain = (performance.now() - again) / 1000
    const expected = rows - rows / 20
    if (first.counts.created !== expected || second.counts.unchanged !== expected || second.counts.created !== 0)
      throw new Error(`the import is wrong: ${JSON.stringify([first.counts, second.counts])}`)
    return [
      { what: `import ${format}`, figure: Math.round(rows / seconds), unit: 'rows/s', target: { least: 2000 } },
      { what: `second import ${format}`, figure: Math.round(rows / secondsAgain), unit: 'rows/s' },
      {
        what: `import ${format}, peak memory`,
        figure: Math.round(process.resourceUsage().maxRSS / 1024),
        unit: 'MB',
        target: { most: 512 },
      },
    ]
  } finally {
    await parts.database.close()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const format = process.argv[2]
  if (format === 'csv' || format === 'xlsx') console.log(JSON.stringify(await measure(format)))
  else for (const { what, figure, unit } of await run()) console.log(`${what}: ${figure} ${unit}`)
}
