import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '@doorstep/contract'
import { type TestApp, testApp, type Who } from '@doorstep/testkit'
import { type Imported, importFile } from './command.ts'
import type { LedgerMap } from './rules-map.ts'
import { type BookOptions, type Cell, county, csvText, ledgerMap, writeXlsx } from './test-ledgers.ts'

/** What the tests of this module share: a server, a folder, and ledgers that are written and brought in. */

export type Bench = {
  t: TestApp
  folder: string
  csv(rows: Iterable<readonly string[]> | string | Buffer, more?: Partial<Wanted>): Promise<Result>
  xlsx(rows: Iterable<readonly Cell[]>, options?: BookOptions, more?: Partial<Wanted>): Promise<Result>
  close(): Promise<void>
}
type Wanted = { map: LedgerMap; dry: boolean; name: string; sheet: string }
export type Result = Imported & { report: string[][]; rejects: string[][]; codes: Record<string, number> }

export async function bench(): Promise<Bench> {
  const t = await testApp()
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-ledgers-'))
  let n = 0
  async function bring(file: string, more: Partial<Wanted>): Promise<Result> {
    const report = `${file}.report.csv`
    const rejects = `${file}.rejects.csv`
    const { map = ledgerMap, dry = false, sheet } = more
    const layout = sheet ? { sheet } : {}
    const imported = await importFile(t.parts, { county, file, map, dry, report, rejects, layout })
    return {
      ...imported,
      report: await linesOf(report),
      rejects: await linesOf(rejects),
      codes: Object.fromEntries(imported.problems.map(({ code, count }) => [code, count])),
    }
  }
  return {
    t,
    folder,
    async csv(rows, more = {}) {
      const file = join(folder, more.name ?? `ledger-${n++}.csv`)
      await writeFile(file, typeof rows === 'string' || Buffer.isBuffer(rows) ? rows : csvText(rows))
      return bring(file, more)
    },
    async xlsx(rows, options = {}, more = {}) {
      const file = join(folder, more.name ?? `ledger-${n++}.xlsx`)
      await writeXlsx(file, rows, options)
      return bring(file, more)
    },
    async close() {
      await t.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
/** Good enough for what we write ourselves. */
export function parsed(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text
    .replace(/^\ufeff/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.filter((row) => row.some((cell) => cell !== ''))
}
const linesOf = async (path: string): Promise<string[][]> => parsed(await readFile(path, 'utf8'))

/** Sends a file as the console does. @returns the run's id */
export async function upload(t: TestApp, who: Who, bytes: Buffer, name: string, type = 'text/csv') {
  const id = newId(county)
  const reply = await t.app.inject({
    method: 'POST',
    url: `/api/ledgers/runs/${id}/file?name=${encodeURIComponent(name)}`,
    headers: { ...who.headers, 'content-type': type, 'idempotency-key': `upload-${id.slice(-12)}` },
    payload: bytes,
  })
  return { id, reply }
}
