import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { type Duplex, Transform, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'

/** One file of a backup as it was written. */
export type Part = { path: string; bytes: number; sha256: string }
export type Base = {
  /** Archives as PostgreSQL makes them, compressed. */
  parts: Part[]
  /** Bytes before compression: what a restore takes. */
  bytes: number
  /** WAL positions: everything written before `until` is in it. */
  from: string
  until: string
}

type Connection = { stream: Duplex; query(text: string): void }
type Message = { chunk: Buffer; fields: (string | null)[] }

/**
 * Asks a running PostgreSQL (15 or newer) for a copy of itself over the replication protocol, as pg_basebackup does: all
 * files, and the WAL up to the end of the copy, so that every transaction committed before it is in it.
 * @see https://www.postgresql.org/docs/current/protocol-replication.html#PROTOCOL-REPLICATION-BASE-BACKUP
 * @throws pg.DatabaseError, e.g. 42501 without the right to replicate
 */
export async function takeBase(
  url: string,
  folder: string,
  progress: (done: number, all: number) => void,
): Promise<Base> {
  const client = new pg.Client({ connectionString: url, replication: 'true' } as pg.ClientConfig)
  client.on('error', () => undefined) // the query says so too
  await client.connect()
  try {
    return await new Promise<Base>((resolve, reject) => {
      client.query(copyOf(folder, progress, resolve, reject) as unknown as pg.Submittable)
    })
  } finally {
    await client.end().catch(() => undefined)
  }
}

const command = `BASE_BACKUP (LABEL 'doorstep', CHECKPOINT 'fast', WAL true, PROGRESS true, MANIFEST 'yes')`

function copyOf(
  folder: string,
  progress: (done: number, all: number) => void,
  resolve: (base: Base) => void,
  reject: (error: unknown) => void,
) {
  const archives: Archive[] = []
  const sets: (string | null)[][][] = []
  let bytes = 0
  let over = false
  const fail = (error: unknown) => {
    if (over) return
    over = true
    for (const { input } of archives) input.destroy()
    reject(error)
  }
  const open = (name: string) => {
    archives.at(-1)?.input.end()
    const archive = openArchive(folder, name)
    archive.written.catch(fail)
    archives.push(archive)
  }
  const take = (chunk: Buffer, { stream }: Connection) => {
    bytes += chunk.length
    // the parser uses its memory again
    if (archives.at(-1)?.input.write(Buffer.from(chunk)) !== false || stream.isPaused()) return
    stream.pause()
    goOn(archives.at(-1) as Archive, stream)
  }
  const sizeOf = () => (sets[1] ?? []).reduce((sum, [, , kilobytes]) => sum + Number(kilobytes ?? 0) * 1024, 0)
  return {
    submit: (connection: Connection) => connection.query(command),
    handleRowDescription: () => void sets.push([]),
    handleDataRow: ({ fields }: Message) => void sets.at(-1)?.push(fields),
    handleCopyData({ chunk }: Message, connection: Connection) {
      if (over) return
      const kind = String.fromCharCode(chunk[0] as number)
      const rest = chunk.subarray(1)
      if (kind === 'n') open(`${rest.subarray(0, rest.indexOf(0)).toString()}.gz`)
      else if (kind === 'm') open('backup_manifest.gz')
      else if (kind === 'd') take(rest, connection)
      else if (kind === 'p') progress(bytes, sizeOf())
    },
    handleCommandComplete: () => undefined,
    handleEmptyQuery: () => undefined,
    handlePortalSuspended: () => undefined,
    handleError: fail,
    handleReadyForQuery() {
      archives.at(-1)?.input.end()
      Promise.all(archives.map(({ written }) => written)).then((parts) => {
        over = true
        resolve({ parts, bytes, from: sets[0]?.[0]?.[0] ?? '', until: sets.at(-1)?.[0]?.[0] ?? '' })
      }, fail)
    },
  }
}

/** Once there is room again. An archive that has been ended meanwhile, because the next begins, drains no more: it finishes. */
function goOn({ input }: Archive, stream: Duplex): void {
  const go = () => {
    input.off('drain', go).off('finish', go)
    stream.resume()
  }
  input.on('drain', go).on('finish', go)
}

type Archive = { input: Writable; written: Promise<Part> }

function openArchive(folder: string, name: string): Archive {
  const gzip = createGzip({ level: 1 })
  const meter = meterOf()
  const file = createWriteStream(join(folder, name), { mode: 0o600, flush: true })
  const written = pipeline(gzip, meter.through, file).then(() => ({ path: `database/${name}`, ...meter.read() }))
  return { input: gzip, written }
}

/** Counts and hashes what passes. */
export function meterOf() {
  const hash = createHash('sha256')
  let bytes = 0
  const through = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      bytes += chunk.length
      hash.update(chunk)
      callback(null, chunk)
    },
  })
  return { through, read: () => ({ bytes, sha256: hash.digest('hex') }) }
}
