import { existsSync } from 'node:fs'
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
  type Settings,
} from '@doorstep/kernel'
import { restoringIn } from '@doorstep/kernel/backup/manifest.ts'
import { joinPostgres, type RunningPostgres, startPostgres } from '@doorstep/kernel/postgres/start.ts'
import { countiesHeld } from '@doorstep/modules/areas/index.ts'
import { identifier } from '@doorstep/modules/people/index.ts'
import pino, { type Logger } from 'pino'
import { addressOf } from './address.ts'
import type { Config } from './config.ts'
import { modules } from './modules.ts'
import { ConfigError } from './troubles.ts'

export const root = join(import.meta.dirname, '..', '..')
export const version = '0.1.0'

export type Opened = {
  database: Database
  close(): Promise<void>
  /** Ends at once, whatever is under way; transactions are rolled back. */
  abandon(): Promise<void>
}

/** @throws ConfigError where a restore was interrupted: what lies there is neither empty nor whole */
export function assertNotRestoring(dataDir: string): void {
  if (existsSync(restoringIn(dataDir)))
    throw new ConfigError(
      `A restore into ${dataDir} was interrupted: run it again, or remove ${restoringIn(dataDir)} to begin with an empty place.`,
    )
}

/** Opens the database: the one of DATABASE_URL, or the embedded PostgreSQL of the data folder. */
export async function openStorage(config: Config, log: Logger, signal?: AbortSignal): Promise<Opened> {
  if (config.databaseUrl) {
    const database = openDatabase(config.databaseUrl, config.poolSize)
    // the process ends next, and with it its connections
    return { database, close: () => database.close(), abandon: async () => {} }
  }
  const postgres = await startEmbedded(config, log, signal)
  const database = openDatabase(postgres.url, config.poolSize)
  return {
    database,
    async close() {
      await database.close()
      await postgres.stop()
    },
    abandon: () => postgres.stop(),
  }
}

/** Opens the embedded database that a running server has started, if there is one: for tools that work beside it. */
export async function joinStorage(config: Config): Promise<Opened | undefined> {
  const url = config.databaseUrl ? undefined : await joinPostgres(join(config.dataDir, 'postgres'))
  if (!url) return undefined
  const database = openDatabase(url, config.poolSize)
  return { database, close: () => database.close(), abandon: async () => {} }
}

async function startEmbedded({ dataDir }: Config, log: Logger, signal?: AbortSignal): Promise<RunningPostgres> {
  const options = { dataDir: join(dataDir, 'postgres'), log: (line: string) => log.debug(line) }
  try {
    return await startPostgres(signal ? { ...options, signal } : options)
  } catch (error) {
    throw plainly(error)
  }
}

/** What modules may read of the configuration. The address may change until the server listens. */
export function settingsFrom(config: Config, county: number): Settings {
  return {
    production: config.production,
    publicUrl: config.publicUrl ?? addressOf(config.host, config.port),
    defaultCounty: county,
    zone: config.zone,
    rateFactor: config.rateFactor,
    ...(config.sms ? { sms: config.sms } : {}),
    push: config.push,
    posting: { pushHosts: config.pushHosts, robotHosts: config.robotHosts },
    ...(config.agency ? { agency: config.agency } : {}),
    version,
  }
}

export const migrationSources = (list: readonly AnyModule[] = modules): MigrationSource[] => [
  { name: 'kernel', folder: join(root, 'packages/kernel/migrations') },
  ...list.map(({ name, folder }) => ({ name, folder: join(folder, 'migrations') })),
]
/** @throws ConfigError where the database does not go with this version */
export async function migrate(database: Database): Promise<void> {
  try {
    await migrateUp(database.owner, migrationSources())
  } catch (error) {
    throw plainly(error)
  }
}

/** Errors of ours without a code are sentences for people; where it said so in our code says nothing more. */
const plainly = (error: unknown): unknown =>
  error instanceof Error && error.constructor === Error && !('code' in error) ? new ConfigError(error.message) : error

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
