import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Part } from './base.ts'
import { hashFile } from './folder.ts'
import { BackupError, type Manifest, readManifest } from './manifest.ts'

/** Kept files of a backup, one by one: there may be millions. */
export async function* filesOf(folder: string): AsyncGenerator<Part> {
  const lines = createInterface({
    input: createReadStream(join(folder, 'files.jsonl')),
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  for await (const line of lines) if (line !== '') yield JSON.parse(line) as Part
}

/**
 * Reads a whole backup and holds every part of it against what the manifest says.
 * @returns its manifest
 * @throws BackupError that names the first part that is missing or damaged
 */
export async function verifyBackup(folder: string, say: (line: string) => void): Promise<Manifest> {
  const manifest = await readManifest(folder)
  for (const part of manifest.parts) await assertWhole(folder, part)
  say(`database: whole`)
  let count = 0
  let last = Date.now()
  for await (const part of filesOf(folder)) {
    await assertWhole(folder, part)
    count++
    if (Date.now() - last < 2000) continue
    last = Date.now()
    say(`files: ${count} of ${manifest.files.count}`)
  }
  if (count !== manifest.files.count)
    throw new BackupError(`${folder} is damaged: it lists ${count} files, and should list ${manifest.files.count}.`)
  say(`files: ${count} whole`)
  return manifest
}

async function assertWhole(folder: string, { path, bytes, sha256 }: Part): Promise<void> {
  const file = join(folder, path)
  if (!existsSync(file)) throw new BackupError(`${folder} is damaged: ${path} is missing.`)
  const found = await hashFile(file)
  if (found.bytes !== bytes)
    throw new BackupError(`${folder} is damaged: ${path} has ${found.bytes} bytes instead of ${bytes}.`)
  if (found.sha256 !== sha256) throw new BackupError(`${folder} is damaged: the content of ${path} was changed.`)
}
