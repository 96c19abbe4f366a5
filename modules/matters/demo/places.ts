import type { Demo } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'
import { groundOf, namesOf } from '@doorstep/demo/ground.ts'
import { nameOnce } from '@doorstep/demo/names.ts'
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

const units = ['一', '二', '三', '四', '五', '六', '七', '八']
const marks = ['社区广场', '公交站', '中心公园', '便民药店', '信用社', '幼儿园', '十字路口', '建材城', '加油站']
const ruralMarks = ['村委会', '小卖部', '文化广场', '老磨坊', '水塔', '村口老榆树', '村卫生室']
const shops = ['面馆', '烧烤店', '理发店', '便利店', '快递驿站', '水果店', '早餐铺', '洗车行', '小超市', '麻辣烫店']
const crops = ['玉米', '小麦', '枸杞', '葡萄', '洋葱', '向日葵']

export type Town = {
  communities: { code: string; urban: boolean; weight: number; name: string }[]
  spot(dice: Dice, community: string): Spot
}

export function townOf(demo: Demo): Town {
  const { communities, specialGrids, townships } = demo.ground
  const ground = groundOf(demo)
  const streets = townships
    .filter(({ properties }) => properties.kind === 'street')
    .map(({ properties }) => properties.code)
  return {
    communities: communities.map(({ properties: { code, name, kind, parent } }) => ({
      code,
      name,
      urban: kind === 'community',
      weight: streets.includes(parent) ? 5 : kind === 'community' ? 3 : 1,
    })),
    spot(dice, code) {
      const community = ground.community(code)
      const { grid, point, area } = ground.placeIn(dice, dice.pick(ground.grids(code)))
      const urban = community.properties.kind === 'community'
      const { estate: est, road, village: vill } = namesOf(demo, grid, community)
      const known = specialGrids
        .map(({ properties }) => properties)
        .filter((each) => each.code.startsWith(code.slice(0, 9)))
      const marked = known.map(({ name }) => name)
      return { community: code, area, point, urban, slots: { est, road, vill, ...chances(dice, urban, marked) } }
    },
  }
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
    big: dice.pick(['两万', '三万八', '五万', '六万六', '八万']),
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
