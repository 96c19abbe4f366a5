import { LedgerFault } from '../rules-problems.ts'
import { openCsv } from './csv.ts'

/** Reads the file that is named and tells what came of it: run by itself, so that its memory is its own. */
const started = performance.now()
const told = { rows: 0, code: '', data: {} as object, milliseconds: 0, megabytes: 0 }
try {
  const source = await openCsv(process.argv[2] as string, {})
  for await (const batch of source.rows()) told.rows += batch.length
} catch (error) {
  if (!(error instanceof LedgerFault)) throw error
  Object.assign(told, { code: error.fault, data: error.data })
}
told.milliseconds = performance.now() - started
told.megabytes = process.resourceUsage().maxRSS / 1000
process.stdout.write(JSON.stringify(told))
