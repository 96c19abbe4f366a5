import { createReadStream, createWriteStream, existsSync, readdirSync, statfsSync } from 'node:fs'
import { chmod, mkdir, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract, type Header } from 'tar-stream'
import { copyWhole } from './folder.ts'
import { BackupError, type Manifest, megabytes, restoringIn } from './manifest.ts'
import { filesOf } from './read.ts'

/** @throws BackupError when there is something that a restore would have to write over */
export function assertEmpty(dataDir: string): void {
  // of a restore that was interrupted, the data folder holds nothing else yet or parts that it had moved there itself
  if (existsSync(restoringIn(dataDir))) return
  const inTheWay = ['postgres', 'files'].map((name) => join(dataDir, name)).find(isFilled)
  if (inTheWay)
    throw new BackupError(
      `${inTheWay} is there already: a restore writes over nothing. Choose an empty place with DOORSTEP_DATA, or move it away.`,
    )
}
const isFilled = (folder: string) => existsSync(folder) && readdirSync(folder).length > 0

export function assertRoom(folder: string, { database, files }: Manifest): void {
  const { bavail, bsize } = statfsSync(folder)
  const needed = database.bytes + files.bytes
  if (bavail * bsize < needed)
    throw new BackupError(
      `There is too little room in ${folder}: it takes ${megabytes(needed)}, ${megabytes(bavail * bsize)} are free. Nothing was changed.`,
    )
}

/** Unpacks the database's files into an empty folder, ready for PostgreSQL to be started on. */
export async function unpackDatabase(source: string, cluster: string, manifest: Manifest): Promise<void> {
  await mkdir(cluster, { recursive: true, mode: 0o700 })
  const archives = manifest.parts.map(({ path }) => path).filter((path) => path.endsWith('.tar.gz'))
  for (const archive of archives) {
    const space = /(\d+)\.tar\.gz$/.exec(archive)?.[1]
    if (space) throw new BackupError('This backup has tablespaces: restore it with PostgreSQL’s own tools.')
    await unpack(join(source, archive), cluster)
  }
}

async function unpack(archive: string, folder: string): Promise<void> {
  const entries = extract()
  entries.on('entry', (header, stream, next) => {
    const skip = () => {
      stream.on('end', () => next())
      stream.resume()
    }
    const path = inside(folder, header)
    if (!path) return void entries.destroy(new BackupError(`${archive} names a file outside of the database.`))
    if (header.type === 'file')
      return void mkdir(dirname(path), { recursive: true, mode: 0o700 })
        .then(() => pipeline(stream, createWriteStream(path, { mode: 0o600 })))
        .then(() => next(), next)
    const made =
      header.type === 'directory'
        ? mkdir(path, { recursive: true, mode: 0o700 }).then(() => chmod(path, 0o700))
        : header.type === 'symlink' && header.linkname
          ? symlink(header.linkname, path)
          : Promise.resolve()
    made.then(skip, next)
  })
  await pipeline(createReadStream(archive), createGunzip(), entries)
}

function inside(folder: string, { name }: Header): string | undefined {
  const path = normalize(name)
  return path.startsWith('..') || path.startsWith('/') ? undefined : join(folder, path)
}

/** Copies the kept files, each held against its hash on the way. */
export async function unpackFiles(
  source: string,
  filesDir: string,
  { files }: Manifest,
  say: (line: string) => void,
): Promise<void> {
  await mkdir(filesDir, { recursive: true, mode: 0o700 })
  let count = 0
  let last = Date.now()
  for await (const { path, sha256 } of filesOf(source)) {
    const target = join(filesDir, path.slice('files/'.length))
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    if ((await copyWhole(join(source, path), target)).sha256 !== sha256)
      throw new BackupError(`${path} was changed while it was being restored.`)
    count++
    if (Date.now() - last < 2000) continue
    last = Date.now()
    say(`files: ${count} of ${files.count}`)
  }
}

/** Moves what was restored to where a server looks for it; the database last, because with it the place is complete. */
export async function moveIn(dataDir: string): Promise<void> {
  const from = restoringIn(dataDir)
  for (const name of ['files', 'postgres']) {
    if (!existsSync(join(from, name))) continue
    await rm(join(dataDir, name), { recursive: true, force: true })
    await rename(join(from, name), join(dataDir, name))
  }
  await rm(from, { recursive: true, force: true })
}
