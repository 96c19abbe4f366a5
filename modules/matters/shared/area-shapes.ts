import { client } from '@doorstep/browser'
import type { MapArea } from '@doorstep/ui-map/area-map.ts'
import type { FeatureCollection } from 'geojson'
import { areas } from '../../areas/contract.ts'

/** Borders to draw for somebody who answers for `code`: the grids of a community, the communities of anything larger. */
export async function areaShapes(code: string): Promise<MapArea[]> {
  const query = { level: code.length >= 12 ? ('grid' as const) : ('community' as const) }
  const file: unknown = await client(areas).shapes({ params: { code: code.slice(0, 12) }, query })
  return (file as FeatureCollection).features.filter(({ geometry }) => geometry !== null) as MapArea[]
}
