import { createHash } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where the parts of one embedded server live. `cluster` is PostgreSQL's own data directory. */
export type Place = { dataDir: string; cluster: string; socketDir: string; logFile: string; ownerFile: string }

// A socket address holds 107 bytes on Linux and 103 on macOS, and "/.s.PGSQL.5432.lock" comes on top of the folder.
const longestSocketDir = 103 - '/.s.PGSQL.5432'.length

export function placeIn(dataDirAsGiven: string): Place {
  const dataDir = resolve(dataDirAsGiven)
  return {
    dataDir,
    cluster: join(dataDir, 'cluster'),
    socketDir: socketDirFor(dataDir),
    logFile: join(dataDir, 'server.log'),
    ownerFile: join(dataDir, 'owner.json'),
  }
}

function socketDirFor(dataDir: string): string {
  const inside = join(dataDir, 'socket')
  // plain characters only: PostgreSQL splits the setting at commas, and the folder becomes part of a URL
  const fits = Buffer.byteLength(inside) <= longestSocketDir && /^[\w./-]+$/.test(inside)
  if (fits) return inside
  const name = `doorstep-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`
  const temporary = join(tmpdir(), name)
  return Buffer.byteLength(temporary) <= longestSocketDir ? temporary : join('/tmp', name)
}

/**
 * A folder nobody else may enter. One that is there already must belong to `owner`: in a shared temporary folder
 * somebody else could have put it there first, and would see every query.
 */
export function makePrivateDir(path: string, owner: { uid: number; gid: number } | undefined): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const found = lstatSync(path)
  const me = process.getuid?.()
  if (!found.isDirectory() || (me !== undefined && found.uid !== me && found.uid !== owner?.uid)) {
    throw new Error(`${path} is not a folder of this user (uid ${found.uid}). Remove it and start again.`)
  }
  chmodSync(path, 0o700)
  if (owner && found.uid !== owner.uid) chownSync(path, owner.uid, owner.gid)
}
