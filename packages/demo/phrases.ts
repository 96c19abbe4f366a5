import type { Dice } from './dice.ts'

/**
 * Sentences from patterns: `[今天|昨天]` is one of the words (they may nest, and may be empty), `{place}` is what the
 * slots say. An unknown slot is an error, so that no brace is ever shown to anybody.
 */
export function phrase(pattern: string, slots: Readonly<Record<string, string>>, dice: Dice): string {
  let text = pattern
  for (let inner = innermost(text); inner; inner = innermost(text))
    text = text.slice(0, inner.from) + dice.pick(inner.words) + text.slice(inner.to)
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const word = slots[name]
    if (word === undefined) throw new RangeError(`no word for {${name}} in ${pattern}`)
    return word
  })
}

function innermost(text: string): { from: number; to: number; words: string[] } | undefined {
  const found = /\[([^[\]]*)\]/.exec(text)
  if (!found) return undefined
  return { from: found.index, to: found.index + found[0].length, words: (found[1] as string).split('|') }
}
