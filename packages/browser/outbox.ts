import type { Contract } from '@doorstep/contract'
import { ref } from 'vue'
import { type CallInput, callRoute, newKey, ProblemError, type RawInput, type Route } from './client.ts'
import { holder } from './holder.ts'
import {
  dropEntry,
  enqueue,
  fileOf,
  followOtherTabs,
  keepEntry,
  loadQueue,
  needsEyes,
  type Queued,
  queue,
  waitingCount,
} from './queue.ts'

/** The session has ended while things wait: the shell asks for a sign-in; nothing is lost. */
export const signInNeeded = ref(false)
/** Number of the entry that is on its way now. */
export const sending = ref<number | null>(null)
const pauseMark = 'doorstep.outboxPaused'
/** The person wants nothing sent for now, e.g. on a line that is paid by the megabyte. */
export const paused = ref(typeof localStorage !== 'undefined' && localStorage.getItem(pauseMark) === 'yes')
export function pause(is: boolean): void {
  paused.value = is
  if (is) localStorage.setItem(pauseMark, 'yes')
  else {
    localStorage.removeItem(pauseMark)
    void replay()
  }
}

/** The server keeps its first answers for two weeks; a repeat of something older might be done twice. */
const repeatable = 13 * 86_400_000

export type Sent = { sent: true; reply: unknown } | { sent: false }

/**
 * Writes now if there is a signal and nothing of the same subject is on its way; else puts it into the queue, where it survives
 * a closed browser. @throws ProblemError when the server refused it, or `device.full` (then nothing is queued).
 */
export async function send<C extends Contract, N extends keyof C & string>(
  module: string,
  contract: C,
  name: N,
  input: CallInput<C[N]>,
  subject: string,
): Promise<Sent> {
  const route = contract[name] as unknown as Route
  const entry = {
    name: `${module}.${name}`,
    route: plainRoute(route),
    input: input as RawInput,
    key: newKey(),
    subject,
    madeAt: new Date().toISOString(),
    state: 'waiting' as const,
  }
  const mine = queue.value.filter((one) => one.subject === subject)
  // What waits goes first. But where something was refused, what waits behind it stands still until a person has looked,
  // and what that person does now is the answer to it: it must not queue up behind its own question.
  const earlier = mine.length > 0 && mine.every(({ state }) => state === 'waiting')
  const now = !earlier && navigator.onLine && !paused.value
  if (now) {
    try {
      const timeout = entry.input.body instanceof Blob ? 120_000 : 15_000
      return {
        sent: true,
        reply: await callRoute(entry.route, entry.input, { key: entry.key, timeout, headers: mark() }),
      }
    } catch (error) {
      // It may have arrived all the same: the same key goes with every repeat.
      if (!(error instanceof ProblemError) || !mayWait(error)) throw error
    }
  }
  await enqueue(now ? { ...entry, triedAt: entry.madeAt } : entry)
  if (navigator.onLine) void replay()
  return { sent: false }
}
/** Only what structured cloning carries: the stripped route. */
const plainRoute = ({ get, post, put, patch, delete: del, repeat, root }: Route): Route =>
  JSON.parse(JSON.stringify({ get, post, put, patch, delete: del, repeat, root })) as Route
const mayWait = ({ unreachable, problem: { status } }: ProblemError): boolean =>
  unreachable || [401, 429, 503, 507].includes(status ?? 0)
/** Whose it is: the server takes it from nobody else. */
const mark = (): Record<string, string> => (holder.value ? { 'doorstep-account': holder.value } : {})
/** When it was done, and what the same clock says now: the server corrects by the difference. */
const times = ({ madeAt }: Queued): Record<string, string> => ({
  'doorstep-done-at': madeAt,
  'doorstep-device-now': new Date().toISOString(),
})

const listeners = new Set<(entry: Queued, reply: unknown) => void>()
/** Called for every queued write that has arrived. @returns a function that ends it. */
export function onSent(listener: (entry: Queued, reply: unknown) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

let again: ReturnType<typeof setTimeout> | undefined
let wait = 1000
let running: Promise<void> | undefined
/**
 * Sends what waits, in order; one tab at a time. Stops at the first sign that there is no signal, and tries again by itself.
 * @returns when it has ended, also where it was running already
 */
export function replay(): Promise<void> {
  running ??= run().finally(() => {
    running = undefined
  })
  return running
}
async function run(): Promise<void> {
  if (paused.value || signInNeeded.value) return
  clearTimeout(again)
  // Plain http and old browsers have no locks; there two tabs may send the same entry, which the key makes harmless.
  const stopped = !('locks' in navigator)
    ? await replayOnce()
    : await navigator.locks.request('doorstep-outbox', { ifAvailable: true }, (lock) => (lock ? replayOnce() : false))
  if (!stopped) return
  again = setTimeout(() => navigator.onLine && waitingCount.value > 0 && void replay(), wait)
  wait = Math.min(wait * 2, 30_000)
}

/** @returns whether something stopped it before its end */
async function replayOnce(): Promise<boolean> {
  await loadQueue()
  const [whose, held] = [holder.value, new Set(needsEyes.value.map(({ subject }) => subject))]
  // Looked up anew each time: a person may have added something meanwhile, or taken it back.
  const next = () => queue.value.find(({ state, subject }) => state === 'waiting' && !held.has(subject))
  for (let entry = next(); entry; entry = next()) {
    if (paused.value || holder.value !== whose) return false
    sending.value = entry.seq as number
    const outcome = await tryOne(entry).finally(() => {
      sending.value = null
    })
    if (outcome === 'stop') return true
    if (outcome === 'held') held.add(entry.subject)
    else wait = 1000
  }
  return false
}

async function tryOne(entry: Queued): Promise<'sent' | 'held' | 'stop'> {
  const tooOld = entry.triedAt && Date.now() - Date.parse(entry.triedAt) > repeatable
  if (tooOld) return hold(entry, { code: 'device.tooOld' })
  const body = entry.file ? await fileOf(entry) : entry.input.body
  if (entry.file && !body) return hold(entry, { code: 'device.fileLost' })
  if (!entry.triedAt) await keepEntry({ ...entry, triedAt: new Date().toISOString() })
  try {
    const options = { key: entry.key, timeout: 120_000, headers: { ...mark(), ...times(entry) } }
    const reply = await callRoute(entry.route, { ...entry.input, body }, options)
    await dropEntry(entry.seq as number)
    for (const listener of listeners) listener(entry, reply)
    return 'sent'
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    if (error.problem.status === 401) signInNeeded.value = true
    if (mayWait(error) || (error.problem.status ?? 0) >= 500) return 'stop'
    return hold(entry, error.problem)
  }
}
async function hold(entry: Queued, problem: Queued['problem']): Promise<'held'> {
  const kept = queue.value.find(({ seq }) => seq === entry.seq)
  if (kept) await keepEntry({ ...kept, state: 'needsEyes', problem })
  return 'held'
}

/** The person has looked: try it again (under a new key, as a new decision), */
export async function retry(seq: number): Promise<void> {
  const entry = queue.value.find((one) => one.seq === seq)
  if (entry) await keepEntry({ ...entry, state: 'waiting', key: newKey(), problem: undefined, triedAt: undefined })
  await replay()
}
/** or send something else in its place, e.g. what was done as a mere note, */
export async function replace(seq: number, name: string, route: Route, input: RawInput): Promise<void> {
  const entry = queue.value.find((one) => one.seq === seq)
  if (!entry) return
  const next = { ...entry, name, route: plainRoute(route), input, key: newKey(), triedAt: undefined }
  await keepEntry({ ...next, state: 'waiting', problem: undefined })
  await replay()
}
/** or let it go. */
export const discard = async (seq: number): Promise<void> => {
  await dropEntry(seq)
  await replay()
}

/** Starts the outbox of a client: reads the queue and replays on every sign of a signal. */
export async function startOutbox(): Promise<void> {
  await loadQueue()
  followOtherTabs()
  const begin = () => void replay()
  window.addEventListener('online', begin)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && begin())
  setInterval(() => {
    if (navigator.onLine && waitingCount.value > 0 && sending.value === null) begin()
  }, 15_000)
  begin()
}
