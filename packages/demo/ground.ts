import type { AreaFeature } from '@doorstep/geo/county-area.ts'
import { contains, prepare } from '@doorstep/geo/inside.ts'
import { bbox } from '@doorstep/geo/measure.ts'
import type { Demo } from './demo.ts'
import type { Dice } from './dice.ts'

/** A point of the made-up ground, with the grid it lies in: the special one where there is one, as the product says it. */
export type Place = { point: { lat: number; lon: number }; grid: AreaFeature; area: string }
export type Ground = {
  community(code: string): AreaFeature
  grids(community: string): readonly AreaFeature[]
  placeIn(dice: Dice, grid: AreaFeature): Place
}

export function groundOf({ ground: { communities, grids, specialGrids } }: Pick<Demo, 'ground'>): Ground {
  const inside = (list: readonly AreaFeature[]) => Map.groupBy(list, ({ properties }) => properties.parent)
  const [basic, special] = [inside(grids), inside(specialGrids)]
  const edges = new Map([...grids, ...specialGrids].map((grid) => [grid.properties.code, prepare(grid.geometry)]))
  const holds = ({ properties }: AreaFeature, { lat, lon }: Place['point']) =>
    contains(edges.get(properties.code) as Float64Array, lon, lat)
  const byCode = new Map(communities.map((feature) => [feature.properties.code, feature]))
  return {
    community: (code) => byCode.get(code) as AreaFeature,
    grids: (community) => basic.get(community) ?? [],
    placeIn: (dice, grid) => {
      const point = pointIn(dice, grid, (candidate) => holds(grid, candidate))
      const over = special.get(grid.properties.parent)?.find((feature) => holds(feature, point))
      return { point, grid, area: (over ?? grid).properties.code }
    },
  }
}

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6
/** The box around the grid is tried until a point falls inside. */
function pointIn(dice: Dice, grid: AreaFeature, holds: (point: Place['point']) => boolean): Place['point'] {
  const [west, south, east, north] = bbox(grid.geometry)
  for (;;) {
    const point = { lat: round(south + dice.next() * (north - south)), lon: round(west + dice.next() * (east - west)) }
    if (holds(point)) return point
  }
}

const estates = ['花园', '小区', '家园', '嘉苑', '公寓', '家属院', '新村', '雅居', '名邸', '里']
const roads = ['路', '街', '东路', '西路', '北街', '南路', '巷']

/** What people call the estate and the road of a grid: the same for everything that lies there. */
export function namesOf(demo: Pick<Demo, 'dice'>, grid: AreaFeature, community: AreaFeature) {
  const { name, kind } = community.properties
  if (kind !== 'community') return { estate: name, road: `${name}主街`, village: name }
  const own = demo.dice(`names of ${grid.properties.code}`)
  const plain = name.replace(/[二三四]?社区$/, '')
  return { estate: plain + own.pick(estates), road: plain + own.pick(roads), village: name }
}
