import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Parts } from './ctx.ts'
import { describe } from './describe.ts'
import { failureOf, problemOf, problemType } from './problem.ts'
import { failureKey, localeOf } from './words.ts'

/** Answers any error with a problem in the asker's language; one that nobody expected is logged, without what was typed. */
export const refuserOf =
  ({ words, log }: Pick<Parts, 'words' | 'log'>) =>
  (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const locale = localeOf(request.headers['accept-language'])
    const { status, body } = problemOf(error, (code, data) => words(locale, failureKey(code), data), request.id)
    if (!failureOf(error))
      log.error({ requestId: request.id, route: request.routeOptions?.url, error: describe(error) }, 'request failed')
    if ((status === 429 || status === 503) && !reply.hasHeader('retry-after'))
      reply.header('retry-after', status === 429 ? '60' : '2')
    return reply.code(status).header('cache-control', 'no-store').type(problemType).send(JSON.stringify(body))
  }

/** What is not even HTTP, or has headers beyond measure, is answered by hand: there is no request yet. */
export function refuseBytes(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
  const title = STATUS_CODES[status] ?? ''
  const body = JSON.stringify({ type: '/problems/request.invalid', title, status, code: 'request.invalid' })
  const head = `content-type: ${problemType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`
  if (socket.writable) socket.write(`HTTP/1.1 ${status} ${title}\r\n${head}\r\n\r\n${body}`)
  socket.destroySoon()
}
