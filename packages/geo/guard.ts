/**
 * What a file would take to be read, seen before it is: half a million points fill the memory of a small machine, and
 * nesting without end its stack. A county with two thousand finely drawn grids has some two hundred thousand points.
 */
const most = { depth: 32, brackets: 800_000, values: 4_000_000 } as const

/** One pass over the text, without making anything of it. */
export function measureJson(text: string): 'tooDeep' | 'tooLarge' | undefined {
  let depth = 0
  let brackets = 0
  let values = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at)
    if (sign === 0x22) at = endOfString(text, at)
    else if (sign === 0x2c) values++
    else if (sign === 0x5b || sign === 0x7b) {
      depth++
      brackets++
    } else if (sign === 0x5d || sign === 0x7d) depth--
    if (depth > most.depth) return 'tooDeep'
    if (brackets > most.brackets || values > most.values) return 'tooLarge'
  }
  return undefined
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text.charCodeAt(at) !== 0x22) at += text.charCodeAt(at) === 0x5c ? 2 : 1
  return at
}
