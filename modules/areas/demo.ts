import type { Demo } from '@doorstep/demo/demo.ts'
import type { AreaFeature } from '@doorstep/geo/county-area.ts'
import { layAreas, type PlainArea } from './lay.ts'
import type { UrbanRuralClass } from './rules.ts'

/** Older than every matter of the demo, so that each lies in an area that existed on its day. */
const since = '2020-01-01'

/** Province and city by name, the county with every township, community and grid. */
export async function layDemoAreas(demo: Demo): Promise<void> {
  const { province, city, county, townships, communities, grids, specialGrids } = demo.ground
  const kindOf = new Map(townships.map(({ properties }) => [properties.code, properties.kind]))
  const classOf = ({ properties: { kind, parent } }: AreaFeature): UrbanRuralClass => {
    if (kindOf.get(parent) === 'street') return '111'
    return kind === 'community' ? '121' : '220'
  }
  const plain = (feature: AreaFeature): PlainArea => ({
    code: feature.properties.code,
    name: feature.properties.name,
    geometry: feature.geometry,
  })
  await layAreas(
    { db: demo.db },
    demo.county,
    [
      province,
      city,
      plain(county),
      ...townships.map(plain),
      ...communities.map((feature) => ({ ...plain(feature), urbanRural: classOf(feature) })),
      ...[...grids, ...specialGrids].map(plain),
    ],
    since,
  )
}
