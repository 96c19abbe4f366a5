import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

/** A value of one account: under its key; `loose` where the browser knows no keys (plain http) and for visitors. */
export type Box = { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer } | { loose: unknown }
export type Row = { owner: string; box: Box; at: string; bytes: number }
export type QueueRow = Row & { seq?: number }

interface Shelf extends DBSchema {
  /** Writes that wait. What they carry along lies in `files` under the same number: a list is read without its photos. */
  queue: { key: number; value: QueueRow; indexes: { owner: string } }
  files: { key: number; value: Row }
  memory: { key: string; value: Row & { key: string }; indexes: { at: string } }
  drafts: { key: string; value: Row & { key: string }; indexes: { owner: string } }
  /** At most one: the key of whoever is signed in. It cannot be read out of the browser, only used. */
  keys: { key: string; value: { owner: string; key: CryptoKey | null; at: string } }
}
export type Database = IDBPDatabase<Shelf>

let opened: Promise<Database> | undefined
/** The browser's own store of this product: the queue of writes, remembered replies, drafts. */
export function shelf(): Promise<Database> {
  opened ??= openDB<Shelf>('doorstep', 2, {
    async upgrade(db, from, _to, transaction) {
      // Version 1 knew one account per device: the one whose session it remembered.
      const old = transaction as unknown as { objectStore(name: string): OldStore }
      const waiting = from === 1 ? await old.objectStore('queue').getAll() : []
      const session = from === 1 ? await old.objectStore('memory').get('people.session') : undefined
      for (const name of [...db.objectStoreNames]) db.deleteObjectStore(name)
      const queue = db.createObjectStore('queue', { keyPath: 'seq', autoIncrement: true })
      queue.createIndex('owner', 'owner')
      db.createObjectStore('files')
      db.createObjectStore('memory', { keyPath: 'key' }).createIndex('at', 'at')
      db.createObjectStore('drafts', { keyPath: 'key' }).createIndex('owner', 'owner')
      db.createObjectStore('keys', { keyPath: 'owner' })
      const owner = session?.value.account ?? visitor
      for (const { seq, ...entry } of waiting)
        await queue.add({ seq, owner, box: { loose: { ...entry, bytes: 0 } }, at: entry.madeAt, bytes: 0 })
    },
    blocking() {
      void opened?.then((db) => db.close())
      opened = undefined
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
type OldStore = {
  getAll(): Promise<{ seq: number; madeAt: string }[]>
  get(key: string): Promise<{ value: { account?: string } } | undefined>
}

/** Owner of what belongs to nobody who is signed in. */
export const visitor = 'visitor'

/** The device has no room left: told apart from every other fault, because something can be done about it. */
export const isFull = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'QuotaExceededError' || error.code === 22)
