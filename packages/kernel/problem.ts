import { Failure, type Problem, statusOf } from '@doorstep/contract'

export const problemType = 'application/problem+json; charset=utf-8'
type Words = (code: string, data: Readonly<Record<string, unknown>>) => string

/** Database refusals that a person can meet, as failures. Everything else is our own mistake and stays a 500. */
const ofPostgres: Record<string, () => Failure> = {
  '42501': () => new Failure('denied', 'access.outside'), // row-level security refused the new row
  '40001': () => new Failure('unavailable', 'server.busy'),
  '40P01': () => new Failure('unavailable', 'server.busy'),
  '53300': () => new Failure('unavailable', 'server.busy'),
  '57P01': () => new Failure('unavailable', 'server.busy'),
  '57P03': () => new Failure('unavailable', 'server.busy'),
  '22P05': () => new Failure('invalid', 'request.invalid', { reason: 'character' }),
  '22003': () => new Failure('invalid', 'request.invalid', { reason: 'number' }), // out of its range
  '22008': () => new Failure('invalid', 'request.invalid', { reason: 'date' }), // 30 February
  '22021': () => new Failure('invalid', 'request.invalid', { reason: 'character' }),
}
const ofNetwork = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'])
const ofFastify: Record<string, () => Failure> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new Failure('unsupported', 'request.unsupported'),
  FST_ERR_CTP_BODY_TOO_LARGE: () => new Failure('tooLarge', 'request.tooLarge', { maxMegabytes: 1 }),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => new Failure('invalid', 'request.invalid', { reason: 'empty' }),
  FST_ERR_CTP_INVALID_JSON_BODY: () => new Failure('invalid', 'request.invalid', { reason: 'json' }),
  FST_ERR_BAD_URL: () => new Failure('invalid', 'request.invalid', { reason: 'address' }),
  FST_ERR_MAX_PARAM_LENGTH: () => new Failure('invalid', 'request.invalid', { reason: 'address' }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => new Failure('invalid', 'request.invalid', { reason: 'length' }),
}

/** The failure behind any error, or `undefined` for a mistake of ours. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error
  const { code, statusCode, message } = error as { code?: string; statusCode?: number; message?: string }
  const known = code === undefined ? undefined : (ofFastify[code] ?? ofPostgres[code])
  if (known) return known()
  if (code !== undefined && ofNetwork.has(code)) return new Failure('unavailable', 'server.busy')
  if (message?.includes('timeout exceeded when trying to connect') || message?.includes('Connection terminated'))
    return new Failure('unavailable', 'server.busy')
  if (statusCode === 429) return new Failure('tooMany', 'request.tooMany')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new Failure('invalid', 'request.invalid', { reason: 'json' })
  return undefined
}

/** @returns status and RFC 9457 body, in the reader's language. */
export function problemOf(error: unknown, words: Words, requestId: string): { status: number; body: Problem } {
  const failure = failureOf(error)
  const code = failure?.code ?? 'server.failed'
  const status = failure ? statusOf[failure.kind] : 500
  const { errors, ...data } = failure?.data ?? {}
  const body: Problem = { type: `/problems/${code}`, title: words(code, data), status, code, requestId }
  if (Object.keys(data).length > 0) body.data = data
  if (Array.isArray(errors)) body.errors = errors as Problem['errors'] & object
  return { status, body }
}
