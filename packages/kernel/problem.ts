import { Failure, type Problem, statusOf } from '@doorstep/contract'

export const problemType = 'application/problem+json; charset=utf-8'
type Words = (code: string, data: Readonly<Record<string, unknown>>) => string

/** Database refusals that a person can meet, as failures. Everything else is our own mistake and stays a 500. */
const busy = () => new Failure('unavailable', 'server.busy')
const full = () => new Failure('full', 'server.full')
const ofPostgres: Record<string, () => Failure> = {
  '42501': () => new Failure('denied', 'access.outside'), // row-level security refused the new row
  '40001': busy,
  '40P01': busy,
  '53100': full, // its disk
  '53200': busy, // its memory
  '53300': busy,
  '25006': busy, // read-only: it has just become the standby of another
  '57P01': busy, // told to end
  '57P02': busy, // another of its processes was killed
  '57P03': busy, // just starting
  '58030': busy, // its disk reports an error
  '22P05': () => new Failure('invalid', 'request.invalid', { reason: 'character' }),
  '22003': () => new Failure('invalid', 'request.invalid', { reason: 'number' }), // out of its range
  '22008': () => new Failure('invalid', 'request.invalid', { reason: 'date' }), // 30 February
  '22021': () => new Failure('invalid', 'request.invalid', { reason: 'character' }),
}
const ofDisk = new Set(['ENOSPC', 'EDQUOT'])
const ofNetwork = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'])
const ofDriver =
  /timeout exceeded when trying to connect|Connection terminated|connection error and is not queryable|Client was closed/
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
  if (code !== undefined && ofDisk.has(code)) return full()
  if (code !== undefined && ofNetwork.has(code)) return busy()
  // the driver's own words for a connection that broke off have no code
  if (message !== undefined && ofDriver.test(message)) return busy()
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
