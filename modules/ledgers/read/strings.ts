import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LedgerFault } from '../rules-problems.ts'
import { limits } from './source.ts'
import { xmlReader } from './xml.ts'
import type { Parts } from './zip.ts'

const inMemory = 12_000_000 // characters; what comes after lies in a file

export type Strings = {
  /** Reads on until this one is known, or the part ends. */
  reach(index: number): Promise<void>
  get(index: number): string | undefined
  close(): void
}

/** The texts that cells share. A ledger of ten years has hundreds of megabytes of them: they stay out of the memory. */
export function sharedStrings(parts: Parts, part: string): Strings {
  const kept: string[] = []
  let keptLength = 0
  let count = 0
  let spill: ReturnType<typeof spillFile> | undefined
  const add = (text: string): void => {
    if (count >= limits.strings) throw new LedgerFault('tooBig', { strings: limits.strings })
    count++
    const short = text.slice(0, limits.cellLength)
    if (!spill && keptLength + short.length <= inMemory) {
      kept.push(short)
      keptLength += short.length
      return
    }
    spill ??= spillFile()
    spill.add(short)
  }
  const write = xmlReader(itemReader(add), part)
  const chunks = parts.read(part)
  let done = false
  return {
    async reach(index) {
      while (!done && count <= index) {
        const next = await chunks.next()
        done = next.done ?? false
        write(done ? null : (next.value as Buffer))
      }
    },
    get: (index) => (index < kept.length ? kept[index] : spill?.get(index - kept.length)),
    close() {
      void chunks.return(undefined)
      spill?.close()
    },
  }
}

/** `<si>` with one text or several runs; how it is read aloud (`rPh`) is no part of it. */
function itemReader(add: (text: string) => void) {
  let text = ''
  let reading = false
  let phonetic = false
  return {
    open(name: string) {
      if (name === 'si') text = ''
      else if (name === 'rPh') phonetic = true
      reading = name === 't' && !phonetic
    },
    text(more: string) {
      if (reading && text.length < limits.cellLength) text += more
    },
    close(name: string) {
      if (name === 't') reading = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'si') add(text)
    },
  }
}

function spillFile() {
  const path = join(tmpdir(), `doorstep-strings-${randomUUID()}`)
  const file = openSync(path, 'wx+', 0o600)
  unlinkSync(path) // gone with the process, whatever happens
  let ends = new Float64Array(65_536)
  let count = 0
  let flushed = 0
  let waiting: Buffer[] = []
  let size = 0
  const flush = (): void => {
    const bytes = Buffer.concat(waiting)
    writeSync(file, bytes, 0, bytes.length, flushed)
    flushed += bytes.length
    waiting = []
  }
  return {
    add(text: string) {
      const bytes = Buffer.from(text)
      waiting.push(bytes)
      size += bytes.length
      if (count === ends.length) {
        const longer = new Float64Array(ends.length * 2)
        longer.set(ends)
        ends = longer
      }
      ends[count++] = size
      if (size - flushed > 4_000_000) flush()
    },
    get(index: number): string | undefined {
      if (index >= count) return undefined
      if (size > flushed) flush()
      const from = index === 0 ? 0 : (ends[index - 1] as number)
      const bytes = Buffer.alloc((ends[index] as number) - from)
      readSync(file, bytes, 0, bytes.length, from)
      return bytes.toString('utf8')
    },
    close: () => closeSync(file),
  }
}
