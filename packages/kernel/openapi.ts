import {
  commonFailures,
  type FailureKind,
  isWrite,
  methodOf,
  needsKey,
  type Operation,
  statusOf,
  type TSchema,
  urlOf,
} from '@doorstep/contract'
import type { Parts } from './ctx.ts'
import { isDownload, isUpload, paramsSchema } from './input.ts'

type Json = Record<string, unknown>
const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string', description: 'words for people, in the language of Accept-Language' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'stable' },
    data: { type: 'object' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
    requestId: { type: 'string' },
  },
}
const plain = (schema: TSchema): Json => JSON.parse(JSON.stringify(schema)) as Json

/** Status → codes this operation may answer with. */
export function failuresOf(operation: Operation, table: Readonly<Record<string, FailureKind>>): Map<number, string[]> {
  const codes = [...Object.keys(commonFailures), ...operation.fails]
  const map = new Map<number, string[]>()
  for (const code of codes) {
    const kind = (commonFailures as Record<string, FailureKind>)[code] ?? table[code]
    if (!kind) throw new Error(`failure ${code} has no kind`)
    map.set(statusOf[kind], [...(map.get(statusOf[kind]) ?? []), code])
  }
  return map
}

function operationObject(
  module: string,
  name: string,
  operation: Operation,
  table: Readonly<Record<string, FailureKind>>,
): Json {
  const parameters: Json[] = []
  const params = paramsSchema(operation) as unknown as { properties: Record<string, TSchema> }
  for (const [key, schema] of Object.entries(params.properties))
    parameters.push({ name: key, in: 'path', required: true, schema: plain(schema) })
  const query = operation.query as unknown as { properties?: Record<string, TSchema>; required?: string[] } | undefined
  for (const [key, schema] of Object.entries(query?.properties ?? {}))
    parameters.push({
      name: key,
      in: 'query',
      required: query?.required?.includes(key) ?? false,
      schema: plain(schema),
    })
  if (needsKey(operation))
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      description: 'any string the client makes; a repeat replays the first answer',
      schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{8,80}$' },
    })
  // The two of them together, from clients that were without a signal; any other time is the time of arrival.
  if (needsKey(operation))
    for (const [name, description] of [
      ['Doorstep-Done-At', 'when it was done, by the clock of the device; staff only'],
      ['Doorstep-Device-Now', 'what the clock of the device shows while it is sent'],
    ] as const)
      parameters.push({
        name,
        in: 'header',
        required: false,
        description,
        schema: { type: 'string', format: 'date-time' },
      })
  const object: Json = {
    operationId: `${module}.${name}`,
    tags: [module],
    summary: operation.summary,
    description: `Permission: \`${operation.may}\`${operation.fresh ? `; proved ${operation.fresh}` : ''}`,
    parameters,
    responses: {
      '200': { description: 'done', content: replyContent(operation) },
      ...Object.fromEntries(
        [...failuresOf(operation, table)].map(([status, codes]) => [
          String(status),
          {
            description: codes.join(', '),
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
    security: operationSecurity(operation),
  }
  if (isUpload(operation.body))
    object.requestBody = {
      required: true,
      content: Object.fromEntries(operation.body['x-upload'].types.map((type) => [type, { schema: {} }])),
    }
  else if (operation.body)
    object.requestBody = { required: true, content: { 'application/json': { schema: plain(operation.body) } } }
  return object
}

const operationSecurity = (operation: Operation): Json[] =>
  isWrite(operation) || operation.personal ? [{ session: [] }, {}] : [{}, { session: [] }]

function replyContent(operation: Operation): Json {
  if (isDownload(operation.reply))
    return Object.fromEntries(operation.reply['x-download'].map((type) => [type, { schema: {} }]))
  return { 'application/json': { schema: plain(operation.reply) } }
}

/** The OpenAPI 3.1 document of everything that is served. */
export function openApi(parts: Pick<Parts, 'modules' | 'settings'>): Json {
  const paths: Record<string, Json> = {}
  for (const module of parts.modules)
    for (const [name, operation] of Object.entries(module.contract as Record<string, Operation>)) {
      const path = urlOf(operation).replace(/:(\w+)/g, '{$1}')
      paths[path] = {
        ...paths[path],
        [methodOf(operation)]: operationObject(module.name, name, operation, module.failures),
      }
    }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Doorstep',
      version: parts.settings.version,
      description: 'Neighbourhood policing and grassroots services',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: parts.modules.map(({ name }) => ({ name })),
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'doorstep_session' } },
    },
  }
}
