import type { Position } from 'geojson'
import { polygonsOf } from './measure.ts'
import type { Problem, ReadFeature } from './problems.ts'
import type { Shape } from './types.ts'

/** The later of two equal shapes goes; two of the same name stay, since two villages may well have one. */
export function withoutDuplicates(features: ReadFeature[], problems: Problem[]): ReadFeature[] {
  const shapes = new Map<string, number>()
  const names = new Map<string, number>()
  return features.filter(({ index, name, geometry }) => {
    const label = name === undefined ? { feature: index } : { feature: index, name }
    const same = shapes.get(fingerprint(geometry))
    if (same !== undefined) {
      problems.push({ ...label, code: 'duplicateShape', severity: 'rejected', detail: { other: same } })
      return false
    }
    shapes.set(fingerprint(geometry), index)
    const namesake = name === undefined ? undefined : names.get(name)
    if (namesake !== undefined) {
      problems.push({ ...label, code: 'duplicateName', severity: 'noted', detail: { other: namesake } })
    } else if (name !== undefined) names.set(name, index)
    return true
  })
}

/** The same for equal shapes, wherever their rings begin and in whatever order they come. */
function fingerprint(shape: Shape): string {
  const ringText = (ring: Position[]) => ring.slice(1).map(String).sort().join(' ')
  return polygonsOf(shape).flat().map(ringText).sort().join('|')
}
