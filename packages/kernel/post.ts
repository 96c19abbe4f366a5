import { request as plain } from 'node:http'
import { request as secure } from 'node:https'

/** What became of a message that was posted to a service of somebody else. */
export type Posted =
  | { outcome: 'answered'; status: number; headers: Readonly<Record<string, string | undefined>>; body: string }
  /** It certainly did not arrive: no connection, no handshake, cut off before the last byte was sent. */
  | { outcome: 'unsent'; why: string }
  /** All of it was sent and no whole answer came: it may have been done or not. */
  | { outcome: 'unclear'; why: string }

const patience = 8000
const longestAnswer = 64_000

/**
 * One POST, without redirects and without repeats; never throws. Tells apart what certainly did not arrive from what may
 * have: only the former can be sent again without a thought.
 */
export function post(
  url: string,
  message: { headers: Readonly<Record<string, string | number>>; body: Buffer | string },
  timeout = patience,
): Promise<Posted> {
  return new Promise((resolve) => {
    let sent = false
    const lost = (why: string) => resolve({ outcome: sent ? 'unclear' : 'unsent', why })
    const { protocol } = new URL(url)
    const begin = protocol === 'https:' ? secure : plain
    const headers = { ...message.headers, 'content-length': Buffer.byteLength(message.body) }
    // Without an agent: a line that was kept open and closed by the other side meanwhile would make every answer doubtful.
    const asked = begin(url, { method: 'POST', headers, agent: false }, (reply) => {
      const chunks: Buffer[] = []
      let bytes = 0
      reply.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes <= longestAnswer) chunks.push(chunk)
      })
      reply.on('error', (error) => lost(reasonOf(error)))
      reply.on('close', () => {
        clearTimeout(timer)
        if (!reply.complete) return lost('cut')
        const told = reply.headers as Record<string, string | undefined>
        const body = Buffer.concat(chunks).toString('utf8')
        resolve({ outcome: 'answered', status: reply.statusCode ?? 0, headers: told, body })
      })
    })
    const timer = setTimeout(() => asked.destroy(Object.assign(new Error('timeout'), { code: 'TIMEOUT' })), timeout)
    asked.on('finish', () => {
      sent = true
    })
    asked.on('error', (error) => {
      clearTimeout(timer)
      lost(reasonOf(error))
    })
    asked.end(message.body)
  })
}

const reasonOf = (error: Error & { code?: string }): string => (error.code ?? 'lost').toLowerCase()
