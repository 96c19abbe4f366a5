/**
 * Reading areas out of a GeoJSON file that somebody drew or exported. Every feature is looked at by itself, so that one bad
 * ring does not hide the next; what can be mended without guessing is mended and said.
 */
import type { Position } from 'geojson'
import { withoutDuplicates } from './duplicates.ts'
import { measureJson } from './guard.ts'
import { bbox, signedArea } from './measure.ts'
import type { Problem, ProblemCode, ReadFeature, ReadResult } from './problems.ts'
import { findFaults, isFlat, rightWay, unitsPerDegree, withoutRepeats } from './rings.ts'
import type { Box, Shape } from './types.ts'

type Report = (code: ProblemCode, severity: Problem['severity'], detail?: Problem['detail']) => void

/** Coordinates are rounded to seven decimals (1 cm), heights dropped. Never throws. */
export function parseGeoJson(text: string): ReadResult {
  const problems: Problem[] = []
  const whole: Report = (code, severity, detail = {}) => problems.push({ code, severity, detail })
  const found = findFeatures(text, whole)
  const features: ReadFeature[] = []
  for (const [index, raw] of found.entries()) {
    const properties = asRecord(asRecord(raw)?.properties) ?? {}
    const name = nameOf(properties)
    const label = name === undefined ? { feature: index } : { feature: index, name }
    const report: Report = (code, severity, detail = {}) => problems.push({ ...label, code, severity, detail })
    const geometry = readShape(asRecord(asRecord(raw)?.geometry), report)
    if (geometry) features.push({ index, ...(name === undefined ? {} : { name }), geometry, properties })
  }
  return { features: withoutDuplicates(features, problems), problems }
}

/** A collection, a single feature, or a bare geometry. */
function findFeatures(text: string, report: Report): unknown[] {
  const tooMuch = measureJson(text)
  if (tooMuch) {
    report(tooMuch, 'rejected')
    return []
  }
  let file: unknown
  try {
    file = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    report('notJson', 'rejected', { message: error instanceof Error ? error.message : '' })
    return []
  }
  const record = asRecord(file)
  noteCrs(record, report)
  if (record?.type === 'Feature') return [record]
  if (record?.type === 'Polygon' || record?.type === 'MultiPolygon') return [{ geometry: record, properties: {} }]
  if (record?.type !== 'FeatureCollection' || !Array.isArray(record.features)) {
    report('notFeatures', 'rejected', { type: String(record?.type ?? typeof file) })
    return []
  }
  if (record.features.length === 0) report('noFeatures', 'rejected')
  return record.features
}

/** Old files name their coordinate system. CGCS2000 (4490) differs from WGS-84 by centimetres. */
function noteCrs(file: Record<string, unknown> | undefined, report: Report): void {
  const name = asRecord(asRecord(file?.crs)?.properties)?.name
  if (typeof name === 'string' && !/(CRS84|EPSG:+4326|EPSG:+4490)$/i.test(name)) report('foreignCrs', 'noted', { name })
}

const nameKeys = ['name', 'NAME', 'Name', '名称', 'title', 'code']

function nameOf(properties: Record<string, unknown>): string | undefined {
  for (const key of nameKeys) {
    const value = properties[key]
    if (typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')) return String(value).trim()
  }
  return undefined
}

function readShape(raw: Record<string, unknown> | undefined, report: Report): Shape | undefined {
  if (raw?.type !== 'Polygon' && raw?.type !== 'MultiPolygon') {
    report('notPolygon', 'rejected', { type: String(raw?.type ?? 'null') })
    return undefined
  }
  const polygons = readPolygons(raw.type === 'Polygon' ? [raw.coordinates] : raw.coordinates)
  if (!polygons) {
    report('badCoordinates', 'rejected')
    return undefined
  }
  if (!checkPlace(polygons, report)) return undefined
  const rings = polygons.map((polygon) => readRings(polygon, report))
  const complete = rings.filter((one) => one !== undefined)
  const [only, ...more] = complete
  if (complete.length < rings.length || !only) return undefined
  const shape: Shape =
    more.length === 0 ? { type: 'Polygon', coordinates: only } : { type: 'MultiPolygon', coordinates: complete }
  const faults = findFaults(shape)
  for (const { code, ...where } of faults) report(code, 'rejected', where)
  return faults.length === 0 ? shape : undefined
}

function readPolygons(raw: unknown): Position[][][] | undefined {
  const isPosition = (one: unknown) => Array.isArray(one) && Number.isFinite(one[0]) && Number.isFinite(one[1])
  const isRing = (one: unknown) => Array.isArray(one) && one.length > 0 && one.every(isPosition)
  const isPolygon = (one: unknown) => Array.isArray(one) && one.length > 0 && one.every(isRing)
  if (!Array.isArray(raw) || raw.length === 0 || !raw.every(isPolygon)) return undefined
  const round = (degrees = 0) => Math.round(degrees * unitsPerDegree) / unitsPerDegree
  return (raw as Position[][][]).map((rings) => rings.map((ring) => ring.map(([lon, lat]) => [round(lon), round(lat)])))
}

/** China lies between 73° and 135° east, 3° and 54° north: exchanged, its west is north of every town on earth. */
function checkPlace(polygons: Position[][][], report: Report): boolean {
  const [west, south, east, north]: Box = bbox({ type: 'MultiPolygon', coordinates: polygons })
  const detail = { west, south, east, north }
  const farthest = Math.max(Math.abs(west), Math.abs(east), Math.abs(south), Math.abs(north))
  const inWorld = west >= -180 && east <= 180 && south >= -90 && north <= 90
  const exchanged = west >= 3 && east <= 54 && south >= 73 && north <= 136
  if (farthest > 1000) report('metres', 'rejected', detail)
  else if (exchanged) report('swapped', 'rejected', detail)
  else if (!inWorld) report('outsideWorld', 'rejected', detail)
  return inWorld && !exchanged
}

/** All rings of one polygon, or nothing where one of them is beyond repair. */
function readRings(polygon: Position[][], report: Report): Position[][] | undefined {
  const rings = polygon.map((ring, at) => readRing(ring, at, report))
  const complete = rings.filter((ring) => ring !== undefined)
  return complete.length === rings.length ? complete : undefined
}

function readRing(raw: Position[], at: number, report: Report): Position[] | undefined {
  const [[lon = 0, lat = 0] = []] = raw
  const where = { ring: at, lon, lat }
  const ring = withoutRepeats(raw)
  const corners = new Set(ring.map(String)).size
  if (corners < 3) {
    report('tooFewPoints', 'rejected', { ...where, count: corners })
    return undefined
  }
  if (String(raw[0]) !== String(raw.at(-1))) {
    // closing it would be a guess: the file may have been cut off
    report('unclosedRing', 'rejected', where)
    return undefined
  }
  if (isFlat(ring)) {
    report('noArea', 'rejected', where)
    return undefined
  }
  if (ring.length < raw.length) report('repeatedPoints', 'repaired', { ...where, count: raw.length - ring.length })
  if (rightWay(ring, at > 0)) return ring
  // a figure of eight may sum up to nothing: it is named as crossing itself, not as turned round
  if (signedArea(ring) !== 0) report('wrongWinding', 'repaired', where)
  return ring.reverse()
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}
