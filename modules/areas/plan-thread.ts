import { parentPort, workerData } from 'node:worker_threads'
import type { Planning } from './plan-apart.ts'
import { planImport } from './rules-import.ts'

const { text, county, known } = workerData as Planning
parentPort?.postMessage(planImport(text, county, new Map(known)))
