import { joinId, splitId } from '@doorstep/contract'
import type { Demo } from '@doorstep/demo/demo.ts'
import { groundOf, namesOf } from '@doorstep/demo/ground.ts'
import { drawPictures, keepPicture, type Picture } from '@doorstep/demo/pictures.ts'
import { insertRows } from '@doorstep/demo/rows.ts'
import { day, iso } from '@doorstep/demo/time.ts'
import type { Ctx } from '@doorstep/kernel'
import { boardsOf } from './demo/boards.ts'
import { boardPhotos, photoFor, roomPhotos } from './demo/photos.ts'
import { about, notices, services, townHours, villageAbout, villageHours } from './demo/words.ts'
import { searchText } from './service-rooms.ts'
import { insertAnswers, insertBoards } from './store-demo.ts'

/** A room for every community, what hangs at its door, and 509 boards that lead there. */
export async function layDemoRooms(demo: Demo): Promise<void> {
  const drawing = drawPictures(demo, { ...boardPhotos, ...roomPhotos }, { quality: 72, grain: 30 })
  const rooms = roomRows(demo)
  await insertRows(demo.sql, 'rooms.room', rooms)
  await insertRows(demo.sql, 'rooms.notice', noticeRows(demo))
  const boards = await boardsOf(demo, systemOf(demo))
  await insertBoards(demo, boards)
  const pictures = await drawing
  const keep = (name: string, uuid: string) =>
    keepPicture(demo, pictures.get(name) as Picture, joinId(demo.county, uuid))
  await Promise.all([
    ...boards.flatMap(({ photo, kind }) => (photo ? [keep(photoFor(kind), photo)] : [])),
    ...rooms.map(({ photo, area }) => keep(isVillage(area) ? 'village' : 'town', photo)),
  ])
}

/** After the matters: what each room's figures are counted from. */
export const layDemoAnswers = (demo: Demo): Promise<void> => insertAnswers(demo)

/** The seed's own transaction as the context that the sheets' contents are read with: the owner sees every row. */
function systemOf({ db, county, now, parts }: Demo): Ctx {
  const { vault, settings, files } = parts
  const ctx = { db, county, vault, settings, files, now: () => iso(now) } as Ctx
  ctx.asSystem = (work) => work(ctx)
  return ctx
}

/** Numbers of villages begin at 201. */
const isVillage = (area: string): boolean => area[9] !== '0'

function roomRows(demo: Demo) {
  const dice = demo.dice('rooms')
  const ground = groundOf(demo)
  const townships = demo.ground.townships.map(({ properties }) => properties.code)
  const made = demo.now - 430 * day
  return demo.ground.communities.map((community, at) => {
    const { code, name, kind, parent } = community.properties
    const urban = kind === 'community'
    const { grid, point } = ground.placeIn(dice, ground.grids(code)[0] as (typeof demo.ground.grids)[number])
    const { road } = namesOf(demo, grid, community)
    const number = (base: number) => `0900-${base + at * 7}`
    return {
      county: demo.county,
      id: splitId(demo.id(dice, made + at * 1000)).uuid,
      area: code,
      name: `${name}警务室`,
      address: urban ? `${road}${dice.whole(2, 168)}号${name}党群服务中心一楼` : `${name}村委会东侧`,
      lat: point.lat,
      lon: point.lon,
      phone: number(5_520_000),
      station_phone: `0900-${5_510_110 + townships.indexOf(parent) * 100}`,
      supervision_phone: '0900-5512389',
      hours: dice.pick(urban ? townHours : villageHours),
      about: dice.pick(urban ? about : villageAbout).replace('{name}', name),
      services: dice.shuffled(services).slice(0, dice.whole(4, 7)),
      photo: splitId(demo.id(dice, made)).uuid,
      state: 'open',
      search: searchText(`${name}警务室`, name, code),
      version: 1,
      created_at: iso(made),
      updated_at: iso(made),
    }
  })
}

/** Two or three that hold now, and some that are over. */
function noticeRows(demo: Demo): Record<string, unknown>[] {
  const dice = demo.dice('room notices')
  const fits = (at: number) => notices.filter(({ months }) => months?.includes(demo.zone.month(at)) ?? true)
  return demo.ground.communities.flatMap(({ properties: { code } }) => {
    const author = demo.people.find(({ role, area }) => role === 'officer' && code.startsWith(area))?.account ?? ''
    const at = (ago: number) => demo.now - ago * day
    const row = ({ title, body }: (typeof notices)[number], from: number, to: number | null) => ({
      county: demo.county,
      id: splitId(demo.id(dice, from)).uuid,
      area: code,
      title,
      body,
      from_day: demo.zone.day(from),
      to_day: to && demo.zone.day(to),
      author,
      created_at: iso(from),
    })
    const current = dice.shuffled(fits(demo.now)).slice(0, dice.whole(1, 3))
    const past = at(dice.whole(70, 300))
    return [
      ...current.map((notice) => row(notice, at(dice.whole(0, 24)), dice.chance(0.5) ? at(-dice.whole(5, 40)) : null)),
      row(dice.pick(fits(past)), past, past + 30 * day),
    ]
  })
}
