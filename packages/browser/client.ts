import type { Contract, InputOf, Operation, Problem, ReplyOf } from '@doorstep/contract'
import { v4 } from 'uuid'

/** Not crypto.randomUUID: a phone that opens the demo over plain http has none. */
export const newKey = (): string => v4()

type Parts<I> = {
  [K in keyof I as I[K] extends undefined
    ? never
    : keyof I[K] extends never
      ? I[K] extends object
        ? never
        : K
      : K]: I[K]
}
/** What a call takes: `params`, `query` and `body`, each only where the operation has it. */
export type CallInput<O> = Parts<InputOf<O>>
export type CallOptions = {
  /** Idempotency-Key; made anew for every call unless given. The outbox gives the same one on every try. */
  key?: string
  signal?: AbortSignal
  /** Milliseconds until a call counts as lost. */
  timeout?: number
  /** What the outbox says beside the body: whose it is, when it was done. */
  headers?: Readonly<Record<string, string>>
}
type Call<O> = (
  ...args: keyof CallInput<O> extends never
    ? [input?: Record<string, never>, options?: CallOptions]
    : [input: CallInput<O>, options?: CallOptions]
) => Promise<ReplyOf<O>>
export type Client<C extends Contract> = { [K in keyof C]: Call<C[K]> }

/** A refusal of the server, or (status 0) no answer at all. `problem` is its RFC 9457 body. */
export class ProblemError extends Error {
  readonly problem: Partial<Problem>
  constructor(problem: Partial<Problem>) {
    super(problem.code ?? 'no answer')
    this.problem = problem
  }
  /** Nothing came back: no signal, or the server is away. What was sent may or may not have arrived; a repeat is harmless. */
  get unreachable(): boolean {
    return !this.problem.status || this.problem.status === 502 || this.problem.status === 504
  }
}

/** What a browser keeps of a contract: method, path, and whether it is served outside /api. The build strips the schemas. */
export type Route = Pick<Operation, 'repeat' | 'root'> &
  Partial<Record<'get' | 'post' | 'put' | 'patch' | 'delete', string>>
const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

export type RawInput = { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown }

let language: () => string = () => 'zh-CN'
/** The language in which problems are told; the shell sets it. */
export const speakIn = (tell: () => string): void => {
  language = tell
}

let stepUp: (() => Promise<boolean>) | undefined
let steppingUp: Promise<boolean> | undefined
/** What asks the person to prove once more who they are; answers whether they did. The shell sets it. */
export const onFreshNeeded = (ask: () => Promise<boolean>): void => {
  stepUp = ask
}
/** Several calls that are refused at once ask one time. */
function proved(): Promise<boolean> {
  steppingUp ??= (stepUp?.() ?? Promise.resolve(false)).finally(() => {
    steppingUp = undefined
  })
  return steppingUp
}

export function urlFor(route: Route, input: RawInput = {}): string {
  const method = methods.find((candidate) => route[candidate] !== undefined) ?? 'get'
  const path = (route[method] as string).replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(input.params?.[name] ?? ''),
  )
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {}))
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value))
  const text = query.toString()
  return (route.root ? '' : '/api') + path + (text ? `?${text}` : '')
}

/**
 * One call by route; the typed `client` below and the outbox go through it. What the server shows only to a session that
 * proved itself lately is asked again after a step-up, under the same key. @throws ProblemError
 */
export async function callRoute(route: Route, input: RawInput = {}, options: CallOptions = {}): Promise<unknown> {
  const once = { ...options, key: options.key ?? newKey() }
  try {
    return await callOnce(route, input, once)
  } catch (error) {
    const stale = error instanceof ProblemError && error.problem.code === 'access.fresh'
    if (!stale || !(await proved())) throw error
    return callOnce(route, input, once)
  }
}

async function callOnce(route: Route, input: RawInput, options: CallOptions): Promise<unknown> {
  const method = methods.find((candidate) => route[candidate] !== undefined) ?? 'get'
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': language(),
    ...options.headers,
  }
  const init: RequestInit = {
    method: method.toUpperCase(),
    headers,
    credentials: 'same-origin',
    signal: deadline(options),
  }
  if (method !== 'get' && route.repeat !== 'natural') headers['idempotency-key'] = options.key ?? newKey()
  if (input.body instanceof Blob) {
    headers['content-type'] = input.body.type.split(';')[0] || 'application/octet-stream'
    init.body = input.body
  } else if (input.body !== undefined) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(input.body)
  }
  const response = await fetch(urlFor(route, input), init).catch(() => {
    throw new ProblemError({})
  })
  if (response.ok) return response.headers.get('content-type')?.includes('json') ? response.json() : response.blob()
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>
  throw new ProblemError({ ...problem, status: response.status })
}

/** By hand, because the browsers of older phones know neither AbortSignal.timeout nor AbortSignal.any. */
function deadline({ signal, timeout = 30_000 }: CallOptions): AbortSignal {
  const controller = new AbortController()
  const stop = () => controller.abort()
  const timer = setTimeout(stop, timeout)
  controller.signal.addEventListener('abort', () => clearTimeout(timer))
  signal?.addEventListener('abort', stop)
  return controller.signal
}

/** The typed client of one module's contract: `client(matters).accept({ params: { id }, body: {} })`. */
export function client<C extends Contract>(contract: C): Client<C> {
  return Object.fromEntries(
    Object.entries(contract).map(([name, operation]) => [
      name,
      (input?: RawInput, options?: CallOptions) => callRoute(operation as unknown as Route, input, options),
    ]),
  ) as unknown as Client<C>
}
