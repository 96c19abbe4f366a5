import type { Shape } from '@doorstep/geo'
import { kindOf, type Seen, today } from './doors.ts'
import { type Level, parentOf } from './rules.ts'
import { listShapes } from './store.ts'

export type ShapeFile = {
  type: 'FeatureCollection'
  features: {
    type: 'Feature'
    properties: { code: string; name: string; level: Level; kind: string | null; parent: string | null }
    geometry: Shape
  }[]
}

/** An area and everything inside that is in force and has a border, as GeoJSON that can be imported again. */
export async function shapesOf(ctx: Seen, code: string, level?: Level): Promise<ShapeFile> {
  const rows = (await listShapes(ctx, code, today(ctx))).filter((row) => level === undefined || row.level === level)
  return {
    type: 'FeatureCollection',
    features: rows.map(({ code, name, level, geometry }) => ({
      type: 'Feature',
      properties: { code, name, level, kind: kindOf(code), parent: parentOf(code) ?? null },
      geometry,
    })),
  }
}
