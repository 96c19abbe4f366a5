import { computed, ref } from 'vue'
import { pack, unpack } from './pack.ts'
import { type Box, shelf, visitor } from './store.ts'

// Whose things this device shows. What it keeps of an account lies under a key that only that account is given by the
// server; the key is on the device while the account is signed in, so a closed browser opens without a signal. When the
// session ends, the key goes, and what waits stays as it is: unreadable until its owner comes back.

const account = ref<string | null>(null)
let key: CryptoKey | null = null
/** Account whose things are open now; null for visitors. */
export const holder = computed(() => account.value)
export const owner = (): string => account.value ?? visitor
/** Plain http offers no cryptography: there nothing can be kept for an owner to come back to. */
export const canSeal = (): boolean => typeof crypto !== 'undefined' && crypto.subtle !== undefined

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('doorstep-holder')
// Another tab has changed hands: this one must not go on showing, or sending, what was the former's.
channel?.addEventListener('message', ({ data }) => {
  if (data !== account.value) location.reload()
})

/** At the start, before the server is asked: whoever was signed in last, so that a device opens in a basement. */
export async function openKept(): Promise<void> {
  const [kept] = await (await shelf()).getAll('keys')
  account.value = kept?.owner ?? null
  key = kept?.key ?? null
}

/**
 * Opens the things of an account and closes everybody else's. @param ask gets the account's key from the server, 32 bytes
 * in base64url. @returns whether anything has changed
 */
export async function hold(next: string, ask: () => Promise<string>): Promise<boolean> {
  if (account.value === next && (key || !canSeal())) return false
  if (account.value !== next) await lock()
  key = canSeal() ? await imported(await ask()) : null
  await (await shelf()).put('keys', { owner: next, key, at: new Date().toISOString() })
  account.value = next
  channel?.postMessage(next)
  return true
}

/** The session is over: the key goes, and so does all that can be read again from the server. */
export async function lock(): Promise<void> {
  const had = account.value
  account.value = null
  key = null
  const db = await shelf()
  await Promise.all([db.clear('keys'), db.clear('memory')])
  if (had) channel?.postMessage(null)
}

async function imported(text: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

export async function seal(value: unknown): Promise<{ box: Box; bytes: number }> {
  const packed = await pack(value)
  // As bytes and back: what Vue watches cannot be cloned.
  if (!key) return { box: { loose: unpack(packed) }, bytes: packed.length }
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, packed)
  return { box: { iv, data }, bytes: data.byteLength }
}
/** @returns undefined when it lies under another key */
export async function unseal(box: Box): Promise<unknown> {
  if ('loose' in box) return box.loose
  if (!key) return undefined
  try {
    return unpack(new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: box.iv }, key, box.data)))
  } catch {
    return undefined
  }
}
