// What every client does before its first screen: the language of the server's words, what waits to be sent, who is here.

import { onFreshNeeded, openKept, speakIn, startOutbox } from '@doorstep/browser'
import { proveBeforeDownload } from '@doorstep/modules/people/shared/download.ts'
import { type Entrance, guardEntrance } from '@doorstep/modules/people/shared/guard.ts'
import { settings } from '@doorstep/ui-base/settings.ts'
import type { Start } from '@doorstep/ui-base/start.ts'

export const prepareFor =
  (entrance: Entrance): Start['prepare'] =>
  async ({ app, router, words }) => {
    speakIn(() => settings.language)
    onFreshNeeded(async () => {
      const [{ askProof }] = await Promise.all([
        import('@doorstep/modules/people/shared/step-up.ts'),
        words.loadModule('people'),
      ])
      return askProof(app._context)
    })
    document.addEventListener('click', proveBeforeDownload)
    // A browser that keeps nothing (private mode) still works; it only cannot wait for a signal.
    await openKept().catch(() => {})
    await guardEntrance(router, entrance)
    // Only now it is known whose things these are.
    await startOutbox().catch(() => {})
  }
