import { polygonsOf } from '@doorstep/geo/measure.ts'
import type { Shape } from '@doorstep/geo/types.ts'
import { union } from 'polyclip-ts'

type Rings = [number, number][][][]
const ringsOf = (shape: Shape): Rings =>
  polygonsOf(shape).map((rings) => rings.map((ring) => ring.map(([lon = 0, lat = 0]) => [lon, lat])))

/** The ground of all of them together; null where one of them has no border, for then nobody knows. */
export function uniteShapes(shapes: readonly (Shape | null)[]): Shape | null {
  const known = shapes.filter((shape) => shape !== null)
  const [first, ...others] = known.map(ringsOf)
  if (!first || known.length < shapes.length) return null
  const rings = union(first, ...others) as Rings
  const [only, ...more] = rings
  return only && more.length === 0
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: rings }
}
