import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Part } from './base.ts'

/** What a backup says of itself: written last, so that a folder without it is no backup. */
export type Manifest = {
  format: 1
  product: string
  began: string
  /** Every write that was acknowledged before this moment is in it. */
  completeUntil: string
  database: {
    /** e.g. 180004 */
    version: number
    /** Of the embedded PostgreSQL, whose files fit no other kind of machine; null for one's own. */
    platform: string | null
    name: string
    from: string
    until: string
    bytes: number
  }
  /** `<module>/<name>`, as they stand in the database. */
  migrations: string[]
  keys: { fingerprints: string[]; inside: boolean }
  files: { count: number; bytes: number }
  parts: Part[]
}

/** A backup that cannot be used, or a place that cannot; its message is one sentence for the operator. */
export class BackupError extends Error {}

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
const name = 'manifest.json'
export const unfinished = (folder: string): string => `${folder}.unfinished`
/** What is being restored grows in here; a server does not start beside it. */
export const restoringIn = (dataDir: string): string => join(dataDir, 'restoring')
const sealOf = (text: string) => createHash('sha256').update(text).digest('hex')

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const text = JSON.stringify(manifest, null, 2)
  const handle = await open(join(folder, `${name}.part`), 'w', 0o600)
  try {
    await handle.writeFile(`${text}\n${sealOf(text)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(join(folder, `${name}.part`), join(folder, name))
}

/** @throws BackupError when there is no whole manifest of a kind that is understood */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, name)
  if (!existsSync(path)) {
    const half = folder.endsWith('.unfinished') || existsSync(unfinished(folder))
    throw new BackupError(
      half
        ? `${folder} is a backup that was not finished: it cannot be restored. Make a new one.`
        : `${folder} is no backup: it has no ${name}.`,
    )
  }
  const text = await readFile(path, 'utf8')
  const at = text.trimEnd().lastIndexOf('\n')
  if (sealOf(text.slice(0, at)) !== text.slice(at).trim())
    throw new BackupError(`${path} was changed or is damaged: this backup cannot be trusted.`)
  const manifest = JSON.parse(text.slice(0, at)) as Manifest
  if (manifest.format !== 1)
    throw new BackupError(`${folder} was made by a newer version (${manifest.product}): restore it with that one.`)
  return manifest
}
