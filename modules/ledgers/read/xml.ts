import { SaxesParser } from 'saxes'
import { LedgerFault } from '../rules-problems.ts'
import { limits } from './source.ts'

/** XML in pieces: elements without their prefixes, text as it comes. No entities but the five, so nothing can unfold. */
export type Handler = {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}
const longestText = 4_000_000

/** @returns a function that takes the next chunk. @throws LedgerFault `sheetBroken` */
export function xmlReader(handler: Handler, part: string): (chunk: Buffer | null) => void {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const decoder = new TextDecoder('utf-8')
  let quiet = 0
  let depth = 0
  const local = (name: string) => name.slice(name.indexOf(':') + 1)
  parser.on('opentag', ({ name, attributes }) => {
    quiet = 0
    if (++depth > limits.depth) throw new LedgerFault('sheetBroken', { part })
    handler.open(local(name), attributes as Record<string, string>)
  })
  parser.on('closetag', ({ name }) => {
    quiet = 0
    depth--
    handler.close?.(local(name))
  })
  parser.on('text', (text) => {
    quiet = 0
    handler.text?.(text)
  })
  parser.on('cdata', (text) => handler.text?.(text))
  parser.on('error', () => {
    throw new LedgerFault('sheetBroken', { part })
  })
  return (chunk) => {
    // The parser keeps text until its end: one that never ends would fill the memory.
    quiet += chunk?.length ?? 0
    if (quiet > longestText) throw new LedgerFault('sheetBroken', { part })
    if (chunk) parser.write(decoder.decode(chunk, { stream: true }))
    else {
      parser.write(decoder.decode())
      parser.close()
    }
  }
}
