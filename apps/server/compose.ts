import { join } from 'node:path'
import { matrixOf } from '@doorstep/contract'
import {
  type AnyModule,
  type Database,
  loadWords,
  localFiles,
  type MigrationSource,
  migrateUp,
  openDatabase,
  openVault,
  type Parts,
} from '@doorstep/kernel'
import { startPostgres } from '@doorstep/kernel/postgres/start.ts'
import { countiesHeld } from '@doorstep/modules/areas/index.ts'
import { identifier } from '@doorstep/modules/people/index.ts'
import pino, { type Logger } from 'pino'
import type { Config } from './config.ts'
import { modules } from './modules.ts'

export const root = join(import.meta.dirname, '..', '..')
export const version = '0.1.0'

export type Opened = { database: Database; close(): Promise<void>; embedded: boolean }

/** Opens the database: the one of DATABASE_URL, or the embedded PostgreSQL of the data folder. */
export async function openStorage(config: Config, log: Logger): Promise<Opened> {
  if (config.databaseUrl) {
    const database = openDatabase(config.databaseUrl, config.poolSize)
    return { database, embedded: false, close: () => database.close() }
  }
  const postgres = await startPostgres({ dataDir: join(config.dataDir, 'postgres'), log: (line) => log.debug(line) })
  const database = openDatabase(postgres.url, config.poolSize)
  return {
    database,
    embedded: true,
    async close() {
      await database.close()
      await postgres.stop()
    },
  }
}

export const migrationSources = (list: readonly AnyModule[] = modules): MigrationSource[] => [
  { name: 'kernel', folder: join(root, 'packages/kernel/migrations') },
  ...list.map(({ name, folder }) => ({ name, folder: join(folder, 'migrations') })),
]
export const migrate = (database: Database) => migrateUp(database.owner, migrationSources())

export const makeLog = (level: string): Logger =>
  pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: true }))

export type PartsOptions = {
  database: Database
  keys: readonly Buffer[]
  filesDir: string
  log: Logger
  settings: Parts['settings']
  clock?: () => number
}

/** Everything the kernel needs, wired once. */
export function composeParts({ database, keys, filesDir, log, settings, clock = Date.now }: PartsOptions): Parts {
  const vault = openVault(keys)
  const base = {
    modules,
    matrix: matrixOf(modules),
    database,
    vault,
    files: localFiles(filesDir),
    words: loadWords(modules),
    log,
    settings,
    clock,
  }
  return { ...base, identify: identifier({ database, vault, clock, settings }), counties: () => countiesHeld(database) }
}

/** The county that visitors meet: the configured one, else the only one held, else the first. */
export async function defaultCounty(config: Config, database: Database): Promise<number> {
  return config.county ?? (await countiesHeld(database))[0] ?? 100_000
}
