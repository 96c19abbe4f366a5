import type { Contract } from '@doorstep/contract'
import { computed, ref, shallowRef } from 'vue'
import { type CallInput, callRoute, newKey, ProblemError, type RawInput, type Route } from './client.ts'
import { type Queued, shelf } from './store.ts'

/** Everything that waits on this device, oldest first; screens show it and compute next states from it. */
export const queue = shallowRef<readonly Queued[]>([])
export const waitingCount = computed(() => queue.value.filter(({ state }) => state === 'waiting').length)
/** Entries the server refused (someone was faster, the state has changed): a person must look at them. */
export const needsEyes = computed(() => queue.value.filter(({ state }) => state === 'needsEyes'))
/** The session has ended while things wait: the shell asks for a sign-in; nothing is lost. */
export const signInNeeded = ref(false)
export const pendingOf = (subject: string): readonly Queued[] =>
  queue.value.filter((entry) => entry.subject === subject && entry.state === 'waiting')

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('doorstep-outbox')
async function refresh(tellOthers = true): Promise<void> {
  queue.value = await (await shelf()).getAll('queue')
  if (tellOthers) channel?.postMessage('changed')
}

export type Sent = { sent: true; reply: unknown } | { sent: false }

/**
 * Writes now if there is a signal and nothing of the same subject is on its way; else puts it into the queue, where it survives
 * a closed browser. @throws ProblemError when the server refused it (then nothing is queued).
 */
export async function send<C extends Contract, N extends keyof C & string>(
  module: string,
  contract: C,
  name: N,
  input: CallInput<C[N]>,
  subject: string,
): Promise<Sent> {
  const route = contract[name] as unknown as Route
  const entry: Queued = {
    name: `${module}.${name}`,
    route: plainRoute(route),
    input: input as RawInput,
    key: newKey(),
    subject,
    madeAt: new Date().toISOString(),
    state: 'waiting',
  }
  const mine = await (await shelf()).getAllFromIndex('queue', 'subject', subject)
  // What waits goes first. But where something was refused, what waits behind it stands still until a person has looked,
  // and what that person does now is the answer to it: it must not queue up behind its own question.
  const earlier = mine.length > 0 && mine.every(({ state }) => state === 'waiting')
  if (!earlier && navigator.onLine) {
    try {
      return {
        sent: true,
        reply: await callRoute(entry.route, entry.input, {
          key: entry.key,
          timeout: entry.input.body instanceof Blob ? 120_000 : 15_000,
        }),
      }
    } catch (error) {
      // It may have arrived all the same: the same key goes with every repeat.
      if (!(error instanceof ProblemError) || !mayWait(error)) throw error
    }
  }
  await (await shelf()).add('queue', entry)
  await refresh()
  if (earlier) void replay()
  return { sent: false }
}
/** Only what structured cloning carries: the stripped route. */
const plainRoute = ({ get, post, put, patch, delete: del, repeat, root }: Route): Route =>
  JSON.parse(JSON.stringify({ get, post, put, patch, delete: del, repeat, root })) as Route
const mayWait = (error: ProblemError): boolean =>
  error.unreachable || [401, 429, 503, 507].includes(error.problem.status ?? 0)

const listeners = new Set<(entry: Queued, reply: unknown) => void>()
/** Called for every queued write that has arrived. @returns a function that ends it. */
export function onSent(listener: (entry: Queued, reply: unknown) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Sends what waits, in order; one tab at a time. Stops at the first sign that there is no signal. */
export async function replay(): Promise<void> {
  // Plain http and old browsers have no locks; there two tabs may send the same entry, which the key makes harmless.
  if (!('locks' in navigator)) return replayOnce()
  await navigator.locks.request('doorstep-outbox', { ifAvailable: true }, (lock) => (lock ? replayOnce() : undefined))
}

async function replayOnce(): Promise<void> {
  await refresh(false)
  const held = new Set(needsEyes.value.map(({ subject }) => subject))
  for (const entry of queue.value) {
    if (entry.state !== 'waiting' || held.has(entry.subject)) continue
    const outcome = await tryOne(entry)
    if (outcome === 'stop') break
    if (outcome === 'held') held.add(entry.subject)
    await refresh()
  }
}

async function tryOne(entry: Queued): Promise<'sent' | 'held' | 'stop'> {
  const db = await shelf()
  try {
    const reply = await callRoute(entry.route, entry.input, { key: entry.key, timeout: 120_000 })
    await db.delete('queue', entry.seq as number)
    signInNeeded.value = false
    for (const listener of listeners) listener(entry, reply)
    return 'sent'
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    if (error.problem.status === 401) signInNeeded.value = true
    if (mayWait(error) || (error.problem.status ?? 0) >= 500) return 'stop'
    await db.put('queue', { ...entry, state: 'needsEyes', problem: error.problem })
    return 'held'
  }
}

/** The person has looked: try it again (under a new key, as a new decision) or let it go. */
export async function retry(seq: number): Promise<void> {
  const db = await shelf()
  const entry = await db.get('queue', seq)
  if (entry) await db.put('queue', { ...entry, state: 'waiting', key: newKey(), problem: undefined })
  await refresh()
  await replay()
}
export async function discard(seq: number): Promise<void> {
  await (await shelf()).delete('queue', seq)
  await refresh()
}

/** Starts the outbox of a client: reads the queue and replays on every sign of a signal. */
export async function startOutbox(): Promise<void> {
  await refresh(false)
  channel?.addEventListener('message', () => void refresh(false))
  const again = () => void replay()
  window.addEventListener('online', again)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && again())
  setInterval(() => {
    if (navigator.onLine && waitingCount.value > 0) again()
  }, 15_000)
  again()
}
