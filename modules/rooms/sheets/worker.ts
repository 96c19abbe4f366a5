import { parentPort } from 'node:worker_threads'
import type { Answered, Asked } from './apart.ts'
import { renderSheets } from './render.ts'

// One order after the other: they share two processors with everything else.
let turn = Promise.resolve()
parentPort?.on('message', ({ id, order }: Asked) => {
  turn = turn.then(async () => {
    try {
      const bytes = await renderSheets(order)
      parentPort?.postMessage({ id, bytes } satisfies Answered, [bytes.buffer as ArrayBuffer])
    } catch (error) {
      parentPort?.postMessage({ id, error: String((error as Error).stack ?? error) } satisfies Answered)
    }
  })
})
