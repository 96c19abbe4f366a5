import type { Problem } from '@doorstep/contract'
import { computed, ref, shallowRef } from 'vue'
import { ProblemError, type RawInput, type Route } from './client.ts'
import { owner, seal, unseal } from './holder.ts'
import { forgetOldest } from './memory.ts'
import { limitReached, measureSpace } from './space.ts'
import { isFull, shelf } from './store.ts'

/** A write that waits for a signal. A file that it carries lies beside it: see `fileOf`. */
export type Queued = {
  seq?: number
  /** `<module>.<operation>`, to show it and to compute the next state by the module's rules. */
  name: string
  route: Route
  input: RawInput
  key: string
  /** Id of the thing it is about: entries of one subject are sent in their order. */
  subject: string
  /** When it was done, by the clock of this device. */
  madeAt: string
  /** When it was sent first: it may have arrived then. */
  triedAt?: string
  state: 'waiting' | 'needsEyes'
  problem?: Partial<Problem>
  /** What `input.body` is, where that is a file. */
  file?: { type: string; bytes: number }
  /** On the device, sealed, with its file. */
  bytes: number
}

/** Everything of this account that waits on this device, oldest first; screens show it and compute next states from it. */
export const queue = shallowRef<readonly Queued[]>([])
/** How many entries lie here sealed for other accounts. */
export const sealedForOthers = ref(0)
export const waitingCount = computed(() => queue.value.filter(({ state }) => state === 'waiting').length)
export const waitingBytes = computed(() => queue.value.reduce((sum, { bytes }) => sum + bytes, 0))
/** Entries the server refused (someone was faster, the state has changed): a person must look at them. */
export const needsEyes = computed(() => queue.value.filter(({ state }) => state === 'needsEyes'))
export const pendingOf = (subject: string): readonly Queued[] =>
  queue.value.filter((entry) => entry.subject === subject && entry.state === 'waiting')

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('doorstep-outbox')
let changes = 0
let soon: ReturnType<typeof setTimeout> | undefined
/** Follows what other tabs do. */
export function followOtherTabs(): void {
  channel?.addEventListener('message', () => {
    clearTimeout(soon)
    soon = setTimeout(() => void loadQueue(), 200)
  })
}
function show(next: readonly Queued[]): void {
  changes++
  queue.value = next
  channel?.postMessage('changed')
}

export async function loadQueue(): Promise<void> {
  const db = await shelf()
  for (;;) {
    const [before, mine] = [changes, owner()]
    const rows = await db.getAllFromIndex('queue', 'owner', mine)
    const opened = await Promise.all(
      rows.map(async ({ seq, bytes, box }) => {
        const entry = (await unseal(box)) as Omit<Queued, 'seq' | 'bytes'> | undefined
        return entry ? [{ ...entry, seq: seq as number, bytes }] : []
      }),
    )
    const all = await db.count('queue')
    // Something was written or somebody else came meanwhile: what was read is old.
    if (before !== changes || mine !== owner()) continue
    queue.value = opened.flat()
    sealedForOthers.value = all - rows.length
    return
  }
}

/** Puts a write into the queue, where it survives a closed browser. @throws ProblemError `device.full`: nothing was kept */
export async function enqueue(entry: Omit<Queued, 'bytes'>): Promise<Queued> {
  const { body, ...input } = entry.input
  const file = body instanceof Blob ? { type: body.type, bytes: body.size } : undefined
  const lean = file ? { ...entry, input, file } : entry
  const [sealed, sealedFile] = await Promise.all([seal(lean), file ? seal(body) : undefined])
  const bytes = sealed.bytes + (sealedFile?.bytes ?? 0)
  await checkRoom(bytes)
  const at = entry.madeAt
  const row = { owner: owner(), at, bytes, box: sealed.box }
  const put = async (): Promise<number> => {
    const transaction = (await shelf()).transaction(['queue', 'files'], 'readwrite', { durability: 'strict' })
    const seq = await transaction.objectStore('queue').add(row)
    if (sealedFile) await transaction.objectStore('files').put({ owner: owner(), at, ...sealedFile }, seq)
    await transaction.done
    return seq
  }
  const seq = await put().catch(async (error: unknown) => {
    if (!isFull(error)) throw error
    await forgetOldest(1000)
    return put().catch((again: unknown) => {
      throw isFull(again) ? fullUp('device') : again
    })
  })
  const kept = { ...lean, seq, bytes }
  show([...queue.value, kept])
  return kept
}
const fullUp = (limit: string) => new ProblemError({ code: 'device.full', status: 507, data: { limit } })
async function checkRoom(bytes: number): Promise<void> {
  const waiting = { records: queue.value.length + sealedForOthers.value, bytes: waitingBytes.value }
  const limit = limitReached(waiting, bytes, (await measureSpace()) ?? { used: 0, quota: 0 })
  if (limit) throw fullUp(limit)
}

export async function keepEntry(entry: Queued): Promise<void> {
  const { seq, bytes, ...value } = entry
  const { box } = await seal(value)
  await (await shelf()).put('queue', { seq, owner: owner(), at: entry.madeAt, bytes, box })
  show(queue.value.map((one) => (one.seq === seq ? entry : one)))
}
export async function dropEntry(seq: number): Promise<void> {
  const transaction = (await shelf()).transaction(['queue', 'files'], 'readwrite', { durability: 'strict' })
  await Promise.all([transaction.objectStore('queue').delete(seq), transaction.objectStore('files').delete(seq)])
  await transaction.done
  show(queue.value.filter((one) => one.seq !== seq))
}
/** The photo or voice note that an entry carries. */
export async function fileOf({ seq, file }: Queued): Promise<Blob | undefined> {
  const row = file && (await (await shelf()).get('files', seq as number))
  return row && ((await unseal(row.box)) as Blob | undefined)
}

/** Everything that this account has not sent, for good: what waits, and what was begun. */
export async function dropMine(): Promise<void> {
  const db = await shelf()
  const transaction = db.transaction(['queue', 'files', 'drafts'], 'readwrite')
  const [waiting, drafts] = await Promise.all([
    transaction.objectStore('queue').index('owner').getAllKeys(owner()),
    transaction.objectStore('drafts').index('owner').getAllKeys(owner()),
  ])
  for (const seq of waiting) {
    void transaction.objectStore('queue').delete(seq)
    void transaction.objectStore('files').delete(seq)
  }
  for (const key of drafts) void transaction.objectStore('drafts').delete(key)
  await transaction.done
  show([])
}
/** What other accounts left here unsent; they cannot come back to it any more. */
export async function dropSealed(): Promise<void> {
  const db = await shelf()
  const transaction = db.transaction(['queue', 'files', 'drafts'], 'readwrite')
  for (const name of ['queue', 'files', 'drafts'] as const)
    for (let cursor = await transaction.objectStore(name).openCursor(); cursor; cursor = await cursor.continue())
      if (cursor.value.owner !== owner()) await cursor.delete()
  await transaction.done
  await loadQueue()
}
