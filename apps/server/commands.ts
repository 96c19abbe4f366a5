import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type AuditHead,
  auditHeads,
  distribute,
  lostHeads,
  migrateDown,
  openApi,
  type Parts,
  planDistribution,
  statementsFor,
  verifyAudit,
} from '@doorstep/kernel'
import { areasCommands } from '@doorstep/modules/areas/cli.ts'
import { countiesHeld } from '@doorstep/modules/areas/index.ts'
import { ledgersCommands } from '@doorstep/modules/ledgers/cli.ts'
import { peopleCommands } from '@doorstep/modules/people/cli.ts'
import { Command } from 'commander'
import { backupCommands } from './backup.ts'
import {
  composeParts,
  defaultCounty,
  joinStorage,
  makeLog,
  migrate,
  migrationSources,
  type Opened,
  openStorage,
  root,
  settingsFrom,
  version,
} from './compose.ts'
import { type Config, readConfig, variables } from './config.ts'
import { modules } from './modules.ts'
import { seedDemoOnce } from './seed.ts'
import { ConfigError, sentenceOf } from './troubles.ts'

const out = (line: string) => process.stdout.write(`${line}\n`)

/** One run of the command line: what it opened is closed at its end. */
type Session = { config?: Config; storage?: Opened; beside: boolean }

/** Opens the database of the configuration; with the embedded one also while a server is running on it. */
async function open(session: Session, bring = migrate): Promise<Parts> {
  const config = readConfig(process.env, root)
  session.config = config
  const log = makeLog(process.env.DOORSTEP_LOG ? config.logLevel : 'warn')
  const joined = await joinStorage(config)
  const storage = joined ?? (await openStorage(config, log))
  session.storage = storage
  session.beside = joined !== undefined
  await bring(storage.database)
  const settings = settingsFrom(config, await defaultCounty(config, storage.database))
  return composeParts({
    database: storage.database,
    keys: config.keys,
    filesDir: join(config.dataDir, 'files'),
    log,
    settings,
  })
}

/** Runs one command of the command line. Exit code 1 when it did not do what it was asked, with a sentence that says why. */
export async function doorstep(): Promise<void> {
  const session: Session = { beside: false }
  const program = programOf(session)
  try {
    await program.parseAsync()
  } catch (error) {
    console.error(sentenceOf(error, session.config?.dataDir ?? '') ?? (error instanceof Error ? error.message : error))
    process.exitCode = 1
  } finally {
    await session.storage?.close()
  }
}

export function programOf(session: Session): Command {
  const opening = () => open(session)
  const program = new Command('doorstep')
    .description('Doorstep (家门口): set up and look after an installation')
    .version(version)
  program
    .command('migrate')
    .description('bring the database forward, or take the newest migrations back')
    .option('--down <steps>', 'how many migrations to take back')
    .action(({ down }: { down?: string }) => migrateCommand(session, down))
  program
    .command('seed')
    .description('lay the demo county (fictional) into an empty database')
    .action(() => seed(session))
  areasCommands(program, opening)
  peopleCommands(program, opening)
  ledgersCommands(program, opening)
  backupCommands(program, out)
  program
    .command('distribute')
    .description('spread the tables over a Citus cluster by county; what is placed already is left alone')
    .option('--dry-run', 'print where each table belongs and what would be executed, change nothing')
    .action(({ dryRun }: { dryRun?: boolean }) => spread(session, dryRun === true))
  const audit = program.command('audit').description('the log of who read or changed what')
  audit
    .command('heads')
    .description('print how each chain ends now; keep the lines elsewhere, e.g. daily on paper or on another machine')
    .action(() => printHeads(session))
  audit
    .command('verify')
    .description('walk the chain of every county; exit 1 when a row was changed, is missing or was reordered')
    .option('--county <code>', 'one county only')
    .option('--heads <file>', 'lines of `audit heads` kept elsewhere: each must still stand in its chain')
    .action(({ county, heads }: { county?: string; heads?: string }) => verify(session, county, heads))
  program.command('openapi').description('print the OpenAPI 3.1 document').action(printOpenApi)
  program.command('configuration').description('print every setting as Markdown').action(printConfiguration)
  return program
}

async function migrateCommand(session: Session, down = '0'): Promise<void> {
  if (!/^\d{1,4}$/.test(down)) throw new ConfigError(`--down is "${down}", but must be a whole number.`)
  // a way back begins where the database stands, which may be further than this version knows
  const { database } = await open(session, Number(down) > 0 ? async () => {} : migrate)
  if (session.beside && Number(down) > 0)
    throw new ConfigError('A server is running on this database; stop it before migrations are taken back.')
  for (const { module, name } of Number(down) > 0 ? await migrateDown(database.owner, Number(down)) : [])
    out(`back from ${module}/${name}`)
  const { rows } = await database.owner.query<{ n: number }>('select count(*) as n from kernel.migration')
  out(`${rows[0]?.n ?? 0} migrations applied of ${migrationSources().length} sources`)
}

async function seed(session: Session): Promise<void> {
  // a server in production must never meet demo accounts, so it is asked before anything is opened
  if (readConfig(process.env, root).production) throw new ConfigError('A production database takes no demo county.')
  out((await seedDemoOnce(await open(session))) ? 'demo county laid' : 'there is data already; nothing was changed')
}

async function spread(session: Session, dryRun: boolean): Promise<void> {
  const { owner } = (await open(session)).database
  const schemas = migrationSources().map(({ name }) => name)
  const plan = await planDistribution(owner, schemas)
  for (const { table, place, why, problem } of plan) out(`${place.padEnd(12)}${table.padEnd(30)}${problem ?? why}`)
  for (const statement of dryRun ? statementsFor(plan, new Set()) : await distribute(owner, plan)) out(`${statement};`)
}

async function printHeads(session: Session): Promise<void> {
  const { database } = await open(session)
  const at = new Date().toISOString()
  for (const { county, seq, hash } of await auditHeads(database.owner)) out(`${county} ${seq} ${hash} ${at}`)
}
/** @throws ConfigError for a line that is none of `audit heads` */
function headsIn(file: string): AuditHead[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, county, seq, hash] = line.trim().match(/^(\d{6}) (\d+) (\S+)/) ?? []
      if (!county || !seq || !hash)
        throw new ConfigError(`${file} holds a line that is no head: "${line.slice(0, 80)}".`)
      return { county: Number(county), seq: Number(seq), hash }
    })
}

async function verify(session: Session, county?: string, heads?: string): Promise<void> {
  if (county && !/^[1-9]\d{5}$/.test(county)) throw new ConfigError(`"${county}" is no county code: six digits.`)
  const { database } = await open(session)
  const held = await countiesHeld(database)
  if (county && !held.includes(Number(county))) throw new ConfigError(`This database holds no county ${county}.`)
  for (const code of county ? [Number(county)] : held) {
    const { sealed, unsealed, problems } = await verifyAudit(database.owner, code)
    out(`${code}: ${sealed} rows in the chain, ${unsealed} waiting to be sealed, ${problems.length} problems`)
    for (const { seq, problem } of problems) out(`  row ${seq}: ${problem}`)
    if (problems.length > 0) process.exitCode = 1
  }
  if (heads === undefined) return
  const written = headsIn(heads).filter((head) => !county || head.county === Number(county))
  const lost = await lostHeads(database.owner, written)
  out(`${written.length} heads kept elsewhere, ${lost.length} of them no longer in their chain`)
  for (const head of lost) out(`  ${head.county} row ${head.seq}: replaced`)
  if (lost.length > 0) process.exitCode = 1
}

function printOpenApi(): void {
  const settings = { production: false, publicUrl: '', defaultCounty: 0, zone: '', rateFactor: 1, version }
  out(JSON.stringify(openApi({ modules, settings }), null, 2))
}

function printConfiguration(): void {
  out('# Configuration\n\nPrinted by `npm run doorstep -- configuration`. Every setting is an environment variable.\n')
  out('| variable | default | meaning |\n|---|---|---|')
  for (const [name, { fallback, about }] of Object.entries(variables))
    out(`| \`${name}\` | ${fallback ? `\`${fallback}\`` : ''} | ${about.replaceAll('|', '\\|')} |`)
}
