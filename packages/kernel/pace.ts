import { PassThrough, type Readable } from 'node:stream'
import { Failure } from '@doorstep/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** A body that comes slower than this is given up: less than so much within so long. A phone at the edge of a village is faster. */
const leastBytes = 4096
const lingerMs = 2000

/** Watches every body as it comes, and takes none that is packed: it would have to be unfolded before anybody knows how large it is. */
export function paceBodies(app: FastifyInstance, everyMs: number): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    const packed = request.headers['content-encoding']
    if (packed !== undefined && packed !== 'identity')
      throw new Failure('unsupported', 'request.unsupported', { reason: 'packed' })
    return hasBody(request) ? paced(payload as Readable, everyMs) : payload
  })
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

function paced(body: Readable, everyMs: number): PassThrough {
  const out = new PassThrough()
  let since = 0
  body.on('data', (chunk: Buffer) => {
    since += chunk.length
  })
  const timer = setInterval(() => {
    // Where our own side is slow, the sender is not to blame.
    if (since < leastBytes && out.readableLength === 0) out.destroy(new Failure('tooSlow', 'request.tooSlow'))
    since = 0
  }, everyMs).unref()
  const over = () => clearInterval(timer)
  body.once('error', (error) => out.destroy(error))
  body.once('close', () => {
    over()
    if (!body.readableEnded) out.destroy(Object.assign(new Error('the sender went away'), { code: 'ECONNRESET' }))
  })
  out.once('close', over)
  out.on('error', () => {}) // where it was refused before, nobody listens any more
  return body.pipe(out)
}

/**
 * What is refused before its body has come: the sender gets a moment to read the answer, then the line is cut. Cut at
 * once, most senders would only see a broken connection; never cut, an endless body would come for ever.
 */
export function letGo(request: FastifyRequest): void {
  const { raw } = request
  if (raw.complete || !hasBody(request) || !raw.socket) return
  raw.unpipe()
  raw.resume()
  const timer = setTimeout(() => raw.complete || raw.destroy(), lingerMs).unref()
  raw.once('close', () => clearTimeout(timer))
}
