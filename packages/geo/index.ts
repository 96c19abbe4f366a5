/** Pure geometry for areas, in the browser and on the server. The demo county is apart: `@doorstep/geo/county.ts`. */
export { parseGeoJson } from './geojson.ts'
export { locator } from './locate.ts'
export { areaM2, bbox, centroid, distance } from './measure.ts'
export { type Gap, gaps, type Overlap, overlaps } from './overlay.ts'
export type { Problem, ProblemCode, ReadFeature, ReadResult } from './problems.ts'
export { type CoordinateSystem, fromWgs84, toWgs84 } from './shift.ts'
export type { Box, Point, Shape, Shaped } from './types.ts'
