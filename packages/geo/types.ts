import type { MultiPolygon, Polygon } from 'geojson'

/** WGS-84 degrees. */
export interface Point {
  lat: number
  lon: number
}

/** GeoJSON, WGS-84, longitude first. */
export type Shape = Polygon | MultiPolygon

/** Anything that has a shape; what else it carries is its owner's business. */
export interface Shaped {
  geometry: Shape
}

/** west, south, east, north in degrees */
export type Box = [west: number, south: number, east: number, north: number]
