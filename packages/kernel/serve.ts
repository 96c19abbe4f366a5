import { isIPv6 } from 'node:net'
import type { Readable } from 'node:stream'
import {
  type Download,
  Failure,
  grantOf,
  isWrite,
  methodOf,
  needsKey,
  type Operation,
  type Upload,
  urlOf,
} from '@doorstep/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import { writeCookie } from './cookies.ts'
import type { Actor, AnyModule, Ctx, Parts } from './ctx.ts'
import { assertProven } from './fresh.ts'
import { keyed } from './idempotency.ts'
import { countyOfInput, type Input, inputChecker, isDownload, isUpload } from './input.ts'
import { observeRequest } from './metrics.ts'
import { type RunRequest, runOnce } from './run.ts'

type Fn = (ctx: Ctx, input: Input) => Promise<unknown>
type Wake = () => void
type Json = Record<string, unknown>

/** Makes a route of every operation of every module. */
export function serveModules(app: FastifyInstance, parts: Parts, wake: Wake): void {
  for (const module of parts.modules)
    for (const [name, operation] of Object.entries(module.contract as Record<string, Operation>)) {
      const fn = (module.service as Record<string, Fn>)[name]
      if (!fn) throw new Error(`${module.name}.${name} has a contract but no service`)
      serveOne(app, parts, module, name, operation, fn, wake)
    }
}

function serveOne(
  app: FastifyInstance,
  parts: Parts,
  module: AnyModule,
  name: string,
  operation: Operation,
  fn: Fn,
  wake: Wake,
): void {
  const label = `${module.name}.${name}`
  const check = inputChecker(operation)
  const options: RouteShorthandOptions & { config: Record<string, unknown> } = { config: {} }
  if (operation.perMinute)
    options.config.rateLimit = {
      max: operation.perMinute * parts.settings.rateFactor,
      timeWindow: '1 minute',
      // Behind the one address of a station or a village many people work: who is signed in counts alone.
      keyGenerator: async (request: FastifyRequest) =>
        (await parts.identify(request.headers as Record<string, string | undefined>)).account ?? sourceOf(request.ip),
    }
  const url = urlOf(operation)
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const started = performance.now()
    reply.raw.once('finish', () => observeRequest(label, reply.raw.statusCode, (performance.now() - started) / 1000))
    return answer(parts, label, operation, check, fn, wake, request, reply)
  }
  if (isUpload(operation.body)) {
    // A scope of its own: here every content type is a stream, never parsed.
    app.register(async (scope) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
      scope[methodOf(operation)](url, options, handler)
    })
  } else app[methodOf(operation)](url, options, handler)
}

async function answer(
  parts: Parts,
  label: string,
  operation: Operation,
  check: ReturnType<typeof inputChecker>,
  fn: Fn,
  wake: Wake,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const headers = request.headers as Record<string, string | undefined>
  const actor = await parts.identify(headers)
  checkAccount(actor, headers)
  const grant = grantOf(parts.matrix, operation.may, actor.postings)
  if (!grant)
    throw actor.kind === 'visitor'
      ? new Failure('signIn', 'access.signIn')
      : new Failure('denied', 'access.denied', { may: operation.may })
  assertProven(operation, actor, parts.clock())
  if (isWrite(operation)) checkOrigin(parts, headers)
  const key = headers['idempotency-key']
  if (needsKey(operation) && !(key && /^[\w-]{8,80}$/.test(key))) throw new Failure('invalid', 'request.keyMissing')
  const uploading = isUpload(operation.body)
  const input = check({ params: request.params, query: request.query, body: uploading ? undefined : request.body })
  const upload = uploading ? await receive(parts, operation, request) : undefined
  try {
    if (upload) input.body = upload
    const county = countyOfInput(
      input,
      actor.receipt && actor.kind === 'visitor' ? Number(actor.receipt.subject.slice(0, 6)) : actor.county,
    )
    const fingerprint = upload ? [input.params, upload.sha256] : [input.params, input.query, input.body]
    const run: RunRequest = {
      actor,
      grant,
      county,
      headers,
      address: request.ip,
      ...(needsKey(operation) ? { keyed: keyed(actor, label, key as string, fingerprint, subjectOf(input)) } : {}),
    }
    const result = await runOnce(parts, run, (ctx) => {
      recordAudit(ctx, label, operation, input)
      return fn(ctx, input)
    })
    if (result.published) wake()
    for (const cookie of result.cookies) reply.header('set-cookie', writeCookie(cookie, parts.settings))
    if (isDownload(operation.reply)) return send(reply, result.value as Download)
    // What the reply's schema does not name is left out. The schema is compiled at the first reply, not at every start.
    return reply
      .header('cache-control', 'no-store')
      .type('application/json; charset=utf-8')
      .send(reply.serializeInput(result.value as Json, operation.reply as Json))
  } catch (error) {
    throw isForeignCursor(input, error) ? new Failure('invalid', 'request.invalid', { errors: [notACursor] }) : error
  } finally {
    if (upload) await parts.files.discard(upload)
  }
}

/** A cursor that somebody edited has the right shape and the wrong words: the database cannot take them for a time or an id. */
const isForeignCursor = ({ query }: Input, error: unknown): boolean =>
  query.after !== undefined && ['22007', '22P02'].includes((error as { code?: string }).code ?? '')
const notACursor = { path: 'query/after', message: 'is not a cursor of this list' }

/**
 * What waited on a device belongs to the account that wrote it: sent after that one's session has ended, or while another
 * is signed in, it is not taken for something else (a visitor's own report, somebody else's act). The device keeps it.
 */
function checkAccount(actor: Actor, headers: Record<string, string | undefined>): void {
  const meant = headers['doorstep-account']
  if (meant === undefined || meant === actor.account) return
  throw actor.account === null ? new Failure('signIn', 'access.signIn') : new Failure('signIn', 'access.otherAccount')
}

function receive(parts: Parts, operation: Operation, request: FastifyRequest): Promise<Upload> {
  if (!isUpload(operation.body) || !request.body) throw new Failure('invalid', 'request.invalid', { reason: 'empty' })
  const { types, maxBytes } = operation.body['x-upload']
  if (Number(request.headers['content-length'] ?? 0) > maxBytes)
    throw new Failure('tooLarge', 'request.tooLarge', { maxMegabytes: Math.round(maxBytes / 1e6) })
  return parts.files.receive(request.body as Readable, { types, maxBytes })
}

/** A browser says where a request comes from; a write from another site is refused. Tools send neither header. */
function checkOrigin(parts: Parts, headers: Record<string, string | undefined>): void {
  const { origin, host } = headers
  if (headers['sec-fetch-site'] === 'cross-site') throw new Failure('denied', 'request.origin')
  if (!origin || origin === 'null') {
    if (origin === 'null') throw new Failure('denied', 'request.origin')
    return
  }
  const from = URL.canParse(origin) ? new URL(origin).host : ''
  if (from !== host && from !== new URL(parts.settings.publicUrl).host) throw new Failure('denied', 'request.origin')
}

/** What a request is about: the first id in its path, else the one its body brings along. */
function subjectOf({ params, body }: Input): string | null {
  const { id } = (body ?? {}) as { id?: unknown }
  return Object.values(params)[0] ?? (typeof id === 'string' ? id : null)
}

/** Every write and every read of personal data leaves a line, in the same transaction as what it did. */
function recordAudit(ctx: Ctx, label: string, operation: Operation, input: Input): void {
  if (!isWrite(operation) && !operation.personal) return
  const { reason } = (input.body ?? {}) as { reason?: unknown }
  // Of staff it says why they looked or did it. What a person gives as a reason is content, and stays with their record.
  const staff = ctx.actor.postings.some(({ role }) => role !== 'resident' && role !== 'visitor')
  ctx.audit({
    operation: label,
    subject: subjectOf(input),
    reason: staff && typeof reason === 'string' ? reason : null,
  })
}

/** Of IPv6 the first half: whoever has one address there has the whole rest. */
function sourceOf(address: string): string {
  if (!isIPv6(address) || /^::ffff:\d+\.\d/i.test(address)) return address
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const whole =
    tail === undefined ? groups : [...groups, ...Array(8 - groups.length - after.length).fill('0'), ...after]
  return whole.slice(0, 4).join(':')
}

/** Whatever was brought in as a file runs nothing and shows in no frame, opened by itself or not. */
const asFile =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; sandbox; frame-ancestors 'none'"
const isShown = (type: string): boolean => /^(image\/(jpeg|png|webp)|audio\/|text\/(html|css))/.test(type)
/** Marks that turn text around, control characters and what separates folders have no place in a name. */
const fileName = (name: string): string =>
  encodeURIComponent(name.toWellFormed().replace(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, '')).replace(
    /['()]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  )

function send(reply: FastifyReply, file: Download): FastifyReply {
  reply
    .code(file.status ?? 200)
    .header('content-type', file.type)
    .header('cache-control', 'no-store')
  if (!/^text\/(html|css)/.test(file.type)) reply.header('content-security-policy', asFile)
  if (file.filename) reply.header('content-disposition', `attachment; filename*=UTF-8''${fileName(file.filename)}`)
  else if (!isShown(file.type)) reply.header('content-disposition', 'attachment')
  for (const [name, value] of Object.entries(file.headers ?? {})) reply.header(name, value)
  return reply.send(typeof file.body === 'string' || 'pipe' in file.body ? file.body : Buffer.from(file.body))
}
