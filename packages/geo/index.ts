/** Pure geometry for areas, in the browser and on the server. The demo county is apart: `@doorstep/geo/county.ts`. */
export { parseGeoJson } from './geojson.ts'
export { measureJson } from './guard.ts'
export { locator } from './locate.ts'
export { areaM2, centroid } from './measure.ts'
export { gaps, overlaps } from './overlay.ts'
export type { ReadFeature, ReadResult } from './problems.ts'
export type { Shape } from './types.ts'
