import { grantOf, matrixOf, type Operation, type Role, roles } from '@doorstep/contract'
import type { AnyModule } from '@doorstep/kernel'
import { modules } from '../../apps/server/modules.ts'
import type { Reply, TestApp, Who } from './app.ts'
import { type AnySamples, type Peculiar, type Place, placeOf, type Relation, type Sample } from './sample.ts'
import { world } from './world.ts'

export type Entry = {
  module: AnyModule
  name: string
  label: string
  operation: Operation
  sample: AnySamples[string]
  peculiar: Peculiar
}

/** Every operation of every module with its sample; a module without samples fails the run. */
export async function everyOperation(): Promise<Entry[]> {
  const lists = await Promise.all(
    modules.map(async (module) => {
      const { samples, peculiar = {} } = (await import(`../../modules/${module.name}/samples.ts`)) as {
        samples: AnySamples
        peculiar?: Record<string, Peculiar>
      }
      return Object.entries(module.contract as Record<string, Operation>).map(([name, operation]): Entry => {
        const sample = samples[name]
        if (!sample) throw new Error(`${module.name}/samples.ts has no sample for ${name}`)
        return { module, name, label: `${module.name}.${name}`, operation, sample, peculiar: peculiar[name] ?? {} }
      })
    }),
  )
  return lists.flat()
}
const matrix = matrixOf(modules)

/** Where a role is usually posted, and in which unit. */
function postOf(role: Role): { area: string; unit?: string } {
  if (role === 'departmentClerk') return { area: world.county, unit: 'housing' }
  if (role === 'countyAdmin' || role === 'auditor') return { area: world.county }
  if (role === 'deputyChief' || role === 'chief' || role === 'commandRoom' || role === 'centreClerk')
    return { area: world.township }
  return { area: world.community }
}
export const whoIs = (t: TestApp, role: Role): Promise<Who> | Who =>
  role === 'visitor' ? t.visitor : t.as(role, postOf(role).area, postOf(role).unit)

/** A role that may do it in its own area; the strongest first, so that preconditions are few. */
export function roleFor(operation: Operation): Role {
  const order: Role[] = [
    'chief',
    'officer',
    'countyAdmin',
    'departmentClerk',
    'auxiliary',
    'resident',
    'visitor',
    ...roles,
  ]
  const found = order.find((role) => grantOf(matrix, operation.may, postingsOf(role)))
  if (!found) throw new Error(`nobody may ${operation.may}`)
  return found
}
const postingsOf = (role: Role) => [
  ...(role === 'visitor' || role === 'resident'
    ? []
    : [{ role, area: postOf(role).area, unit: postOf(role).unit ?? null }]),
  { role: role === 'visitor' ? ('visitor' as const) : ('resident' as const), area: world.county, unit: null },
]

function urlWith(url: string, sample: Sample): string {
  const path = url.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(sample.params?.[name] ?? ''))
  const query = new URLSearchParams(
    Object.entries(sample.query ?? {}).map(([name, value]) => [name, String(value)]),
  ).toString()
  return query ? `${path}?${query}` : path
}

export function ask(t: TestApp, who: Who, method: string, url: string, sample: Sample, key: string): Promise<Reply> {
  const bytes = sample.body instanceof Uint8Array
  return t.app.inject({
    method: method.toUpperCase() as 'GET',
    url: urlWith(url, sample),
    headers: {
      'idempotency-key': key,
      ...who.headers,
      ...sample.headers,
      ...(sample.body === undefined
        ? {}
        : { 'content-type': sample.type ?? (bytes ? 'image/jpeg' : 'application/json') }),
    },
    ...(sample.body === undefined
      ? {}
      : { payload: bytes ? Buffer.from(sample.body as Uint8Array) : JSON.stringify(sample.body) }),
  })
}

export type Expected = { status: number | 'empty' | 'ok'; why: string }
/** What the matrix declares for a role that stands in this relation to the thing. */
export function expectedFor(entry: Entry, role: Role, relation: Relation, place: Place): Expected {
  const exception = entry.peculiar.except?.[role]
  const grant = grantOf(matrix, entry.operation.may, postingsOf(role))
  if (!grant)
    return role === 'visitor' ? { status: 401, why: 'not signed in' } : { status: 403, why: 'not in the matrix' }
  if (exception) return { status: 403, why: exception }
  if (grant.everyone) return { status: 'ok', why: 'open to everyone' }
  if (grant.scopes.some((scope) => place.area.startsWith(scope))) return { status: 'ok', why: 'inside the area' }
  if (relation === 'own' && (grant.own || grant.asked || grant.units.length > 0))
    return { status: 'ok', why: 'own, asked or handed over' }
  const outside =
    entry.peculiar.outside ??
    (Object.keys(entry.operation).includes('get') && !JSON.stringify(entry.operation).includes('/:')
      ? 'empty'
      : JSON.stringify(entry.operation).includes('/:id')
        ? 404
        : 403)
  return { status: outside === 'same' ? 'ok' : outside, why: 'outside of the reach' }
}
export { placeOf }
