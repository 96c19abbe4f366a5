import { parentPort, workerData } from 'node:worker_threads'
import { type Order, renderSheets } from './render.ts'

const bytes = await renderSheets(workerData as Order)
parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer])
