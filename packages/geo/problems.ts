import type { Shape } from './types.ts'

export interface ReadFeature {
  /** place in the file, from 0 */
  index: number
  name?: string
  geometry: Shape
  properties: Record<string, unknown>
}

export type ProblemCode =
  | 'notJson'
  | 'tooDeep'
  | 'tooLarge'
  | 'notFeatures'
  | 'noFeatures'
  | 'foreignCrs'
  | 'notPolygon'
  | 'badCoordinates'
  | 'outsideWorld'
  | 'swapped'
  | 'metres'
  | 'unclosedRing'
  | 'tooFewPoints'
  | 'noArea'
  | 'selfIntersection'
  | 'ringsCross'
  | 'holeOutside'
  | 'partsNested'
  | 'wrongWinding'
  | 'repeatedPoints'
  | 'duplicateShape'
  | 'duplicateName'

export interface Problem {
  /** place in the file; undefined where the whole file is meant */
  feature?: number
  name?: string
  code: ProblemCode
  /** `rejected`: the feature is not among the results; `repaired`: it is, mended; `noted`: it is, as it was */
  severity: 'rejected' | 'repaired' | 'noted'
  /** numbers for the sentence and the map: ring, lon, lat, other, count … */
  detail: Record<string, string | number>
}

export interface ReadResult {
  features: ReadFeature[]
  problems: Problem[]
}
