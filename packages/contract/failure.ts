/** What can go wrong, by kind; the kind decides the HTTP status. One table for the whole product. */
export const statusOf = {
  invalid: 400,
  signIn: 401,
  denied: 403,
  missing: 404,
  tooSlow: 408,
  conflict: 409,
  gone: 410,
  tooLarge: 413,
  unsupported: 415,
  unprocessable: 422,
  tooMany: 429,
  unavailable: 503,
  full: 507,
} as const
export type FailureKind = keyof typeof statusOf
export type Failures = Readonly<Record<string, FailureKind>>

/** Failures that any operation may answer with; words in packages/contract/locales. */
export const commonFailures = {
  'request.invalid': 'invalid',
  'request.keyMissing': 'invalid',
  'request.keyReused': 'unprocessable',
  'request.unsupported': 'unsupported',
  'request.tooLarge': 'tooLarge',
  'request.tooMany': 'tooMany',
  'request.tooSlow': 'tooSlow',
  'request.origin': 'denied',
  'access.signIn': 'signIn',
  'access.denied': 'denied',
  'access.outside': 'denied',
  'access.fresh': 'denied',
  'access.secondFactor': 'denied',
  'server.busy': 'unavailable',
  'server.full': 'full',
  'server.missing': 'missing',
} as const satisfies Failures

/** An expected failure. `code` is stable and has words in both languages; `data` fills their placeholders. */
export class Failure extends Error {
  readonly kind: FailureKind
  readonly code: string
  readonly data: Readonly<Record<string, unknown>>
  constructor(kind: FailureKind, code: string, data: Record<string, unknown> = {}) {
    super(code)
    this.kind = kind
    this.code = code
    this.data = data
  }
}

/** `const fail = failing(failures)`: throws the module's own failures, kind looked up in the module's table. */
export const failing =
  <const F extends Failures>(table: F) =>
  (code: keyof F & string, data?: Record<string, unknown>): never => {
    throw new Failure(table[code] as FailureKind, code, data)
  }

/** RFC 9457 `application/problem+json` as this product writes it. */
export type Problem = {
  type: string
  title: string
  status: number
  code: string
  data?: Record<string, unknown>
  errors?: { path: string; message: string }[]
  requestId?: string
}
