import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fingerprintOf, openDatabase, verifyAudit } from '@doorstep/kernel'
import { makeBackup } from '@doorstep/kernel/backup/make.ts'
import { BackupError, type Manifest, megabytes, readManifest, restoringIn } from '@doorstep/kernel/backup/manifest.ts'
import { verifyBackup } from '@doorstep/kernel/backup/read.ts'
import { assertEmpty, assertRoom, moveIn, unpackDatabase, unpackFiles } from '@doorstep/kernel/backup/restore.ts'
import { readMigrations } from '@doorstep/kernel/migrate.ts'
import { startPostgres, stopLeftOver } from '@doorstep/kernel/postgres/start.ts'
import { countiesHeld } from '@doorstep/modules/areas/index.ts'
import type { Command } from 'commander'
import { joinStorage, makeLog, migrationSources, openStorage, root, version } from './compose.ts'
import { type Config, readConfig } from './config.ts'
import { findKeys } from './keys.ts'
import { ConfigError } from './troubles.ts'

type Say = (line: string) => void
const platform = `${process.platform}-${process.arch}`
const major = 18

export function backupCommands(program: Command, say: Say): void {
  program
    .command('backup')
    .description('copy the database and all files into a new folder, also while the server runs')
    .argument('<folder>', 'the folder to make, or with --verify the backup to check')
    .option('--with-keys', 'lay the encryption keys beside the data: whoever has the folder can then read everything')
    .option('--verify', 'check that a backup is whole, without restoring it')
    .action((folder: string, options: { withKeys?: boolean; verify?: boolean }) =>
      options.verify ? check(resolve(folder), say) : backup(resolve(folder), options.withKeys === true, say),
    )
  program
    .command('restore')
    .description('lay a backup into an empty data folder, and check it there')
    .argument('<folder>', 'the backup')
    .option('--without-keys', 'also where the keys are missing: names and numbers stay unreadable')
    .option('--cluster <folder>', 'lay the files of the database there, for a PostgreSQL of your own')
    .action((folder: string, options: RestoreOptions) => restore(resolve(folder), options, say))
}

async function check(folder: string, say: Say): Promise<void> {
  told(await verifyBackup(folder, say), folder, say)
}

async function backup(destination: string, withKeys: boolean, say: Say): Promise<void> {
  const config = readConfig(process.env, root)
  // as it stands: a backup is made before an upgrade, so nothing is migrated
  const storage = (await joinStorage(config)) ?? (await openStorage(config, makeLog('warn')))
  const { database } = storage
  try {
    const manifest = await makeBackup({
      destination,
      url: database.url,
      owner: database.owner,
      filesDir: join(config.dataDir, 'files'),
      product: version,
      platform: config.databaseUrl ? null : platform,
      fingerprints: config.keys.map(fingerprintOf),
      keys: withKeys ? config.keys.map((key) => key.toString('hex')).join(',') : null,
      say,
    })
    told(manifest, destination, say)
  } finally {
    await storage.close()
  }
}

function told({ completeUntil, keys, database, files }: Manifest, folder: string, say: Say): void {
  say(`${folder}: database ${megabytes(database.bytes)}, ${files.count} files; complete until ${completeUntil}`)
  say(
    keys.inside
      ? 'The encryption keys are in it: whoever has it can read everything. Keep it locked away.'
      : `The encryption keys (${keys.fingerprints.join(', ')}) are not in it: without them, names and numbers cannot be read. Keep them elsewhere.`,
  )
}

/** A restore sends nothing, and leaves no file where a backup is going to lie. */
const noPushKeys = () => ({ publicKey: '', privateKey: '' })

type RestoreOptions = { withoutKeys?: boolean; cluster?: string }

async function restore(source: string, options: RestoreOptions, say: Say): Promise<void> {
  const config = readConfig(process.env, root, { keys: findKeys, push: noPushKeys })
  const manifest = await readManifest(source)
  assertFits(config, manifest, options)
  const keys = await keysFor(config, source, manifest, options.withoutKeys === true)
  assertEmpty(config.dataDir)
  await verifyBackup(source, say)
  const building = restoringIn(config.dataDir)
  await stopLeftOver(join(building, 'postgres'))
  await rm(building, { recursive: true, force: true })
  await mkdir(building, { recursive: true, mode: 0o700 })
  try {
    assertRoom(building, manifest)
    say('unpacking the database')
    const cluster = options.cluster ? resolve(options.cluster) : join(building, 'postgres', 'cluster')
    await unpackDatabase(source, cluster, manifest)
    await unpackFiles(source, join(building, 'files'), manifest, say)
    if (options.cluster) say(`Start PostgreSQL ${Math.floor(manifest.database.version / 10_000)} on ${cluster}.`)
    else await examine(join(building, 'postgres'), say)
  } catch (error) {
    await rm(building, { recursive: true, force: true })
    throw error
  }
  if (keys) await writeFile(join(config.dataDir, 'field.key'), keys, { mode: 0o600, flush: true, flag: 'wx' })
  await moveIn(config.dataDir)
  say(`Restored into ${config.dataDir}, as it was at ${manifest.completeUntil}.`)
}

/** @throws ConfigError when this installation cannot use the backup */
function assertFits(config: Config, { database, migrations, product }: Manifest, { cluster }: RestoreOptions): void {
  const known = new Set(readMigrations(migrationSources()).map(({ module, name }) => `${module}/${name}`))
  const unknown = migrations.find((name) => !known.has(name))
  if (unknown)
    throw new ConfigError(
      `This backup was made by another version (${product}) that knows ${unknown}; restore it with that one.`,
    )
  if (cluster) {
    if (existsSync(cluster)) throw new ConfigError(`${cluster} is there already: name a folder that can be made.`)
    return
  }
  const own = 'Lay it out for a PostgreSQL of your own with --cluster; docs/operations.md says how.'
  if (config.databaseUrl)
    throw new ConfigError(`DATABASE_URL is set, but a restore makes the embedded database. ${own}`)
  if (database.platform === null) throw new ConfigError(`This backup is of a PostgreSQL server of its own. ${own}`)
  if (database.platform !== platform || Math.floor(database.version / 10_000) !== major)
    throw new ConfigError(
      `This backup is of PostgreSQL ${Math.floor(database.version / 10_000)} on ${database.platform}; here is ${major} on ${platform}.`,
    )
}

/** @returns the keys to be laid into the data folder, where they come with the backup */
async function keysFor(config: Config, source: string, { keys }: Manifest, without: boolean): Promise<string | null> {
  const here = new Set(config.keys.map(fingerprintOf))
  const missing = keys.fingerprints.filter((fingerprint) => !here.has(fingerprint))
  if (missing.length === 0) return null
  const inside = keys.inside ? (await readFile(join(source, 'keys.txt'), 'utf8')).trim() : ''
  if (inside !== '' && here.size === 0) {
    if (!inside.includes(',')) return inside
    throw new ConfigError('This backup has several keys: set DOORSTEP_KEYS to the line in its keys.txt first.')
  }
  if (without) return null
  throw new ConfigError(
    `The encryption key ${missing.join(', ')} of this backup is not here: set DOORSTEP_KEYS, or put field.key into ${config.dataDir}. ` +
      'With --without-keys it is restored all the same, and names and numbers stay unreadable.',
  )
}

/** Starts the restored database once: it works through its log, and the chains of its audit log are walked. */
async function examine(dataDir: string, say: Say): Promise<void> {
  const postgres = await startPostgres({ dataDir })
  const database = openDatabase(postgres.url, 2)
  try {
    for (const county of await countiesHeld(database)) {
      const { sealed, unsealed, problems } = await verifyAudit(database.owner, county)
      say(`audit ${county}: ${sealed} rows in the chain, ${unsealed} waiting to be sealed, ${problems.length} problems`)
      const [first] = problems
      if (first)
        throw new BackupError(`The audit log of ${county} does not hold: row ${first.seq} is ${first.problem}.`)
    }
  } finally {
    await database.close()
    await postgres.stop()
    // of the folder it was examined in, not of the one it moves to
    await rm(join(dataDir, 'cluster', 'postmaster.opts'), { force: true })
  }
}
