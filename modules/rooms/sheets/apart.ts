import { Worker } from 'node:worker_threads'
import type { Order } from './render.ts'

/** Renders in a thread of its own: five hundred sheets take seconds, in which other requests must not wait. */
export function renderApart(order: Order): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: order })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => {
      if (code !== 0) reject(new Error(`the sheet worker ended with ${code}`))
    })
  })
}
