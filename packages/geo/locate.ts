import Flatbush from 'flatbush'
import { contains, distanceToEdge, prepare } from './inside.ts'
import { bbox } from './measure.ts'
import type { Point, Shaped } from './types.ts'

/** About a millimetre: how near to a border a point counts as on it, where nobody contains it. */
const borderDegrees = 1e-8

/**
 * A function that tells which feature a point lies in. On a border shared by two it is always the same one of them; where
 * features overlap the first in the list; on the outer border of all the one that the border belongs to.
 */
export function locator<T extends Shaped>(features: readonly T[]): (point: Point) => T | undefined {
  const shaped = features.filter(({ geometry }) => geometry.coordinates.length > 0)
  if (shaped.length === 0) return () => undefined
  const edges = shaped.map(({ geometry }) => prepare(geometry))
  const tree = boxTree(shaped)

  function firstWhere(lon: number, lat: number, room: number, accepts: (edges: Float64Array) => boolean): number {
    let first = -1
    tree.search(lon - room, lat - room, lon + room, lat + room, (index) => {
      if ((first < 0 || index < first) && accepts(edges[index] as Float64Array)) first = index
      return false
    })
    return first
  }

  return ({ lat, lon }) => {
    let found = firstWhere(lon, lat, 0, (candidate) => contains(candidate, lon, lat))
    if (found < 0) {
      found = firstWhere(lon, lat, borderDegrees, (candidate) => distanceToEdge(candidate, lon, lat) <= borderDegrees)
    }
    return found < 0 ? undefined : shaped[found]
  }
}

/** The bounding boxes of all features, numbered as in the list. Not for an empty list. */
export function boxTree(features: readonly Shaped[]): Flatbush {
  const tree = new Flatbush(features.length)
  for (const { geometry } of features) tree.add(...bbox(geometry))
  tree.finish()
  return tree
}
