// What the map draws, as plain data: our own areas and points, no tiles, nothing from outside.

import type { Level } from '@doorstep/ui-base/levels.ts'
import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'

export type MapArea = Feature<Polygon | MultiPolygon, { code: string; name: string; value?: number }>
export type MapPoint = { id: string; lat: number; lon: number; title: string; hint?: string; level?: Level }
export type Bounds = [west: number, south: number, east: number, north: number]

function* positions(geometry: Polygon | MultiPolygon): Generator<Position> {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  for (const rings of polygons) for (const ring of rings) yield* ring
}

export function boundsOf(areas: readonly MapArea[], points: readonly MapPoint[]): Bounds | null {
  let [west, south, east, north] = [180, 90, -180, -90]
  const take = (lon: number, lat: number): void => {
    west = Math.min(west, lon)
    south = Math.min(south, lat)
    east = Math.max(east, lon)
    north = Math.max(north, lat)
  }
  for (const area of areas) for (const [lon = 0, lat = 0] of positions(area.geometry)) take(lon, lat)
  for (const { lon, lat } of points) take(lon, lat)
  return west > east ? null : [west, south, east, north]
}

/** Five steps of shade, by rank, so that one huge value does not wash out the rest. 0 stays plain. */
export function shadesOf(areas: readonly MapArea[]): Map<string, number> {
  const values = areas
    .map(({ properties }) => properties.value ?? 0)
    .filter((value) => value > 0)
    .sort((a, b) => a - b)
  return new Map(
    areas.map(({ properties: { code, value = 0 } }) => {
      const rank = values.filter((other) => other <= value).length / (values.length || 1)
      return [code, value > 0 ? Math.ceil(rank * 5) : 0]
    }),
  )
}

export function areaFeatures(areas: readonly MapArea[], selected: string | undefined): FeatureCollection {
  const shades = shadesOf(areas)
  return {
    type: 'FeatureCollection',
    features: areas.map((area) => ({
      ...area,
      properties: {
        ...area.properties,
        shade: shades.get(area.properties.code) ?? 0,
        selected: area.properties.code === selected,
      },
    })),
  }
}

export const pointFeatures = (points: readonly MapPoint[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features: points.map(({ id, lon, lat, title, level }) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [lon, lat] },
    properties: { id, title, level: level ?? 'none' },
  })),
})
