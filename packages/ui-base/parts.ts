// Pieces of other modules, each fetched once and the same from screen to screen.

import { type Component, defineAsyncComponent } from 'vue'
import type { Part } from './screens.ts'

const fetched = new WeakMap<Part, Component>()

/** @param loadWords of the frame: the piece's words are there before it is */
export function pieceOf(part: Part, module: string, loadWords: (module: string) => Promise<void>): Component {
  const known = fetched.get(part)
  if (known) return known
  const piece = defineAsyncComponent(async () => {
    const [{ default: component }] = await Promise.all([part.component(), loadWords(module)])
    return component
  })
  fetched.set(part, piece)
  return piece
}
