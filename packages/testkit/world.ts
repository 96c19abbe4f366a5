import { countyOf, type Point } from '@doorstep/contract'
import { type Database, transaction } from '@doorstep/kernel'
import { layAreas, type PlainArea } from '@doorstep/modules/areas/index.ts'
import type { Polygon } from 'geojson'

/** Two small fictional counties that every test starts with; `own`, `neighbouring` and `foreign` are seen from `grid`. */
export const world = {
  county: '620999',
  foreignCounty: '620998',
  township: '620999001',
  neighbourTownship: '620999100',
  community: '620999001001',
  neighbourCommunity: '620999001002',
  otherTownshipCommunity: '620999100201',
  grid: '620999001001001',
  neighbourGrid: '620999001002001',
  foreignTownship: '620998001',
  foreignCommunity: '620998001001',
  foreignGrid: '620998001001001',
  /** inside `grid` */
  point: { lat: 40.005, lon: 100.002 } satisfies Point,
  /** inside `neighbourGrid` */
  neighbourPoint: { lat: 40.005, lon: 100.012 } satisfies Point,
  foreignPoint: { lat: 40.005, lon: 101.002 } satisfies Point,
  /** in no area at all */
  outsidePoint: { lat: 41, lon: 100 } satisfies Point,
} as const

const box = (west: number, east: number): Polygon => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, 40],
      [east, 40],
      [east, 40.01],
      [west, 40.01],
      [west, 40],
    ],
  ],
})

/** A community of one square, cut into two basic grids side by side. */
const community = (code: string, name: string, west: number): PlainArea[] => {
  const [middle, east] = [0.005, 0.01].map((step) => Math.round((west + step) * 1000) / 1000) as [number, number]
  return [
    { code, name: `${name}居委会`, geometry: box(west, east), urbanRural: '121' },
    { code: `${code}001`, name: `${name}第一网格`, geometry: box(west, middle) },
    { code: `${code}002`, name: `${name}第二网格`, geometry: box(middle, east) },
  ]
}

const counties: Readonly<Record<number, readonly PlainArea[]>> = {
  620999: [
    { code: '62', name: '甘肃省' },
    { code: '6209', name: '酒泉市' },
    { code: world.county, name: '安和县', geometry: box(100, 100.03) },
    { code: world.township, name: '渠口街道', geometry: box(100, 100.02) },
    ...community(world.community, '杨树里社区', 100),
    ...community(world.neighbourCommunity, '水塔社区', 100.01),
    { code: world.neighbourTownship, name: '沙枣镇', geometry: box(100.02, 100.03) },
    ...community(world.otherTownshipCommunity, '红柳村', 100.02),
  ],
  620998: [
    { code: world.foreignCounty, name: '远亭县', geometry: box(101, 101.01) },
    { code: world.foreignTownship, name: '望河街道', geometry: box(101, 101.01) },
    ...community(world.foreignCommunity, '长桥社区', 101),
  ],
}

/** Lays both counties into an empty database, as its owner. */
export async function layWorld(database: Pick<Database, 'owner'>): Promise<void> {
  for (const [county, areas] of Object.entries(counties))
    await transaction(database.owner, null, (db) => layAreas({ db }, countyOf(county), areas, '2020-01-01'))
}
