import type { Problem } from '@doorstep/contract'
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { RawInput, Route } from './client.ts'

/** A write that waits for a signal. `body` may be a Blob: photos wait with the rest. */
export type Queued = {
  seq?: number
  /** `<module>.<operation>`, to show it and to compute the next state by the module's rules. */
  name: string
  route: Route
  input: RawInput
  key: string
  /** Id of the thing it is about: entries of one subject are sent in their order. */
  subject: string
  madeAt: string
  state: 'waiting' | 'needsEyes'
  problem?: Partial<Problem>
}
export type Remembered = { key: string; value: unknown; at: string }

interface Shelf extends DBSchema {
  queue: { key: number; value: Queued; indexes: { subject: string } }
  memory: { key: string; value: Remembered; indexes: { at: string } }
  drafts: { key: string; value: Remembered }
}

let opened: Promise<IDBPDatabase<Shelf>> | undefined
/** The browser's own store of this product: the queue of writes, remembered replies, drafts. */
export function shelf(): Promise<IDBPDatabase<Shelf>> {
  opened ??= openDB<Shelf>('doorstep', 1, {
    upgrade(db) {
      db.createObjectStore('queue', { keyPath: 'seq', autoIncrement: true }).createIndex('subject', 'subject')
      db.createObjectStore('memory', { keyPath: 'key' }).createIndex('at', 'at')
      db.createObjectStore('drafts', { keyPath: 'key' })
    },
    terminated() {
      opened = undefined
    },
  })
  opened.catch(() => {
    opened = undefined
  })
  return opened
}

/** How many remembered replies one device keeps; the oldest go first. */
const memoryLimit = 2000

/** Keeps a reply for reading without a signal. */
export async function remember(key: string, value: unknown): Promise<void> {
  const db = await shelf()
  await db.put('memory', { key, value, at: new Date().toISOString() })
  const surplus = (await db.count('memory')) - memoryLimit
  if (surplus <= 0) return
  const transaction = db.transaction('memory', 'readwrite')
  let cursor = await transaction.store.index('at').openCursor()
  for (let n = 0; cursor && n < surplus; n++) {
    await cursor.delete()
    cursor = await cursor.continue()
  }
  await transaction.done
}
export const recall = async (key: string): Promise<Remembered | undefined> => (await shelf()).get('memory', key)

export const saveDraft = async (key: string, value: unknown): Promise<void> =>
  void (await (await shelf()).put('drafts', { key, value, at: new Date().toISOString() }))
export const loadDraft = async (key: string): Promise<unknown> => (await (await shelf()).get('drafts', key))?.value
export const dropDraft = async (key: string): Promise<void> => (await shelf()).delete('drafts', key)

/** On sign-out nothing of the person who was here stays on the device. */
export async function clearShelf(): Promise<void> {
  const db = await shelf()
  await Promise.all([db.clear('queue'), db.clear('memory'), db.clear('drafts')])
}
