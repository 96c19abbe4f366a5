import { recall, remember } from '@doorstep/browser'
import { type MatterRow, mattersApi } from './api.ts'

/** How many matters of a list are fetched ahead, so that they open in a basement; a day's work of one officer. */
const ahead = 30

/** Keeps the matters of a list on the device, with their flow logs. Quiet: without a signal it simply stops. */
export async function keepReady(rows: readonly MatterRow[]): Promise<void> {
  for (const { id, state } of rows.slice(0, ahead)) {
    const memory = `matters.${id}`
    const kept = (await recall(memory))?.value as { matter: { state: string } } | undefined
    if (kept?.matter.state === state) continue
    try {
      const [matter, steps] = await Promise.all([
        mattersApi.get({ params: { id } }),
        mattersApi.steps({ params: { id } }),
      ])
      await remember(memory, { matter, steps: steps.items })
    } catch {
      return
    }
  }
}
