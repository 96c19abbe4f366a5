import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { buildApp, failureKey, loadWords, startLive } from '@doorstep/kernel'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { expect } from 'vitest'
import { modules } from '../../apps/server/modules.ts'
import { type Reply, type TestApp, testApp, type Who } from './app.ts'

/** A whole server behind a real socket, for those who mean no good. */
export type Hostile = {
  t: TestApp
  app: FastifyInstance
  port: number
  base: string
  /** Everything that was logged, at the finest level. */
  log(): string
  /** Sends bytes as they are. @returns what came back until the line was closed or fell silent */
  raw(bytes: string | Buffer, more?: (socket: Socket) => void, untilClosed?: boolean): Promise<Answer>
  /** Posts what is made while it is sent: not this process's memory is in question. Whoever is refused half-way stops. */
  stream(path: string, who: Who, type: string, pieces: Pieces): Promise<{ status: number; body: string }>
  close(): Promise<void>
}
type Pieces = Iterable<string | Buffer> | AsyncIterable<string | Buffer>
export type Answer = { status: number; head: string; body: string; ended: boolean }

type Options = { patience?: number; rateFactor?: number; live?: boolean; proxies?: number }

export async function hostileServer(options: Options = {}): Promise<Hostile> {
  const t = await testApp()
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const settings = { ...t.parts.settings, rateFactor: options.rateFactor ?? t.parts.settings.rateFactor }
  const parts = { ...t.parts, log, settings }
  const live = options.live ? await startLive(parts) : undefined
  const app = await buildApp(parts, {
    wake: t.jobs.wake,
    ...(options.patience ? { patience: options.patience } : {}),
    ...(options.proxies ? { proxies: options.proxies } : {}),
    ...(live ? { live } : {}),
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  return {
    t,
    app,
    port,
    base: `http://127.0.0.1:${port}`,
    log: () => lines.join(''),
    raw: (bytes, more, untilClosed) => rawAnswer(port, bytes, more, untilClosed),
    stream: (path, who, type, pieces) => streamed(port, path, who, type, pieces),
    async close() {
      await app.close()
      await t.close()
    },
  }
}

function streamed(port: number, path: string, who: Who, type: string, pieces: Pieces) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const headers = { ...who.headers, 'content-type': type, 'idempotency-key': randomUUID() }
    const asked = request({ port, host: '127.0.0.1', path, method: 'POST', headers }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (text) => {
        body += text
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
    })
    asked.on('error', reject)
    pipeline(Readable.from(pieces), asked).catch(() => {})
  })
}

/** @param untilClosed also waits for the line to be cut, instead of for a whole answer */
function rawAnswer(
  port: number,
  bytes: string | Buffer,
  more?: (socket: Socket) => void,
  untilClosed = false,
): Promise<Answer> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes)
      more?.(socket)
    })
    const done = (ended: boolean) => {
      clearTimeout(late)
      socket.destroy()
      const [head = '', ...rest] = text.split('\r\n\r\n')
      resolve({ status: Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1] ?? 0), head, body: rest.join('\r\n\r\n'), ended })
    }
    const late = setTimeout(() => done(false), 8000)
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
      const [head = '', body] = text.split('\r\n\r\n')
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
      if (!untilClosed && body !== undefined && Buffer.byteLength(body) >= length) done(false)
    })
    socket.on('error', () => {})
    socket.on('close', () => done(true))
  })
}

const words = loadWords(modules)
/** A refusal says what is wrong, by a stable code with words in both languages, and nothing of our insides. */
export function refused(
  reply: { statusCode: number; headers: Record<string, unknown>; body: string },
  status: number | readonly number[],
  code?: string,
): void {
  const told = reply.body.slice(0, 300)
  expect([status].flat(), told).toContain(reply.statusCode)
  expect(reply.headers['content-type'], told).toBe('application/problem+json; charset=utf-8')
  const problem = JSON.parse(reply.body) as { code: string; title: string; status: number }
  if (code) expect(problem.code, told).toBe(code)
  expect(problem.status).toBe(reply.statusCode)
  expect(problem.title, told).toMatch(/[\u4e00-\u9fff]/)
  for (const locale of ['zh-CN', 'en-US'] as const)
    expect(words(locale, failureKey(problem.code)), problem.code).not.toBe(failureKey(problem.code))
  expect(reply.body).not.toMatch(/node_modules|\.ts:\d|select |insert into|at Object|PostgreSQL|\/tmp\//)
}

/** The same for what came over a bare socket. */
export function refusedRaw(answer: Answer, status: number | readonly number[]): void {
  expect([status].flat(), answer.head + answer.body).toContain(answer.status)
  expect(answer.head.toLowerCase()).toContain('application/problem+json')
  expect(answer.body).toMatch(/[\u4e00-\u9fff]/)
}

/** Still there, for everybody else. */
export async function stillWell({ t, base }: Pick<Hostile, 't' | 'base'>): Promise<void> {
  expect((await fetch(`${base}/readyz`)).status).toBe(200)
  expect((await t.get(await t.as('officer'), '/api/matters')).statusCode).toBe(200)
}

/** Files that were begun and belong to nobody: there are none. */
export function nothingIncoming(folder: string): void {
  const left = readdirSync(folder, { recursive: true }).map(String)
  expect(left.filter((name) => /^incoming.|\.part$/.test(name))).toEqual([])
}

export const attachUrl = (matter: string, file: string) => `/api/matters/${matter}/attachments/${file}`
export const upload = (t: TestApp, who: Who, url: string, payload: Buffer, type = 'image/jpeg'): Promise<Reply> =>
  t.app.inject({
    method: 'POST',
    url,
    headers: { ...who.headers, 'content-type': type, 'idempotency-key': randomUUID() },
    payload,
  })
