import type { Static, TObject, TSchema } from 'typebox'

type Verb = { get: string } | { post: string } | { put: string } | { patch: string } | { delete: string }
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

/** One operation: path, permission, input, reply and failures in one object. Routes, OpenAPI 3.1 and the typed client derive from it. */
export type Operation = Verb & {
  /** One plain sentence, shown in the API docs. */
  summary: string
  /** Permission of the role matrix; what the matrix does not grant is denied. */
  may: string
  /** Schema of path parameters; those not named here are ids. */
  params?: TObject
  query?: TObject
  body?: TSchema
  reply: TSchema
  /** Codes this operation may fail with, besides the common ones. */
  fails: readonly string[]
  /** Writes ask for an Idempotency-Key and replay the first answer. `natural`: repeating it is harmless by itself (sign-in, sign-out). */
  repeat?: 'key' | 'natural'
  /** Reading personal data is written to the audit log; every write is, always. */
  personal?: boolean
  /**
   * The account must have proved lately who it is, by signing in or by a step-up: `now` within ten minutes, `lately` within
   * the span that its county chose. Receipts are short-lived by themselves. Stale: `access.fresh`.
   */
  fresh?: 'now' | 'lately'
  /** Served outside `/api` (public pages). */
  root?: boolean
  /** At most this many calls a minute from one address and account. */
  perMinute?: number
}
export type Contract = Readonly<Record<string, Operation>>
export const contract = <const C extends Contract>(operations: C): C => operations

type ParamNames<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer Tail}`
    ? Name | ParamNames<Tail>
    : Rest
  : never
export type PathOf<O> = O extends
  | { get: infer P }
  | { post: infer P }
  | { put: infer P }
  | { patch: infer P }
  | { delete: infer P }
  ? P extends string
    ? P
    : never
  : never
type ParamsOf<O> = O extends { params: infer P extends TSchema } ? Static<P> : { [K in ParamNames<PathOf<O>>]: string }
type PartOf<O, Part extends string> = O extends { [K in Part]: infer S extends TSchema } ? Static<S> : undefined

export type InputOf<O> = { params: ParamsOf<O>; query: PartOf<O, 'query'>; body: PartOf<O, 'body'> }
export type ReplyOf<O> = O extends { reply: infer R extends TSchema } ? Static<R> : never
/** What happens: one function per operation, same name. */
export type Service<C extends Contract, Ctx> = {
  [K in keyof C]: (ctx: Ctx, input: InputOf<C[K]>) => Promise<ReplyOf<C[K]>>
}

export const methodOf = (operation: Operation): Method => methods.find((method) => method in operation) as Method
const pathOf = (operation: Operation): string => (operation as unknown as Record<Method, string>)[methodOf(operation)]
export const urlOf = (operation: Operation): string => (operation.root ? '' : '/api') + pathOf(operation)
export const paramNames = (operation: Operation): string[] =>
  [...pathOf(operation).matchAll(/:(\w+)/g)].map((m) => m[1] as string)
export const isWrite = (operation: Operation): boolean => methodOf(operation) !== 'get'
export const needsKey = (operation: Operation): boolean => isWrite(operation) && operation.repeat !== 'natural'
