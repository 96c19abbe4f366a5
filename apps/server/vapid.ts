import { createECDH, generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import { keptIn } from './keys.ts'
import { ConfigError } from './troubles.ts'

const curve = 'prime256v1'
const isPrivateKey = (text: string) => /^[\w-]{43}$/.test(text)

export type PushKeys = { publicKey: string; privateKey: string }

/**
 * The key pair by which push services know this server. Made once where none is given: devices subscribe to one public
 * key, so another one means that everybody has to switch notices on again. @throws ConfigError
 */
export function readPushKeys(text: string, dataDir: string): PushKeys {
  const file = join(dataDir, 'push.key')
  const privateKey = text || keptIn(dataDir, file, makePrivateKey)
  if (!isPrivateKey(privateKey))
    throw new ConfigError(
      text
        ? 'DOORSTEP_PUSH_KEY is set, but must be a P-256 private key of 43 base64url signs.'
        : `${file} does not hold a P-256 private key of 43 base64url signs; put the right one back, or remove it and have everybody switch notices on again.`,
    )
  const pair = createECDH(curve)
  pair.setPrivateKey(privateKey, 'base64url')
  return { privateKey, publicKey: pair.getPublicKey('base64url') }
}

/** Unlike the one of ECDH, this one always has its 32 bytes. */
const makePrivateKey = (): string =>
  String(generateKeyPairSync('ec', { namedCurve: curve }).privateKey.export({ format: 'jwk' }).d)
