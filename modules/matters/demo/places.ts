import type { Demo } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'
import { nameOnce } from '@doorstep/demo/names.ts'
import type { AreaFeature } from '@doorstep/geo/county.ts'
import { contains, prepare } from '@doorstep/geo/inside.ts'
import { bbox } from '@doorstep/geo/measure.ts'
import type { PlaceKind } from './scenario.ts'

/** Where a matter lies and what people there call things: the same estate and road for everything of a grid. */
export type Spot = {
  community: string
  /** the special grid where the point lies in one, else the basic one */
  area: string
  point: { lat: number; lon: number }
  urban: boolean
  slots: Record<string, string>
}

const estates = ['花园', '小区', '家园', '嘉苑', '公寓', '家属院', '新村', '雅居', '名邸', '里']
const units = ['一', '二', '三', '四', '五', '六', '七', '八']
const roads = ['路', '街', '东路', '西路', '北街', '南路', '巷']
const marks = ['社区广场', '公交站', '中心公园', '便民药店', '信用社', '幼儿园', '十字路口', '建材城', '加油站']
const ruralMarks = ['村委会', '小卖部', '文化广场', '老磨坊', '水塔', '村口老榆树', '村卫生室']
const shops = ['面馆', '烧烤店', '理发店', '便利店', '快递驿站', '水果店', '早餐铺', '洗车行', '小超市', '麻辣烫店']
const crops = ['玉米', '小麦', '枸杞', '葡萄', '洋葱', '向日葵']

export type Ground = {
  communities: { code: string; name: string; urban: boolean; weight: number }[]
  spot(dice: Dice, community: string): Spot
}

export function groundOf(demo: Demo): Ground {
  const { communities, grids, specialGrids, townships } = demo.ground
  const inside = (list: readonly AreaFeature[], code: string) =>
    list.filter(({ properties }) => properties.parent === code)
  const edges = new Map([...grids, ...specialGrids].map((grid) => [grid.properties.code, prepare(grid.geometry)]))
  const streets = new Set(
    townships.filter(({ properties }) => properties.kind === 'street').map(({ properties }) => properties.code),
  )
  const byCode = new Map(communities.map((feature) => [feature.properties.code, feature]))
  return {
    communities: communities.map(({ properties: { code, name, kind, parent } }) => ({
      code,
      name,
      urban: kind === 'community',
      weight: streets.has(parent) ? 5 : kind === 'community' ? 3 : 1,
    })),
    spot(dice, code) {
      const community = byCode.get(code) as AreaFeature
      const basic = dice.pick(inside(grids, code))
      const point = pointIn(basic, edges.get(basic.properties.code) as Float64Array, dice)
      const special = inside(specialGrids, code).find(({ properties }) =>
        contains(edges.get(properties.code) as Float64Array, point.lon, point.lat),
      )
      const urban = community.properties.kind === 'community'
      const marked = specialGrids.filter(({ properties }) => properties.code.startsWith(code.slice(0, 9)))
      const names = urban ? urbanNames(demo, basic, community) : ruralNames(community)
      return {
        community: code,
        area: (special ?? basic).properties.code,
        point,
        urban,
        slots: {
          ...names,
          ...chances(
            dice,
            urban,
            marked.map(({ properties }) => properties.name),
          ),
        },
      }
    },
  }
}

/** Somewhere in the grid: the box around it is tried until a point falls inside. */
function pointIn(grid: AreaFeature, edge: Float64Array, dice: Dice): { lat: number; lon: number } {
  const [west, south, east, north] = bbox(grid.geometry)
  for (;;) {
    const lon = west + dice.next() * (east - west)
    const lat = south + dice.next() * (north - south)
    if (contains(edge, lon, lat)) return { lat: Math.round(lat * 1e6) / 1e6, lon: Math.round(lon * 1e6) / 1e6 }
  }
}

const plainName = (community: AreaFeature): string => community.properties.name.replace(/[二三四]?(社区|村)$/, '')

function urbanNames(demo: Demo, grid: AreaFeature, community: AreaFeature): Record<string, string> {
  const own = demo.dice(`names of ${grid.properties.code}`)
  const name = plainName(community)
  return { est: name + own.pick(estates), road: name + own.pick(roads), vill: community.properties.name }
}
function ruralNames(community: AreaFeature): Record<string, string> {
  const { name } = community.properties
  return { est: name, road: `${name}主街`, vill: name }
}

const numerals = ['两', '三', '四', '五', '六']
/** Everything that is drawn anew for each matter. */
function chances(dice: Dice, urban: boolean, marked: readonly string[]): Record<string, string> {
  const floor = dice.whole(2, 6)
  const near =
    urban && marked.length > 0 && dice.chance(0.5) ? dice.pick(marked) : dice.pick(urban ? marks : ruralMarks)
  return {
    b: `${dice.whole(1, 23)}号楼`,
    u: `${dice.whole(1, 5)}单元`,
    f: `${floor}楼`,
    up: `${floor + 1}楼`,
    door: `${floor}0${dice.whole(1, 4)}室`,
    grp: `${dice.pick(units)}组`,
    near,
    shop: dice.pick(shops),
    crop: dice.pick(crops),
    sur: nameOnce(dice).surname,
    n: dice.pick(numerals),
    m: String(dice.whole(2, 8)),
    money: `${dice.pick([3, 5, 6, 8, 12, 15, 18, 20, 26, 35, 48])}00元`,
    money2: `${dice.pick([50, 80, 100, 120, 150, 200, 260])}元`,
    days: dice.pick(['三四天', '两天', '快一个星期', '五六天', '好几天']),
    long: dice.pick(['半个多月', '一个多月', '两个月', '大半年', '十来天']),
    when2: dice.pick(['晚上十点', '二十二点', '晚上九点半']),
  }
}

/** What is written into the field for the place. */
export function placeWords(kind: PlaceKind, { slots, urban }: Spot, dice: Dice): string | null {
  const { est, b, u, f, door, road, near, shop, vill, grp } = slots
  if (kind === 'none') return null
  if (!urban)
    return dice.pick([
      `${vill}${grp}`,
      `${vill}${grp}${dice.pick(['东头', '西头', '渠边', '路口'])}`,
      `${vill}${near}附近`,
    ])
  if (kind === 'home') return `${est}${b}${u}${dice.chance(0.5) ? door : f}`
  if (kind === 'stairs') return `${est}${b}${u}楼道`
  if (kind === 'yard') return `${est}${dice.pick([`${b}楼下`, '东门', '北门', `${b}前车位`])}`
  if (kind === 'shop') return `${road}${dice.whole(3, 188)}号${shop}`
  return dice.pick([`${road}${near}门口`, `${road}${near}附近`, `${road}${dice.whole(2, 160)}号门前`])
}
