import { existsSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { claim, ownerOf } from '../postgres/owner.ts'
import { type Part, takeBase } from './base.ts'
import { type Copies, copyFiles, hashFile } from './folder.ts'
import { BackupError, type Manifest, megabytes, unfinished, writeManifest } from './manifest.ts'

export type BackupOptions = {
  /** The folder to make; its parent exists. */
  destination: string
  /** Of the database's owner; must be allowed to replicate. */
  url: string
  owner: pg.Pool
  filesDir: string
  product: string
  /** Set for the embedded PostgreSQL. */
  platform: string | null
  fingerprints: readonly string[]
  /** Text of the keys to be laid beside the data, where that is wanted. */
  keys: string | null
  say(line: string): void
}

/**
 * Copies database and files of a server that may be running. The copy grows in `<destination>.unfinished` and gets its
 * name at the very end.
 * @throws BackupError
 */
export async function makeBackup(options: BackupOptions): Promise<Manifest> {
  const { destination } = options
  const building = unfinished(destination)
  assertFree(destination, building)
  try {
    await rm(building, { recursive: true, force: true })
    await mkdir(join(building, 'database'), { recursive: true, mode: 0o700 })
    const giveBack = claim(join(building, 'owner.json'), building)
    const manifest = await fill(building, options)
    giveBack()
    await writeManifest(building, manifest)
    if (existsSync(destination)) await rmdir(destination)
    await rename(building, destination)
    return manifest
  } catch (error) {
    await rm(building, { recursive: true, force: true })
    throw sentenceOf(error, destination) ?? error
  }
}

function assertFree(destination: string, building: string): void {
  if (existsSync(destination) && readdirSync(destination).length > 0)
    throw new BackupError(`${destination} is not empty: a backup gets a folder of its own. Nothing was changed.`)
  const other = ownerOf(join(building, 'owner.json'))
  if (other !== undefined) throw new BackupError(`Process ${other} is just making a backup in ${building}.`)
}

async function fill(building: string, options: BackupOptions): Promise<Manifest> {
  const { owner, filesDir, say } = options
  const began = new Date().toISOString()
  const server = await aboutServer(owner)
  const copies: Copies = new Map()
  const files = join(building, 'files')
  // Most files before the database, so that little is left to do after it; the rest afterwards: a file is on the disk
  // before its row is committed, so whatever has a row in the copy of the database is found then.
  const saying = nowAndThen(say)
  await copyFiles(filesDir, files, copies, (done) => saying(`files: ${done}`))
  const until = watchWal(owner)
  const base = await takeBase(options.url, join(building, 'database'), (done, all) =>
    saying(`database: ${megabytes(done)} of about ${megabytes(Math.max(done, all))}`),
  ).finally(until.stop)
  say(`database: ${megabytes(base.bytes)}`)
  await copyFiles(filesDir, files, copies, (done) => saying(`files since: ${done}`))
  const all = [...copies.values()]
  const bytes = all.reduce((sum, file) => sum + file.bytes, 0)
  say(`files: ${all.length}, ${megabytes(bytes)}`)
  return {
    format: 1,
    product: options.product,
    began,
    completeUntil: until.before(base.until),
    database: { ...server.about, platform: options.platform, from: base.from, until: base.until, bytes: base.bytes },
    migrations: server.migrations,
    keys: { fingerprints: [...options.fingerprints], inside: options.keys !== null },
    files: { count: all.length, bytes },
    parts: [
      ...base.parts,
      await writePart(building, 'files.jsonl', all.map(({ mark: _, ...part }) => `${JSON.stringify(part)}\n`).join('')),
      ...(options.keys === null ? [] : [await writePart(building, 'keys.txt', `${options.keys}\n`)]),
    ],
  }
}

async function writePart(folder: string, path: string, text: string): Promise<Part> {
  await writeFile(join(folder, path), text, { mode: 0o600, flush: true })
  return { path, ...(await hashFile(join(folder, path))) }
}

async function aboutServer(owner: pg.Pool) {
  const { rows } = await owner.query<{ version: number; name: string; level: string; citus: boolean }>(
    `select current_setting('server_version_num')::int as version, current_database() as name, current_setting('wal_level') as level,
     to_regproc('create_distributed_table') is not null as citus`,
  )
  const { version = 0, name = '', level = '', citus = false } = rows[0] ?? {}
  if (citus) throw new BackupError('This database is spread over a cluster: back it up with the tools of the cluster.')
  if (version < 150_000) throw new BackupError('A backup needs PostgreSQL 15 or newer.')
  if (level === 'minimal') throw new BackupError('A backup needs wal_level = replica in postgresql.conf.')
  const applied = await owner.query<{ name: string }>(
    `select module || '/' || name as name from kernel.migration order by seq`,
  )
  return { about: { version, name }, migrations: applied.rows.map((row) => row.name) }
}

/** Remembers how far the WAL was at which moment: of the copy only the position is known at which it ends. */
function watchWal(owner: pg.Pool) {
  const seen: { at: string; position: bigint }[] = []
  const look = async () => {
    const at = new Date().toISOString()
    const { rows } = await owner.query<{ position: string }>('select pg_current_wal_insert_lsn()::text as position')
    seen.push({ at, position: numberOf(rows[0]?.position ?? '0/0') })
  }
  const timer = setInterval(() => void look().catch(() => undefined), 100)
  return {
    stop: () => clearInterval(timer),
    before: (position: string): string => {
      const last = seen.filter((one) => one.position <= numberOf(position)).at(-1)
      if (!last) throw new BackupError('The database gave no answer while it was being copied; try again.')
      return last.at
    },
  }
}
const numberOf = (position: string): bigint => {
  const [high = '0', low = '0'] = position.split('/')
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`)
}

function nowAndThen(say: (line: string) => void): (line: string) => void {
  let last = Date.now()
  return (line) => {
    if (Date.now() - last < 2000) return
    last = Date.now()
    say(line)
  }
}

const because: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left on its disk',
  EDQUOT: 'the quota of this user is used up',
  EFBIG: 'its file system takes no file of that size',
  EROFS: 'its file system is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOENT: 'its parent folder does not exist',
  ENOTDIR: 'a part of its path is a file',
  EIO: 'its disk reports an error',
}
function sentenceOf(error: unknown, destination: string): BackupError | undefined {
  const { code = '' } = error as { code?: string }
  if (code === '42501')
    return new BackupError('The user of DATABASE_URL may not replicate: alter role … replication, or use a superuser.')
  const reason = because[code]
  return reason
    ? new BackupError(`The backup cannot be written to ${destination}: ${reason}. Nothing of it was left there.`)
    : undefined
}
