// What every client does before its first screen: the language of the server's words, what waits to be sent, who is here.

import { speakIn, startOutbox } from '@doorstep/browser'
import { type Entrance, guardEntrance } from '@doorstep/modules/people/shared/guard.ts'
import { settings } from '@doorstep/ui-base/settings.ts'
import type { Start } from '@doorstep/ui-base/start.ts'

export const prepareFor =
  (entrance: Entrance): Start['prepare'] =>
  async ({ router }) => {
    speakIn(() => settings.language)
    // A browser that keeps nothing (private mode) still works; it only cannot wait for a signal.
    await startOutbox().catch(() => {})
    await guardEntrance(router, entrance)
  }
