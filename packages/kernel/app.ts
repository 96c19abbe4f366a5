import { Failure } from '@doorstep/contract'
import compress from '@fastify/compress'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Parts } from './ctx.ts'
import type { LiveHub } from './live.ts'
import { metricsText } from './metrics.ts'
import { openApi } from './openapi.ts'
import { paceBodies } from './pace.ts'
import { refuseBytes, refuserOf } from './refuse.ts'
import { requestId } from './run.ts'
import { serveModules } from './serve.ts'
import { sameSecret } from './vault.ts'

export type AppOptions = {
  live?: LiveHub
  wake?: () => void
  /** How many proxies stand in front; each adds the address it saw to X-Forwarded-For, and only those are believed. */
  proxies?: number
  /** How long a body may come too slowly, in milliseconds. */
  patience?: number
  /** Opens /metrics to whoever has it; without one, only programs on this machine may read it. */
  metricsToken?: string | null
  /** Asked before a request is answered with "missing": pages of the clients. */
  fallback?: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined
}

/** The HTTP server: every operation, live events, OpenAPI, health and metrics. Static clients are added by the composition root. */
export async function buildApp(parts: Parts, options: AppOptions = {}): Promise<FastifyInstance> {
  const refuse = refuserOf(parts)
  const app = Fastify({
    logger: false, // requests are counted in /metrics; logs never carry addresses, queries or bodies
    bodyLimit: 1_000_000,
    trustProxy: options.proxies ? (_address, hop) => hop < (options.proxies ?? 0) : false,
    requestTimeout: 15 * 60_000, // 200 MB over a line of 2 Mbit/s
    genReqId: requestId,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => void refuse(error, request, reply), // addresses that cannot be decoded
    clientErrorHandler: refuseBytes,
    routerOptions: { maxParamLength: 200 },
    ajv: { customOptions: { keywords: ['x-upload', 'x-download', '~kind', '~optional'] } },
  })
  app.setErrorHandler(refuse)
  app.removeContentTypeParser('text/plain') // a form of another site could send it without asking
  app.setNotFoundHandler((request, reply) => {
    const page = options.fallback?.(request, reply)
    if (!page) throw new Failure('missing', 'server.missing')
    return page
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"], // Vue and the map set inline styles; scripts never are inline
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: parts.settings.publicUrl.startsWith('https:'),
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  })
  app.addHook('onRequest', async (_request, reply) => void reply.header('permissions-policy', devices))
  await app.register(compress, { threshold: 1024, encodings: ['br', 'gzip'], globalDecompression: false })
  await app.register(rateLimit, { global: false, cache: 50_000 })
  paceBodies(app, options.patience ?? 30_000)
  await registerDocs(app, parts)
  serveHealth(app, parts, options.metricsToken ?? null)
  if (options.live) serveLive(app, parts, options.live)
  serveModules(app, parts, options.wake ?? (() => {}))
  return app
}

/** What of a device our own pages ask for; nothing for anybody else. */
const devices =
  'camera=(self), microphone=(self), geolocation=(self), accelerometer=(), autoplay=(), bluetooth=(), display-capture=(), gyroscope=(), hid=(), magnetometer=(), midi=(), payment=(), serial=(), usb=()'

async function registerDocs(app: FastifyInstance, parts: Parts): Promise<void> {
  const document = openApi(parts)
  app.get('/api/openapi.json', async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(JSON.stringify(document)),
  )
  // swagger-ui shows the document above; it is not asked to make one from the routes. It keeps the rules of every page:
  // nothing from elsewhere, and no upgrade to https, which a plain server in a local network does not speak.
  await app.register(swagger, { mode: 'static', specification: { document: document as never } })
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    uiConfig: { validatorUrl: null },
    theme: { title: 'Doorstep API' },
    logo: { type: 'image/svg+xml', content: Buffer.from(wordmark), href: '/api/docs' },
  })
}
const wordmark =
  '<svg xmlns="http://www.w3.org/2000/svg" width="180" height="40"><text y="27" fill="#fff" font-family="sans-serif" font-size="20">Doorstep 家门口</text></svg>'

function serveHealth(app: FastifyInstance, parts: Parts, metricsToken: string | null): void {
  app.get('/healthz', async (_request, reply) => reply.type('text/plain').send('ok\n'))
  app.get('/readyz', async (_request, reply) => {
    try {
      await parts.database.app.query('select 1')
      return reply.type('text/plain').send('ready\n')
    } catch {
      return reply.code(503).type('text/plain').send('the database does not answer\n')
    }
  })
  app.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request, metricsToken)) throw new Failure('missing', 'server.missing')
    return reply
      .type('text/plain; version=0.0.4')
      .header('cache-control', 'no-store')
      .send(await metricsText(parts.database))
  })
}

/** With a token: whoever has it. Without: programs on this machine, but not the world through a proxy that runs on it. */
function mayReadMetrics({ headers, socket }: FastifyRequest, token: string | null): boolean {
  if (token) return sameSecret(headers.authorization ?? '', `Bearer ${token}`)
  const forwarded = headers['x-forwarded-for'] ?? headers['x-real-ip'] ?? headers.forwarded ?? headers.via
  return forwarded === undefined && /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '')
}

function serveLive(app: FastifyInstance, parts: Parts, live: LiveHub): void {
  // Open lines would keep the server from closing: they end first.
  app.addHook('preClose', () => live.stop())
  app.get('/api/live', async (request, reply) => {
    const actor = await parts.identify(request.headers as Record<string, string | undefined>)
    if (actor.kind === 'visitor' && !actor.receipt) throw new Failure('signIn', 'access.signIn')
    if (live.isFull(actor)) throw new Failure('tooMany', 'request.tooMany')
    if (actor.only) throw new Failure('denied', 'access.secondFactor')
    const last = request.headers['last-event-id'] ?? (request.query as { last?: string }).last
    reply.hijack()
    const lastId = Number(last)
    await live.follow(
      reply.raw,
      actor,
      last !== undefined && Number.isSafeInteger(lastId) && lastId >= 0 ? lastId : null,
      () => parts.identify(request.headers as Record<string, string | undefined>),
    )
  })
}
