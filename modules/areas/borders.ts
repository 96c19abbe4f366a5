import { parseGeoJson, type Shape } from '@doorstep/geo'
import { fail } from './access.ts'
import type { ImportProblem } from './rules-import-read.ts'

export const mostProblems = 500

/** A border as the reader of files would take it. @throws areas.badShape */
export function readBorder(geometry: unknown): Shape {
  const { features, problems } = parseGeoJson(JSON.stringify(geometry))
  return features[0]?.geometry ?? fail('areas.badShape', { problems: tellProblems(problems) })
}

export const tellProblems = (problems: readonly ImportProblem[]) =>
  problems.slice(0, mostProblems).map(({ feature, name, code, severity, detail }) => ({
    feature: feature ?? null,
    name: name ?? null,
    code,
    severity,
    detail,
  }))
