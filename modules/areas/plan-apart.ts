import { Worker } from 'node:worker_threads'
import { type ImportPlan, type KnownArea, planImport } from './rules-import.ts'

export type Planning = { text: string; county: string; known: readonly (readonly [code: string, area: KnownArea])[] }

/** Of a county with two thousand grids the comparison takes some twenty seconds. */
const patienceMs = 120_000
const megabytes = 700
/** So little takes less time than a thread needs to begin. */
const isLittle = ({ text, known }: Planning) => text.length < 20_000 && known.length < 50

/**
 * Plans in a thread of its own, with an end to time and memory: whatever somebody wrote into the file, everybody else goes
 * on working. Borders that cannot be compared within these bounds are refused by name.
 */
export async function planApart(planning: Planning, patience = patienceMs): Promise<ImportPlan> {
  const { text, county, known } = planning
  if (isLittle(planning)) return planImport(text, county, new Map(known))
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./plan-thread.ts', import.meta.url), {
      workerData: planning,
      resourceLimits: { maxOldGenerationSizeMb: megabytes },
    })
    const late = setTimeout(() => void thread.terminate(), patience)
    thread.once('message', resolve)
    thread.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve(tooIntricate) : reject(error),
    )
    // after an answer this changes nothing any more
    thread.once('exit', () => {
      clearTimeout(late)
      resolve(tooIntricate)
    })
  })
}

const tooIntricate: ImportPlan = {
  features: 0,
  fresh: [],
  changed: [],
  unchanged: 0,
  rejected: 0,
  problems: [{ code: 'tooIntricate', severity: 'rejected', detail: {} }],
}
