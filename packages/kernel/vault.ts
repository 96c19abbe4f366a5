import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/** Field encryption: AES-256-GCM under a key that lives outside the database. */
export type Vault = {
  /** Text → base64url of version, nonce, ciphertext and tag. */
  seal(text: string): string
  /** @throws Error when the value was changed or the key is not known. */
  open(sealed: string): string
  /** Keyed hash for equality look-ups (phone numbers, receipt codes) without storing the value. */
  blind(text: string): string
}

const markOf = (key: Buffer): Buffer => createHmac('sha256', key).update('doorstep key id').digest().subarray(0, 4)
/** Says which key it is without saying anything of it. */
export const fingerprintOf = (key: Buffer): string => markOf(key).toString('hex')

/** @param keys 32-byte keys, newest first: the first one seals, every one opens. */
export function openVault(keys: readonly Buffer[]): Vault {
  const [current] = keys
  if (!current || keys.some((key) => key.length !== 32))
    throw new Error('field encryption needs at least one key of 32 bytes')
  // Made once: Node looks twice at a key that comes as bytes, for every field.
  const prepared = keys.map((key) => ({
    key: createSecretKey(key),
    mark: markOf(key),
  }))
  const sealing = prepared[0] as (typeof prepared)[number]
  // From the oldest key, so that look-ups still find what was stored before a new key came first.
  const oldest = keys.at(-1) as Buffer
  const blindKey = createSecretKey(createHmac('sha256', oldest).update('doorstep blind index').digest())
  return {
    seal(text) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealing.key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([sealing.mark, nonce, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      const known = prepared.find(({ mark }) => timingSafeEqual(mark, bytes.subarray(0, 4)))
      if (!known) throw new Error('sealed with a key that is not configured')
      const decipher = createDecipheriv('aes-256-gcm', known.key, bytes.subarray(4, 16))
      decipher.setAuthTag(bytes.subarray(16, 32))
      return Buffer.concat([decipher.update(bytes.subarray(32)), decipher.final()]).toString('utf8')
    },
    blind: (text) => createHmac('sha256', blindKey).update(text).digest('base64url'),
  }
}

/** Compares in a time that says nothing about where two secrets differ. */
export function sameSecret(a: string, b: string): boolean {
  const [first, second] = [a, b].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer]
  return timingSafeEqual(first, second)
}
