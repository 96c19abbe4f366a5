import { measureJson, parseGeoJson, type ReadResult } from '@doorstep/geo'
import { levelOf, trimCode } from './rules.ts'
import { columns } from './rules-import-read.ts'

type Raw = { type?: unknown; features?: unknown }

/**
 * Reads a file level by level. A community that was never cut has the same border as its only grid, and a county of one
 * township that of the township: the same ground twice is a mistake only within one level.
 */
export function readLayers(text: string): ReadResult {
  const file = parseRaw(text)
  if (!file || !Array.isArray(file.features)) return parseGeoJson(text)
  const features = file.features as unknown[]
  const layers = Map.groupBy(features.keys(), (at) => levelIn(features[at]))
  if (layers.size < 2) return parseGeoJson(text)
  const whole: ReadResult = { features: [], problems: [] }
  for (const places of layers.values()) {
    const layer = parseGeoJson(JSON.stringify({ ...file, features: places.map((at) => features[at]) }))
    const placeOf = (at: number) => places[at] as number
    whole.features.push(...layer.features.map((feature) => ({ ...feature, index: placeOf(feature.index) })))
    for (const problem of layer.problems)
      if (problem.feature === undefined) {
        if (!whole.problems.some(({ code }) => code === problem.code)) whole.problems.push(problem)
      } else whole.problems.push({ ...problem, feature: placeOf(problem.feature) })
  }
  whole.features.sort((a, b) => a.index - b.index)
  return whole
}

function parseRaw(text: string): Raw | undefined {
  if (measureJson(text)) return undefined
  try {
    const file = JSON.parse(text.replace(/^\uFEFF/, '')) as Raw | null
    return file?.type === 'FeatureCollection' ? file : undefined
  } catch {
    return undefined // parseGeoJson says what is wrong with it
  }
}

function levelIn(feature: unknown): string {
  const properties = (feature as { properties?: Record<string, unknown> } | null)?.properties ?? {}
  const code = columns.code.map((column) => properties[column]).find((value) => value !== undefined)
  return levelOf(trimCode(String(code ?? '')) ?? '') ?? 'grid'
}
