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

/** Checks and converts the three parts of a request. Unknown properties are refused, not ignored: a typo must not lose what was typed. */
export function inputChecker(operation: Operation): (raw: { params: unknown; query: unknown; body: unknown }) => Input {
  // Built anew, not spread: a spread drops the hidden kind by which Value.Convert knows what a query's text should become.
  const closed = (schema: TSchema): TSchema =>
    'properties' in schema && !('additionalProperties' in schema)
      ? t.Object(schema.properties as Record<string, TSchema>, { additionalProperties: false })
      : schema
  const params = Compile(closed(paramsSchema(operation)))
  const querySchema = closed(operation.query ?? t.Object({}))
  const query = Compile(querySchema)
  const body = operation.body && !isUpload(operation.body) ? Compile(closed(operation.body)) : undefined
  return (raw) => {
    const issues: Issue[] = []
    // A verb that needs nothing said may come without a body.
    const given = raw.body ?? (body ? {} : undefined)
    const check = (part: string, validator: ReturnType<typeof Compile>, value: unknown) => {
      if (validator.Check(value)) return
      for (const error of validator.Errors(value).slice(0, 20))
        issues.push({ path: `${part}${error.instancePath}`, message: error.message })
      if (issues.length === 0) issues.push({ path: part, message: 'does not fit its schema' })
    }
    const converted = Value.Default(querySchema, Value.Convert(querySchema, raw.query ?? {})) as Record<string, unknown>
    check('params', params, raw.params)
    check('query', query, converted)
    if (body) check('body', body, given)
    else if (
      !operation.body &&
      raw.body !== undefined &&
      raw.body !== null &&
      Object.keys(raw.body as object).length > 0
    )
      issues.push({ path: 'body', message: 'takes no body' })
    if (issues.length > 0) throw new Failure('invalid', 'request.invalid', { errors: issues })
    return { params: raw.params as Record<string, string>, query: converted, body: given }
  }
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
