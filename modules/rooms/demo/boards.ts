import { splitId } from '@doorstep/contract'
import type { Demo } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'
import { groundOf, namesOf } from '@doorstep/demo/ground.ts'
import { day, hour, iso } from '@doorstep/demo/time.ts'
import type { Ctx } from '@doorstep/kernel'
import { placeNames } from '../../areas/index.ts'
import { isHanging, roomArea, type State } from '../rules.ts'
import { contentsOf, versionOf } from '../sheets/content.ts'
import type { BoardRow } from '../store-boards.ts'
import { newToken } from '../token.ts'
import { townPlaces, villagePlaces } from './words.ts'

/** 509 boards: most hang and were looked at, some wait to be printed, torn, out of date or taken down. */
const count = 509
const states: readonly { state: State; weight: number }[] = [
  { state: 'posted', weight: 74 },
  { state: 'planned', weight: 6 },
  { state: 'printed', weight: 5 },
  { state: 'needsUpdate', weight: 6 },
  { state: 'damaged', weight: 4 },
  { state: 'removed', weight: 5 },
]
const reasons: Readonly<Partial<Record<State, readonly string[]>>> = {
  needsUpdate: ['民警电话有变，需更换。', '警务室搬到一楼，地址已变。'],
  damaged: ['被雨水泡皱，二维码扫不出。', '被小广告盖住一半。', '边角撕破。'],
  removed: ['单元改造，楼道封闭。', '商铺转让，已取下。', '与旁边一块重复。'],
}

export type Board = BoardRow & { officer: string }

/** Every community has two at least; where more people live hang more. */
export async function boardsOf(demo: Demo, ctx: Ctx): Promise<Board[]> {
  const dice = demo.dice('boards')
  const communities = demo.ground.communities.map(({ properties }) => properties)
  const places = communities.flatMap(({ code }) => [code, code])
  while (places.length < count)
    places.push(dice.weighted(communities, ({ kind }) => (kind === 'community' ? 6 : 1)).code)
  const ground = groundOf(demo)
  const boards = places.sort().map((community, at) => boardAt(demo, ctx, dice, ground, community, at + 1))
  // Nobody who stands on a sheet is posted to a single grid: it is enough to ask once for each room.
  const contents = await contentsOf(
    ctx,
    boards.map((board) => ({ ...board, area: roomArea(board.area) })),
  )
  const names = await placeNames(
    ctx,
    boards.map(({ area }) => area),
  )
  for (const board of boards) {
    const content = contents.get(board.id)
    const version = content ? versionOf({ ...content, areaName: names.get(board.area) ?? '' }) : null
    if (board.printed_at) board.printed_version = board.state === 'needsUpdate' ? 'outdated' : version
    if (board.posted_at) board.posted_version = board.printed_version
  }
  return boards
}

function boardAt(
  demo: Demo,
  ctx: Ctx,
  dice: Dice,
  ground: ReturnType<typeof groundOf>,
  community: string,
  number: number,
): Board {
  const { grid, point, area } = ground.placeIn(dice, dice.pick(ground.grids(community)))
  const where = ground.community(community)
  const { kind, words } = dice.weighted(
    where.properties.kind === 'community' ? townPlaces : villagePlaces,
    ({ weight }) => weight,
  )
  const { state } = dice.weighted(states, ({ weight }) => weight)
  const officer = demo.people.find((one) => one.role === 'officer' && community.startsWith(one.area))?.account ?? ''
  const made = demo.now - dice.whole(40, 400) * day
  return {
    county: demo.county,
    id: splitId(demo.id(dice, made)).uuid,
    number,
    token: newToken(ctx),
    area,
    place: placeWords(dice, words, namesOf(demo, grid, where)),
    kind,
    lat: point.lat,
    lon: point.lon,
    format: dice.chance(0.7) ? 'a4' : 'a5',
    state,
    reason: reasons[state] ? dice.pick(reasons[state]) : null,
    ...history(demo, dice, state, made, officer),
    version: 1,
    created_at: iso(made),
    officer,
  }
}

function placeWords(dice: Dice, words: string, names: ReturnType<typeof namesOf>): string {
  const slots: Record<string, string> = {
    ...names,
    b: `${dice.whole(1, 23)}号楼`,
    u: `${dice.whole(1, 5)}单元`,
    gate: dice.pick(['东门', '北门', '南门门岗', '西侧车行口']),
    n: String(dice.whole(3, 190)),
    g: `${dice.pick(['一', '二', '三', '四', '五'])}组`,
  }
  return words.replace(/\{(\w+)\}/g, (_whole, slot: string) => slots[slot] ?? '')
}

/** Printed, posted, looked at every few weeks; some have not been for longer than they should. */
function history(demo: Demo, dice: Dice, state: State, made: number, officer: string) {
  const printed = state === 'planned' ? null : made + dice.whole(1, 6) * day
  const hung = isHanging(state) || (state === 'removed' && dice.chance(0.7))
  const posted =
    printed !== null && hung ? demo.zone.atHour(printed + dice.whole(1, 20) * day, 9 + dice.next() * 8) : null
  const recent = demo.now - (dice.chance(0.86) ? dice.whole(0, 85) : dice.whole(92, 160)) * day
  const checked = posted === null ? null : Math.max(posted, demo.zone.atHour(recent, 9 + dice.next() * 8) - 24 * hour)
  const last = checked ?? posted ?? printed ?? made
  const at = (moment: number | null) => (moment === null ? null : iso(moment))
  return {
    printed_version: null as string | null,
    printed_at: at(printed),
    posted_version: null as string | null,
    posted_at: at(posted),
    posted_by: posted ? officer : null,
    photo: posted ? splitId(demo.id(dice, posted)).uuid : null,
    photo_at: posted === null ? null : iso(posted - 120_000),
    checked_at: at(checked),
    checked_by: checked ? officer : null,
    removed_at: state === 'removed' ? iso(Math.min(demo.now, last + 5 * day)) : null,
    updated_at: iso(Math.min(demo.now, last)),
  }
}
