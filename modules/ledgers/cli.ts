import { readFile } from 'node:fs/promises'
import { Failure } from '@doorstep/contract'
import type { Parts } from '@doorstep/kernel'
import type { Command } from 'commander'
import { Compile } from 'typebox/compile'
import { type Imported, importFile } from './command.ts'
import type { LedgerMap } from './rules-map.ts'
import { LedgerFault } from './rules-problems.ts'
import { LedgerMap as LedgerMapSchema } from './shapes.ts'

type Open = () => Promise<Parts>
type Options = { map: string; county?: string; dryRun?: boolean; report?: string; rejects?: string; sheet?: string }

/** The terminal's language, as the runtime read it from the environment. */
const language = () => (Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh') ? 'zh-CN' : 'en-US')
const out = (line: string) => process.stdout.write(`${line}\n`)

export function ledgersCommands(program: Command, open: Open): void {
  program
    .command('import')
    .description('bring ledgers of other systems in')
    .command('matters')
    .description('bring matters in from a CSV or XLSX file; a second time changes nothing')
    .argument('<file>', 'CSV (UTF-8 or GB 18030) or XLSX')
    .requiredOption('--map <file>', 'JSON: which column says what (modules/ledgers/README.md)')
    .option('--county <code>', 'six digits; else the county of this server')
    .option('--sheet <name>', 'of a workbook; else the first')
    .option('--dry-run', 'check every row and write nothing')
    .option('--report <file>', 'write the report as CSV: row, column, reason')
    .option('--rejects <file>', 'write the rows that stayed out as CSV')
    .action((file: string, options: Options) => importMatters(open, file, options))
}

const mapSchema = Compile(LedgerMapSchema)
async function readMap(path: string): Promise<LedgerMap> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Error(`Cannot read the mapping ${path}.`)
  })
  let map: unknown
  try {
    map = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw new Error(`The mapping ${path} is no JSON: ${(error as Error).message}`)
  }
  const wrong = mapSchema.Check(map) ? [] : mapSchema.Errors(map)
  if (wrong.length > 0)
    throw new Error(
      `The mapping ${path} is wrong:\n${wrong
        .slice(0, 10)
        .map(({ instancePath, message }) => `  ${instancePath || '/'} ${message}`)
        .join('\n')}`,
    )
  return map as LedgerMap
}

async function importMatters(open: Open, file: string, options: Options): Promise<void> {
  const map = await readMap(options.map)
  const parts = await open()
  const county = Number(options.county ?? parts.settings.defaultCounty)
  if (!(await parts.counties()).includes(county))
    throw new Error(
      `The county ${county} is not held by this server; its areas come first: doorstep areas import ${county}`,
    )
  const started = performance.now()
  const imported = await importFile(parts, {
    county,
    file,
    map,
    dry: options.dryRun ?? false,
    layout: options.sheet ? { sheet: options.sheet } : {},
    report: options.report,
    rejects: options.rejects,
    progress: progressLine(),
  }).catch((error: unknown) => {
    throw new Error(toldError(parts, file, error))
  })
  tell(parts, imported, (performance.now() - started) / 1000, options)
}

/** One line that is written over, on a terminal; nothing in a log. */
function progressLine(): (done: number, of: number) => void {
  return (done, of) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} / ${of}${done >= of ? '\n' : ''}`)
  }
}
function toldError({ words }: Parts, file: string, error: unknown): string {
  if (error instanceof LedgerFault) return `${file}: ${words(language(), `ledgers.faults.${error.fault}`, error.data)}`
  if (error instanceof Failure) return words(language(), error.code.replace('.', '.failures.'), error.data)
  const { code, message } = error as NodeJS.ErrnoException
  return code === 'ENOENT' ? `There is no file ${file}.` : message
}

function tell({ words }: Parts, { run, counts, problems }: Imported, seconds: number, options: Options): void {
  const say = (key: string, data: Record<string, unknown> = {}) => words(language(), `ledgers.${key}`, data)
  const { created = 0, updated = 0, unchanged = 0, left = 0, rejected = 0, mended = 0 } = counts
  out(
    `${run.rows} rows in ${seconds.toFixed(1)} s: ${created} new, ${updated} changed, ${unchanged} as they were, ${left} left alone, ${rejected} rejected (${mended} taken with corrections)`,
  )
  for (const { code, severity, count } of problems)
    out(`  ${say(`severities.${severity}`)} ${count} × ${say(`short.${code}`)} (${code})`)
  if (options.dryRun) out('Dry run: nothing was written.')
  if (options.report) out(`Report: ${options.report}`)
  if (options.rejects && rejected > 0) out(`Rejected rows: ${options.rejects}`)
  if (rejected > 0) process.exitCode = 1
}
