import { createDecipheriv, createECDH, createHmac, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * The outside, on loopback: services that look as closely at what they get as the real ones, and that misbehave on
 * demand. Each takes what was `told` them and keeps what counted as delivered in `got`.
 */

/** `hang`: took all of it and never answers. `cut`: took all of it, then closes the line. `refuse`, `limit`, `gone`, `down`: answers so. */
export type Mood = 'fine' | 'hang' | 'cut' | 'refuse' | 'limit' | 'limitInBody' | 'gone' | 'down'
export type Got = { id: string; text: string; at: number; keeps: boolean }
export type Service = {
  host: string
  /** The moods of the next requests, one each; afterwards fine. */
  moods: Mood[]
  got: Got[]
  /** Every request that arrived whole and was rightly signed. */
  seen: Got[]
  wrong: string[]
  /** Nobody listens any more, until `open`. */
  shut(): Promise<void>
  open(): Promise<void>
  close(): Promise<void>
}

type Read = (request: IncomingMessage, body: Buffer) => { id: string; text: string }
type Answers = Partial<Record<Mood, { status: number; headers?: Record<string, string>; body?: string }>>

const plain: Answers = {
  fine: { status: 201 },
  refuse: { status: 400 },
  limit: { status: 429, headers: { 'retry-after': '90' } },
  gone: { status: 410 },
  down: { status: 503, headers: { 'retry-after': '120' } },
}

/** @param read checks the request and says what it carries. @throws what is wrong with it */
async function listen(read: Read, answers: Answers): Promise<Service> {
  const service = { moods: [] as Mood[], got: [] as Got[], seen: [] as Got[], wrong: [] as string[] }
  const handle = (request: IncomingMessage, response: ServerResponse, body: Buffer) => {
    const mood = service.moods.shift() ?? 'fine'
    try {
      const carried = { ...read(request, body), at: Date.now(), keeps: ['fine', 'hang', 'cut'].includes(mood) }
      service.seen.push(carried)
      if (carried.keeps) service.got.push(carried)
    } catch (error) {
      service.wrong.push((error as Error).message)
    }
    if (mood === 'hang') return
    if (mood === 'cut') return void request.socket.destroy()
    const { status, headers = {}, body: told = '' } = answers[mood] ?? { status: 500 }
    response.writeHead(status, headers).end(told)
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => handle(request, response, Buffer.concat(chunks)))
  })
  const begin = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await begin(0)
  const { port } = server.address() as AddressInfo
  const shut = () => stop(server)
  return { ...service, host: `127.0.0.1:${port}`, shut, open: () => begin(port), close: shut }
}
const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.closeAllConnections()
    server.close(() => resolve())
  })
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

/** A browser's half of a subscription, which can read what was sent to it. */
export function newBrowser() {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  const auth = randomBytes(16)
  return {
    keys: { p256dh: pair.getPublicKey('base64url'), auth: auth.toString('base64url') },
    /** RFC 8291 and 8188, written from their text and not from the library that encrypts. */
    open(body: Buffer): string {
      const salt = body.subarray(0, 16)
      const sender = body.subarray(21, 21 + body.readUInt8(20))
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), sender])
      const key = Buffer.from(hkdfSync('sha256', pair.computeSecret(sender), auth, info, 32))
      const part = (name: string, length: number) =>
        Buffer.from(hkdfSync('sha256', key, salt, Buffer.from(`Content-Encoding: ${name}\0`), length))
      const sealed = body.subarray(21 + sender.length)
      const decipher = createDecipheriv('aes-128-gcm', part('aes128gcm', 16), part('nonce', 12))
      decipher.setAuthTag(sealed.subarray(-16))
      const opened = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
      return opened.subarray(0, opened.lastIndexOf(2)).toString('utf8')
    },
  }
}
export type Browser = ReturnType<typeof newBrowser>

/** A push service: checks the VAPID token (RFC 8292) against the key that the browser subscribed with. */
export async function pushService(serverKey: string, browsers: Map<string, Browser>): Promise<Service> {
  const service = await listen((request, body) => {
    const [, token = '', key = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(request.headers.authorization ?? '') ?? []
    must(key === serverKey, 'not the key it was subscribed with')
    checkToken(token, key, `http://${request.headers.host}`)
    must(request.headers['content-encoding'] === 'aes128gcm', 'not encrypted')
    must(/^[\w-]{1,32}$/.test(String(request.headers.topic)), 'no topic')
    must(Number(request.headers.ttl) > 0, 'no ttl')
    const browser = browsers.get(request.url ?? '')
    if (!browser) throw new Error('nobody is subscribed here')
    return { id: String(request.headers.topic), text: browser.open(body) }
  }, plain)
  return service
}
function checkToken(token: string, key: string, audience: string): void {
  const [head = '', claims = '', signature = ''] = token.split('.')
  const point = Buffer.from(key, 'base64url')
  const half = (from: number) => point.subarray(from, from + 32).toString('base64url')
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: half(1), y: half(33) }, format: 'jwk' })
  const signed = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
  must(verify('sha256', Buffer.from(`${head}.${claims}`), signed, Buffer.from(signature, 'base64url')), 'bad signature')
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, string | number>
  must(aud === audience, `audience ${aud}`)
  must(Number(exp) > Date.now() / 1000 && Number(exp) < Date.now() / 1000 + 86_400, 'expiry')
  must(String(sub).startsWith('mailto:') || String(sub).startsWith('https:'), 'subject')
}

/** A gateway for text messages that sends each id once. */
export const smsGateway = (key: string): Promise<Service> =>
  listen(
    (request, body) => {
      must(request.headers.authorization === `Bearer ${key}`, 'wrong key')
      const { id, phone, text } = JSON.parse(body.toString()) as Record<string, string>
      must(request.headers['idempotency-key'] === id, 'two ids')
      return { id: String(id), text: `${phone} ${text}` }
    },
    { ...plain, fine: { status: 200, body: '{}' } },
  )

const now = () => Date.now()
const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64')
/** What the vendors say with status 200. */
const inBody = (fine: object, limit: object, refuse: object): Answers => ({
  fine: { status: 200, body: JSON.stringify(fine) },
  limit: plain.limit as never,
  limitInBody: { status: 200, body: JSON.stringify(limit) },
  refuse: { status: 200, body: JSON.stringify(refuse) },
  gone: { status: 404 },
  down: { status: 503 },
})
export const robotService = {
  wecom: (key: string) =>
    listen(
      (request, body) => {
        must(request.url === `/cgi-bin/webhook/send?key=${key}`, 'wrong key')
        const { msgtype, text } = JSON.parse(body.toString()) as { msgtype: string; text: { content: string } }
        must(msgtype === 'text', 'no text')
        return { id: text.content, text: text.content }
      },
      inBody({ errcode: 0, errmsg: 'ok' }, { errcode: 45009, errmsg: 'api freq out of limit' }, { errcode: 93000 }),
    ),
  dingtalk: (token: string, secret: string) =>
    listen(
      (request, body) => {
        const { searchParams } = new URL(request.url ?? '', 'http://here')
        must(searchParams.get('access_token') === token, 'wrong token')
        const at = searchParams.get('timestamp') ?? ''
        must(/^\d{13}$/.test(at) && Math.abs(now() - Number(at)) < 3_600_000, 'not milliseconds of now')
        must(searchParams.get('sign') === hmac(secret, `${at}\n${secret}`), 'wrong signature')
        must(!/[&?]sign=[^&]*[+/=]/.test(request.url ?? ''), 'not url-encoded')
        const { text } = JSON.parse(body.toString()) as { text: { content: string } }
        return { id: text.content, text: text.content }
      },
      inBody({ errcode: 0, errmsg: 'ok' }, { errcode: 130101, errmsg: 'send too fast' }, { errcode: 310000 }),
    ),
  feishu: (hook: string, secret: string) =>
    listen(
      (request, body) => {
        must(request.url === `/open-apis/bot/v2/hook/${hook}`, 'wrong hook')
        const told = JSON.parse(body.toString()) as {
          timestamp: string
          sign: string
          msg_type: string
          content: { text: string }
        }
        must(/^\d{10}$/.test(told.timestamp) && Math.abs(now() / 1000 - Number(told.timestamp)) < 3600, 'not seconds')
        must(told.sign === hmac(`${told.timestamp}\n${secret}`, ''), 'wrong signature')
        must(told.msg_type === 'text', 'no text')
        return { id: told.content.text, text: told.content.text }
      },
      inBody(
        { code: 0, msg: 'success' },
        { code: 11232, msg: 'frequency limited' },
        { code: 19021, msg: 'sign match fail' },
      ),
    ),
}
