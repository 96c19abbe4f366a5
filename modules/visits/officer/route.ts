import { distance } from '@doorstep/geo/measure.ts'
import { route } from '../rules-route.ts'
import type { Visit } from '../shared/api.ts'

export type Leg = { visit: Visit; nth: number; metres: number | null }
type Point = { lat: number; lon: number }

/** The day in its order; a visit without a point stands at the end, without a distance. */
export function legsOf(visits: readonly Visit[], from: Point | null): Leg[] {
  let here = from
  return route(visits, from).map((visit, index) => {
    const metres = here && visit.point ? distance(here, visit.point) : null
    here = visit.point ?? here
    return { visit, nth: index + 1, metres }
  })
}
