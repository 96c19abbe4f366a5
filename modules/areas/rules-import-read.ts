/**
 * What a feature of an imported file wants to be: which area, under which name. Only the columns below are read. Everything
 * else that the file carries is dropped and named in the report, so that nobody's data comes in with a map.
 */
import type { ReadFeature } from '@doorstep/geo'
import { type GridKind, gridCode, gridKinds, levelOf, parseGridCode, trimCode } from './rules.ts'

export type ImportProblem = {
  /** place in the file, from 0; undefined where the whole file is meant */
  feature?: number
  name?: string
  /** key under `areas.problems` */
  code: string
  /** `rejected`: the feature is left out; `repaired`: taken, mended; `noted`: taken as it is */
  severity: 'rejected' | 'repaired' | 'noted'
  detail: Record<string, string | number>
}

export type Wanted = {
  feature: number
  /** undefined: a new grid, whose number is still to be given */
  code?: string
  /** undefined: the area keeps the name it has, or gets one from its community and number */
  name?: string
  community?: string
  kind: GridKind
  geometry: ReadFeature['geometry']
}

/** What may stand over a column that is read. */
export const columns = {
  code: ['code', '编码', '代码', '网格编码'],
  name: ['name', 'NAME', 'Name', '名称', '网格名称', 'title'],
  community: ['community', 'parent', '社区编码', '村社区编码'],
  kind: ['kind', '类型', '网格类型'],
} as const
const read = new Set<string>([...Object.values(columns).flat(), 'level'])

const kindWords: Readonly<Record<string, GridKind>> = {
  ...(Object.fromEntries(Object.keys(gridKinds).map((kind) => [kind, kind])) as Record<GridKind, GridKind>),
  基础: 'basic',
  普通: 'basic',
  基础网格: 'basic',
  学校: 'school',
  校园: 'school',
  市场: 'market',
  商圈: 'market',
  商超: 'market',
  医院: 'hospital',
}

function textOf(properties: Record<string, unknown>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = properties[name]
    if (typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')) return String(value).trim()
  }
  return undefined
}

/** @param county six digits that every code must begin with */
export function readWanted({ index, geometry, properties }: ReadFeature, county: string): Wanted | ImportProblem {
  const name = textOf(properties, columns.name)?.slice(0, 60)
  const refuse = (code: string, detail: ImportProblem['detail'] = {}): ImportProblem => ({
    feature: index,
    ...(name ? { name } : {}),
    code,
    severity: 'rejected',
    detail,
  })
  const typed = textOf(properties, columns.code)
  const code = typed === undefined ? undefined : trimCode(typed)
  if (typed !== undefined && (!code || code.length < 6)) return refuse('codeInvalid', { code: typed })
  if (code && !code.startsWith(county)) return refuse('codeOutside', { code, county })
  const parent = textOf(properties, columns.community)
  const community = parent && levelOf(trimCode(parent) ?? '') === 'community' ? trimCode(parent) : undefined
  if (!code && parent && !community?.startsWith(county)) return refuse('communityUnknown', { code: parent })
  const word = textOf(properties, columns.kind)
  const kind = (code && parseGridCode(code)?.kind) ?? (code ? 'basic' : kindWords[word ?? 'basic'])
  if (!kind) return refuse('kindUnknown', { kind: word ?? '' })
  return {
    feature: index,
    ...(code ? { code } : {}),
    ...(name ? { name } : {}),
    ...(community ? { community } : {}),
    kind,
    geometry,
  }
}

export const isProblem = (one: Wanted | ImportProblem): one is ImportProblem => 'severity' in one

/** Columns that are not taken, in the order in which they are met. */
export function droppedColumns(features: readonly ReadFeature[]): string[] {
  return [...new Set(features.flatMap(({ properties }) => Object.keys(properties)))].filter((name) => !read.has(name))
}

/** The first free number of a community and kind; undefined when all 99 are taken, ended ones included. */
export function freeGridCode(community: string, kind: GridKind, taken: (code: string) => boolean): string | undefined {
  for (let order = 1; order <= 99; order++) {
    const code = gridCode(community, kind, order)
    if (!taken(code)) return code
  }
  return undefined
}
