import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Order } from './render.ts'

export type Asked = { id: string; order: Order }
export type Answered = { id: string; bytes?: Uint8Array; error?: string }

/** Fonts take a moment to open, so the thread stays for the next order; it does not keep the process alive. */
let thread: Worker | undefined
const waiting = new Map<string, { resolve(bytes: Uint8Array): void; reject(error: Error): void }>()

/** Renders in a thread of its own: five hundred sheets take seconds, in which other requests must not wait. */
export function renderApart(order: Order): Promise<Uint8Array> {
  thread ??= openThread()
  const worker = thread
  return new Promise<Uint8Array>((resolve, reject) => {
    const id = randomUUID()
    waiting.set(id, { resolve, reject })
    worker.ref()
    worker.postMessage({ id, order } satisfies Asked)
  }).finally(() => {
    if (waiting.size === 0) worker.unref()
  })
}

function openThread(): Worker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url))
  worker.on('message', ({ id, bytes, error }: Answered) => {
    const asked = waiting.get(id)
    waiting.delete(id)
    if (bytes) asked?.resolve(bytes)
    else asked?.reject(new Error(error))
  })
  const lost = (error: Error) => {
    if (thread === worker) thread = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('error', lost)
  worker.on('exit', (code) => lost(new Error(`the sheet thread ended with ${code}`)))
  return worker
}
