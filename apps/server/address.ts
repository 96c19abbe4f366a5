import { once } from 'node:events'
import { createServer, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { ConfigError, listenSentence } from './troubles.ts'

/** Addresses under which a phone in the same network finds this machine. */
function localAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flat()
    .filter((entry) => entry && entry.family === 'IPv4' && !entry.internal)
    .map((entry) => (entry as { address: string }).address)
}

const everywhere = new Set(['0.0.0.0', '::', '0:0:0:0:0:0:0:0'])

/** The address people reach: where the server listens everywhere, the machine's own in its network, which a phone reaches too. */
export function addressOf(host: string, port: number, local: readonly string[] = localAddresses()): string {
  const name = everywhere.has(host)
    ? (local[0] ?? 'localhost')
    : host.startsWith('127.') || host === '::1'
      ? 'localhost'
      : isIPv6(host)
        ? `[${host}]`
        : host
  return `http://${name}:${port}`
}

/** True where the machine itself reaches the server under `localhost`. */
export const alsoLocal = (host: string): boolean => everywhere.has(host)

/** Fails at once, and not after minutes of preparation, when nothing can listen there. @throws ConfigError */
export async function assertFree(host: string, port: number): Promise<void> {
  const probe = createServer()
  try {
    probe.listen({ host, port })
    await once(probe, 'listening')
    probe.close()
    await once(probe, 'close')
  } catch (error) {
    throw listenError(error, host, port)
  }
}

export function listenError(error: unknown, host: string, port: number): unknown {
  const sentence = listenSentence(error, host, port)
  return sentence ? new ConfigError(sentence) : error
}
