import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { Failure } from '@doorstep/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Parts } from './ctx.ts'
import { describe } from './describe.ts'
import { letGo } from './pace.ts'
import { failureOf, problemOf, problemType } from './problem.ts'
import { failureKey, localeOf } from './words.ts'

/** Answers any error with a problem in the asker's language; one that nobody expected is logged, without what was typed. */
export const refuserOf =
  ({ words, log, files }: Pick<Parts, 'words' | 'log' | 'files'>) =>
  (cause: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    // A database whose disk is full stops: that is what a person can do something about.
    const error =
      failureOf(cause)?.code === 'server.busy' && files.isFull() ? new Failure('full', 'server.full') : cause
    const locale = localeOf(request.headers['accept-language'])
    const { status, body } = problemOf(error, (code, data) => words(locale, failureKey(code), data), request.id)
    if (!failureOf(error))
      log.error({ requestId: request.id, route: request.routeOptions?.url, error: describe(error) }, 'request failed')
    if ((status === 429 || status === 503 || status === 507) && !reply.hasHeader('retry-after'))
      reply.header('retry-after', status === 503 ? '2' : '60')
    letGo(request)
    return reply.code(status).header('cache-control', 'no-store').type(problemType).send(JSON.stringify(body))
  }

/** What is not even HTTP, or has headers beyond measure, is answered by hand: there is no request yet. */
export function refuseBytes(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
  // Nobody knows which language is spoken here: both.
  const title = unreadable[status]
  const body = JSON.stringify({ type: '/problems/request.invalid', title, status, code: 'request.invalid' })
  const head = `content-type: ${problemType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nx-content-type-options: nosniff\r\ncache-control: no-store\r\nconnection: close`
  if (socket.writable) socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n\r\n${body}`)
  socket.destroySoon()
}

const unreadable: Readonly<Record<number, string>> = {
  400: '服务器读不懂这个请求，请刷新页面后重试。The request could not be read; reload the page and try again.',
  408: '请求没有在限定时间内发完，请重试。The request did not arrive in time; try again.',
  431: '请求头太大，请清除本站的 Cookie 后重试。The headers are too large; clear the cookies of this site and try again.',
}
