import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { meterOf, type Part } from './base.ts'

type Copied = Part & { mark: string }
/** Files that were copied so far, by their path below the folder. */
export type Copies = Map<string, Copied>

const hands = 4

/**
 * Copies kept files that are not copied yet, or have changed since. One that is let go meanwhile is left out.
 * @returns how many were copied
 */
export async function copyFiles(
  from: string,
  to: string,
  copies: Copies,
  progress: (done: number) => void,
): Promise<number> {
  const waiting: string[] = []
  for await (const path of filesIn(from)) waiting.push(path)
  let done = 0
  const hand = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const copied = await copyOne(from, to, path, copies.get(path)?.mark)
      if (!copied) continue
      copies.set(path, copied)
      progress(++done)
    }
  }
  await Promise.all(Array.from({ length: hands }, hand))
  return done
}

async function copyOne(from: string, to: string, path: string, known?: string): Promise<Copied | undefined> {
  const source = join(from, path)
  try {
    const { mtimeMs, size } = await stat(source)
    const mark = `${mtimeMs} ${size}`
    if (mark === known) return undefined
    const target = join(to, path)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    return { path: `files/${path}`, mark, ...(await copyWhole(source, target)) }
  } catch (error) {
    const { code, path: missing } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && missing === source) return undefined
    throw error
  }
}

/** @returns size and hash of what was copied */
export async function copyWhole(source: string, target: string): Promise<{ bytes: number; sha256: string }> {
  const meter = meterOf()
  try {
    await pipeline(createReadStream(source), meter.through, createWriteStream(target, { mode: 0o600, flush: true }))
  } catch (error) {
    await rm(target, { force: true })
    throw error
  }
  return meter.read()
}

/** Kept files: `<county>/<drawer>/<uuid>`; what is still on its way is none. */
async function* filesIn(root: string): AsyncGenerator<string> {
  for (const county of await listOf(root)) {
    if (!/^\d{6}$/.test(county)) continue
    for (const drawer of await listOf(join(root, county)))
      for (const name of await listOf(join(root, county, drawer)))
        if (/^[0-9a-f-]{36}$/.test(name)) yield join(county, drawer, name)
  }
}
const listOf = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw error
  }
}

export async function hashFile(path: string): Promise<{ bytes: number; sha256: string }> {
  const meter = meterOf()
  meter.through.resume()
  await pipeline(createReadStream(path), meter.through)
  return meter.read()
}
