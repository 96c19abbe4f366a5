import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { LedgerFault } from '../rules-problems.ts'
import { limits } from './source.ts'

/** The parts of a workbook, read one after another and never written anywhere. Sizes are counted, not believed. */
export type Parts = {
  has(name: string): boolean
  names(): string[]
  /** Chunks of a part. @throws LedgerFault `tooBig` for what unfolds to too much, `zipBroken` for what is cut or changed */
  read(name: string): AsyncGenerator<Buffer>
  text(name: string, most?: number): Promise<string | undefined>
  close(): void
}

export async function openZip(path: string): Promise<Parts> {
  const { size } = await stat(path)
  const zip = await openPromise(path, { autoClose: false, lazyEntries: true }).catch(() => {
    throw new LedgerFault('zipBroken')
  })
  const entries = await entriesOf(zip).catch((error: unknown) => {
    zip.close()
    throw error instanceof LedgerFault ? error : new LedgerFault('zipBroken')
  })
  const key = (name: string) => name.replace(/^\/+/, '').toLowerCase()
  const most = Math.min(limits.unfolded, Math.max(limits.smallEnough, size * limits.ratio))
  let unfolded = 0
  async function* read(name: string): AsyncGenerator<Buffer> {
    const entry = entries.get(key(name))
    if (!entry) return
    let stream: Readable | undefined
    try {
      stream = await zip.openReadStreamPromise(entry)
      for await (const chunk of stream) {
        unfolded += (chunk as Buffer).length
        if (unfolded > most) throw new LedgerFault('tooBig', { megabytes: Math.round(most / 1e6) })
        yield chunk as Buffer
      }
    } catch (error) {
      throw error instanceof LedgerFault ? error : new LedgerFault('zipBroken', { part: name })
    } finally {
      stream?.destroy()
    }
  }
  return {
    has: (name) => entries.has(key(name)),
    names: () => [...entries.keys()],
    read,
    async text(name, length = 20_000_000) {
      if (!entries.has(key(name))) return undefined
      const chunks: Buffer[] = []
      let bytes = 0
      for await (const chunk of read(name)) {
        bytes += chunk.length
        if (bytes > length) throw new LedgerFault('tooBig', { megabytes: Math.round(length / 1e6) })
        chunks.push(chunk)
      }
      return Buffer.concat(chunks).toString('utf8')
    },
    close: () => zip.close(),
  }
}

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) {
    if (entries.size >= limits.zipEntries) throw new LedgerFault('tooBig', { parts: limits.zipEntries })
    if (entry.isEncrypted()) throw new LedgerFault('zipBroken', { part: entry.fileName })
    // The first of two parts of one name counts: a second one is a trick.
    const name = entry.fileName.replace(/^\/+/, '').toLowerCase()
    if (!entries.has(name)) entries.set(name, entry)
  }
  return entries
}
