import { County, Failure, Id, type Operation, paramNames, type TSchema, t } from '@doorstep/contract'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'

type Issue = { path: string; message: string }
export type Input = { params: Record<string, string>; query: Record<string, unknown>; body: unknown }

/** Schema of an operation's path parameters: ids, unless the contract says otherwise. */
export function paramsSchema(operation: Operation): TSchema {
  return t.Object(
    Object.fromEntries(paramNames(operation).map((name) => [name, operation.params?.properties?.[name] ?? Id])),
  )
}
export const isUpload = (
  schema: TSchema | undefined,
): schema is TSchema & { 'x-upload': { types: string[]; maxBytes: number } } => !!schema && 'x-upload' in schema
export const isDownload = (schema: TSchema): schema is TSchema & { 'x-download': string[] } => 'x-download' in schema

type Raw = { params: unknown; query: unknown; body: unknown }
/**
 * Checks and converts the three parts of a request. Unknown properties are refused at every depth, not ignored: a typo
 * must not lose what was typed. Compiled at the first request, not at every start.
 */
export function inputChecker(operation: Operation): (raw: Raw) => Input {
  let checker: ((raw: Raw) => Input) | undefined
  return (raw) => {
    checker ??= compiled(operation)
    return checker(raw)
  }
}

function compiled(operation: Operation): (raw: Raw) => Input {
  const params = Compile(closed(paramsSchema(operation)))
  const querySchema = operation.query ?? t.Object({})
  const query = Compile(closed(querySchema))
  const body = operation.body && !isUpload(operation.body) ? Compile(closed(operation.body)) : undefined
  return (raw) => {
    // A verb that needs nothing said may come without a body.
    const given = raw.body ?? (body ? {} : undefined)
    const converted = Value.Default(querySchema, Value.Convert(querySchema, raw.query ?? {})) as Record<string, unknown>
    const issues = [...issuesOf('params', params, raw.params), ...issuesOf('query', query, converted)]
    issues.push(...tidy(converted, 'query'))
    if (tooDeep(given)) issues.push({ path: 'body', message: 'is nested too deeply' })
    else if (body) issues.push(...tidy(given, 'body'), ...issuesOf('body', body, given))
    else if (!operation.body && hasContent(raw.body)) issues.push({ path: 'body', message: 'takes no body' })
    if (issues.length > 0) throw new Failure('invalid', 'request.invalid', { errors: issues })
    return { params: raw.params as Record<string, string>, query: converted, body: given }
  }
}

const hasContent = (body: unknown) => body !== undefined && body !== null && Object.keys(body as object).length > 0

function issuesOf(part: string, validator: ReturnType<typeof Compile>, value: unknown): Issue[] {
  if (validator.Check(value)) return []
  const issues = validator
    .Errors(value)
    .filter(({ keyword }) => keyword !== 'additionalProperties') // each such property has an entry of its own
    .slice(0, 20)
    .map(({ keyword, instancePath, message }) => ({
      path: `${part}${instancePath}`,
      message: keyword === 'boolean' ? 'is not known here' : message,
    }))
  return issues.length > 0 ? issues : [{ path: part, message: 'does not fit its schema' }]
}

/** The same schema, as plain JSON, with every object closed that does not say itself what else it takes. */
function closed(schema: TSchema): TSchema {
  return closedPart(JSON.parse(JSON.stringify(schema))) as TSchema
}
function closedPart(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closedPart)
  if (typeof part !== 'object' || part === null) return part
  const { allOf, ...rest } = part as Record<string, unknown>
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, closedPart(value)]))
  // the parts of an intersection must leave each other's properties alone
  if (allOf) return { ...inner, allOf, unevaluatedProperties: false }
  const open = 'additionalProperties' in inner || 'patternProperties' in inner
  return inner.type === 'object' && 'properties' in inner && !open ? { ...inner, additionalProperties: false } : inner
}

const deepest = 32
/** Whatever walks through a body later must not run out of stack. */
const tooDeep = (value: unknown, depth = 0): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (depth > deepest || Object.values(value).some((inner) => tooDeep(inner, depth + 1)))

/** Marks that turn the direction of whatever follows: numbers copied from an address book bring them along, and nobody types them. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g
/** Takes such marks away. Halves of characters, which the database cannot hold, are named. */
function tidy(value: unknown, path: string): Issue[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = `${path}/${key.toWellFormed()}`
    const issues = key.isWellFormed() ? [] : [{ path: at, message: 'holds half a character' }]
    if (typeof inner !== 'string') return [...issues, ...tidy(inner, at)]
    if (!inner.isWellFormed()) return [...issues, { path: at, message: 'holds half a character' }]
    const clean = inner.replace(turning, '')
    if (clean !== inner) (value as Record<string, unknown>)[key] = clean
    return issues
  })
}

const county = Compile(County)
/** The county a request is about: what its ids or area name, else the actor's own. */
export function countyOfInput(input: Input, fallback: number): number {
  const body = (input.body ?? {}) as Record<string, unknown>
  for (const value of [
    ...Object.values(input.params),
    body.id,
    body.area,
    input.query.area,
    input.query.county,
    body.county,
  ]) {
    const head = typeof value === 'string' ? value.slice(0, 6) : ''
    if (county.Check(head)) return Number(head)
  }
  return fallback
}
