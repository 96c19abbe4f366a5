import { owner, seal, unseal } from './holder.ts'
import { isFull, shelf } from './store.ts'

export type Remembered = { key: string; value: unknown; at: string }

/** How many remembered replies one device keeps; the oldest go first. */
const most = 3000
const whole = (key: string): string => `${owner()} ${key}`

/** Keeps a reply for reading without a signal. Quiet where there is no room: it can be read again from the server. */
export async function remember(key: string, value: unknown): Promise<void> {
  const at = new Date().toISOString()
  const row = { key: whole(key), owner: owner(), at, ...(await seal(value)) }
  const db = await shelf()
  try {
    await db.put('memory', row)
    const surplus = (await db.count('memory')) - most
    if (surplus > 0) await forgetOldest(surplus)
  } catch (error) {
    if (!isFull(error)) throw error
    await forgetOldest(Math.ceil((await db.count('memory')) / 2))
  }
}
export async function recall(key: string): Promise<Remembered | undefined> {
  const row = await (await shelf()).get('memory', whole(key))
  const value = row && (await unseal(row.box))
  return row && value !== undefined ? { key, value, at: row.at } : undefined
}
/** When something was remembered, without opening it. */
export const rememberedAt = async (key: string): Promise<string | undefined> =>
  (await (await shelf()).get('memory', whole(key)))?.at

/** Makes room: what was kept for reading goes before anything that a person has written. */
export async function forgetOldest(count: number): Promise<void> {
  const transaction = (await shelf()).transaction('memory', 'readwrite')
  let cursor = await transaction.store.index('at').openCursor()
  for (let n = 0; cursor && n < count; n++) {
    await cursor.delete()
    cursor = await cursor.continue()
  }
  await transaction.done
}
