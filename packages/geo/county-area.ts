import type { Feature, Polygon } from 'geojson'

export type AreaLevel = 'county' | 'township' | 'community' | 'grid'

export interface AreaProperties {
  /** area code: 6, 9, 12 or 15 digits */
  code: string
  name: string
  level: AreaLevel
  /** street, town, township; community, village; basic, school, market, hospital */
  kind: string
  /** code of the area it lies in */
  parent: string
}

export type AreaFeature = Feature<Polygon, AreaProperties>
