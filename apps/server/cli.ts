import { cacheCompiledCode } from './compile-cache.ts'

cacheCompiledCode()
const { doorstep } = await import('./commands.ts')
await doorstep()

import { join } from 'node:path'
import { migrateDown, openApi, verifyAudit } from '@doorstep/kernel'
import { areasCommands } from '@doorstep/modules/areas/cli.ts'
import { countiesHeld } from '@doorstep/modules/areas/index.ts'
import { ledgersCommands } from '@doorstep/modules/ledgers/cli.ts'
import { peopleCommands } from '@doorstep/modules/people/cli.ts'
import { Command } from 'commander'

  composeParts,
  defaultCounty,
  makeLog,
  migrate,
  migrationSources,
  openStorage,
  root,
  version,
} from './compose.ts'

import { ConfigError, readConfig, variables } from './config.ts'
import { modules } from './modules.ts'
import { seedDemoOnce } from './seed.ts'

const log = makeLog(process.env.DOORSTEP_LOG ?? 'warn')
let close: (() => Promise<void>) | undefined
/** Opens the database of the configuration once; the command line closes it at the end. */
async function open() {
  const config = readConfig(process.env, root)
  const storage = await openStorage(config, log)
  close = storage.close
  await migrate(storage.database)
  const { publicUrl, zone, production, rateFactor, keys, dataDir, port } = config
  const settings = {
    production,
    publicUrl: publicUrl ?? `http://localhost:${port}`,
    defaultCounty: await defaultCounty(config, storage.database),
    zone,
    rateFactor,
    version,
  }
  return composeParts({ database: storage.database, keys, filesDir: join(dataDir, 'files'), log, settings })
const program = new Command('doorstep')
  .description('Doorstep (家门口): set up and look after an installation')
  .version(version)
program
  .command('migrate')
  .description('bring the database forward, or take the newest migrations back')
  .option('--down <steps>', 'how many migrations to take back')
  .action(async ({ down }: { down?: string }) => {
    const parts = await open()
    const steps = Number(down ?? 0)
    if (!Number.isInteger(steps) || steps < 0)
      throw new ConfigError(`--down is ${JSON.stringify(down)}, but must be a whole number.`)
    const moved = steps > 0 ? await migrateDown(parts.database.owner, steps) : []
    for (const { module, name } of moved) console.log(`back from ${module}/${name}`)
    const { rows } = await parts.database.owner.query<{ n: number }>('select count(*) as n from kernel.migration')
    console.log(`${rows[0]?.n ?? 0} migrations applied of ${migrationSources().length} sources`)
  })
program
  .command('seed')
  .description('lay the demo county (fictional) into an empty database')
  .action(async () => {
    const parts = await open()
    if (parts.settings.production) throw new ConfigError('A production database takes no demo county.')
    console.log((await seedDemoOnce(parts)) ? 'demo county laid' : 'there is data already; nothing was changed')
  })
const audit = program.command('audit').description('the log of who read or changed what')
audit
  .command('verify')
  .description('walk the chain of every county; exit 1 when a row was changed, is missing or was reordered')
  .option('--county <code>', 'one county only')
  .action(async ({ county }: { county?: string }) => {
    const parts = await open()
    const counties = county ? [Number(county)] : await countiesHeld(parts.database)
    for (const code of counties) {
      const report = await verifyAudit(parts.database.owner, code)
      console.log(
        `${code}: ${report.sealed} rows in the chain, ${report.unsealed} waiting to be sealed, ${report.problems.length} problems`,
      )
      for (const { seq, problem } of report.problems) console.log(`  row ${seq}: ${problem}`)
      if (report.problems.length > 0) process.exitCode = 1
    }
  })
program
  .command('openapi')
  .description('print the OpenAPI 3.1 document')
  .action(() => {
    const settings = { production: false, publicUrl: '', defaultCounty: 0, zone: '', rateFactor: 1, version }
    console.log(JSON.stringify(openApi({ modules, settings }), null, 2))
  })
program
  .command('configuration')
  .description('print every setting as Markdown')
  .action(() => {
    console.log(
      '# Configuration\n\nPrinted by `npm run doorstep -- configuration`. Every setting is an environment variable.\n',
    )
    console.log('| variable | default | meaning |\n|---|---|---|')
    for (const [name, { fallback, about }] of Object.entries(variables))
      console.log(`| \`${name}\` | ${fallback ? `\`${fallback}\`` : ''} | ${about} |`)
  })
areasCommands(program, open)
peopleCommands(program, open)
ledgersCommands(program, open)
try {
  await program.parseAsync()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await close?.()
