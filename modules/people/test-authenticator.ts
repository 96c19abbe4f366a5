import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'

/** An authenticator in software, as a phone has one in hardware: keeps one passkey, and lies where a test wants it to. */
type Lies = { origin?: string; rpId?: string; counter?: number; verified?: boolean; userHandle?: string; type?: string }
export type Options = { challenge: string; rp?: { id?: string }; rpId?: string; user?: { id: string } }

const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url')
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest()

export function authenticator(origin: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = publicKey.export({ format: 'jwk' }) as { x: string; y: string }
  const id = randomBytes(32)
  const state = { counter: 0, userHandle: '' }
  const clientData = (type: string, challenge: string, lies: Lies) =>
    JSON.stringify({ type: lies.type ?? type, challenge, origin: lies.origin ?? origin, crossOrigin: false })
  const head = (rpId: string, lies: Lies, attested: boolean) => {
    const flags = 0x01 | (lies.verified === false ? 0 : 0x04) | (attested ? 0x40 : 0)
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(lies.counter ?? ++state.counter)
    return Buffer.concat([sha256(lies.rpId ?? rpId), Buffer.from([flags]), counter])
  }
  return {
    register(options: Options, lies: Lies = {}) {
      state.userHandle = options.user?.id ?? ''
      const key = isoCBOR.encode(
        new Map<number, number | Uint8Array>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
          [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
        ]) as never,
      )
      const length = Buffer.from([0, id.length])
      const authData = Buffer.concat([head(options.rp?.id ?? '', lies, true), Buffer.alloc(16), length, id, key])
      const attestation = isoCBOR.encode(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', new Uint8Array(authData)],
        ]) as never,
      )
      return {
        id: base64(id),
        rawId: base64(id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64(clientData('webauthn.create', options.challenge, lies)),
          attestationObject: base64(attestation),
          transports: ['internal'],
        },
      }
    },
    answer(options: Options, lies: Lies = {}) {
      const authData = head(options.rpId ?? '', lies, false)
      const data = clientData('webauthn.get', options.challenge, lies)
      const signature = sign('sha256', Buffer.concat([authData, sha256(data)]), privateKey)
      return {
        id: base64(id),
        rawId: base64(id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64(data),
          authenticatorData: base64(authData),
          signature: base64(signature),
          userHandle: lies.userHandle ?? state.userHandle,
        },
      }
    },
  }
}
