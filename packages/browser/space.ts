import { ref } from 'vue'

/**
 * How much may wait on one device. Two officers' busiest week without a signal is a tenth of it; beyond it a phone is better
 * brought to a signal than trusted with more. Stated on the screen of what waits, in docs/offline.md, and tested.
 */
export const limits = { records: 2000, bytes: 400_000_000 } as const
/** What the browser must have free beyond what is to be kept, so that it can still work. */
const margin = 20_000_000

export type Space = { used: number; quota: number; persisted: boolean }
export const space = ref<Space | null>(null)

export async function measureSpace(): Promise<Space | null> {
  const storage = navigator.storage as StorageManager | undefined
  if (!storage?.estimate) return null
  const [{ usage = 0, quota = 0 }, persisted] = await Promise.all([storage.estimate(), storage.persisted?.() ?? false])
  space.value = { used: usage, quota, persisted }
  return space.value
}
/** Asks the browser not to clear what waits when the device gets full. Some ask the person, some decide by themselves. */
export async function askToPersist(): Promise<void> {
  const storage = navigator.storage as StorageManager | undefined
  if (storage?.persist && !(await storage.persisted())) await storage.persist().catch(() => false)
  await measureSpace()
}

/** Pure: which limit stands against keeping so much more; undefined when there is room. */
export function limitReached(
  waiting: { records: number; bytes: number },
  more: number,
  { used, quota }: Pick<Space, 'used' | 'quota'>,
  most: { records: number; bytes: number } = limits,
): 'records' | 'bytes' | 'device' | undefined {
  if (waiting.records + 1 > most.records) return 'records'
  if (waiting.bytes + more > most.bytes) return 'bytes'
  return quota > 0 && used + more + margin > quota ? 'device' : undefined
}
