import { joinId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { placeNames } from '../areas/index.ts'
import { officersOf, photoAddress } from './officers.ts'
import { boardNumber, isAllowed, isHanging, moves, type Verb } from './rules.ts'
import type { Board, Room } from './shapes.ts'
import * as store from './store.ts'
import { type BoardRow, checkBefore } from './store-boards.ts'
import { type AnswerCounts, answersOf } from './store-figures.ts'
import { attendance, today } from './today.ts'

const figureDays = 90
/** Below this many, a figure says too much about each of them. */
const fewest = 5

/** Rows of rooms as a list tells them. */
export async function tellRows(ctx: Ctx, rows: readonly store.RoomRow[]) {
  const attended = await attendance(ctx)
  const places = await placeNames(
    ctx,
    rows.map(({ area }) => area),
  )
  return rows.map((row) => ({
    area: row.area,
    name: row.name,
    place: places.get(row.area) ?? '',
    address: row.address,
    phone: row.phone,
    point: store.pointOf(row),
    state: row.state,
    attended: attended(row.hours).length > 0,
  }))
}

export async function tellRoom(ctx: Ctx, row: store.RoomRow): Promise<Room> {
  const [line] = (await tellRows(ctx, [row])) as [Room]
  const onDuty = new Set((await attendance(ctx))(row.hours).map(({ officer }) => officer))
  const officers = await officersOf(ctx, row.area)
  const notices = await store.listNotices(ctx, row.area, { day: today(ctx), limit: 20 })
  return {
    ...line,
    stationPhone: row.station_phone,
    supervisionPhone: row.supervision_phone,
    hours: row.hours,
    about: row.about,
    services: row.services,
    photo: row.photo !== null,
    officers: officers.map(({ account, name, role, badge, phone, photo, dutyText }) => ({
      account,
      name,
      role,
      badge,
      phone,
      photo: photo ? photoAddress(account) : null,
      dutyText,
      onDuty: onDuty.has(account),
    })),
    notices: notices.items.map(tellNotice),
    figures: await figuresOf(ctx, row.area),
    version: row.version,
    manage: ctx.may('rooms.manage')?.scopes.some((scope) => row.area.startsWith(scope)) ?? false,
  }
}

export const tellNotice = (row: store.NoticeRow) => ({
  id: joinId(row.county, row.id),
  area: row.area,
  title: row.title,
  body: row.body,
  from: row.from_day,
  to: row.to_day,
  withdrawn: row.withdrawn_at !== null,
})

const percent = (part: number, whole: number): number => Math.round((part / whole) * 100)
async function figuresOf(ctx: Ctx, area: string): Promise<Room['figures']> {
  const since = new Date(Date.parse(ctx.now()) - figureDays * 86_400_000).toISOString()
  return tellFigures(await ctx.asSystem((system) => answersOf(system, area, since)))
}
export function tellFigures(counts: AnswerCounts): Room['figures'] {
  const { reported, answered, closed, rated, rating, minutes } = counts
  const enough = reported >= fewest
  return {
    days: figureDays,
    reported: enough ? reported : null,
    answeredPercent: enough ? percent(answered, reported) : null,
    firstAnswerMinutes: enough && answered >= fewest && minutes !== null ? Math.max(1, Math.round(minutes)) : null,
    settledPercent: enough ? percent(closed, reported) : null,
    rating: rated >= fewest && rating !== null ? Math.round(rating * 10) / 10 : null,
  }
}

/** Boards as staff see them. */
export async function tellBoards(
  ctx: Ctx,
  rows: readonly BoardRow[],
  link: (token: string) => string,
): Promise<Board[]> {
  const places = await placeNames(
    ctx,
    rows.map(({ area }) => area),
  )
  const before = checkBefore(ctx)
  const verbs = Object.keys(moves) as Verb[]
  return rows.map((row) => ({
    id: joinId(row.county, row.id),
    number: boardNumber(row.county, row.number),
    area: row.area,
    areaName: places.get(row.area) ?? '',
    place: row.place,
    kind: row.kind,
    point: store.pointOf(row),
    format: row.format,
    state: row.state,
    reason: row.reason,
    printedAt: row.printed_at,
    postedAt: row.posted_at,
    checkedAt: row.checked_at,
    checkDue: isCheckDue(row, before),
    photo: row.photo !== null,
    link: link(row.token),
    allowed: verbs.filter((verb) => isAllowed(verb, row.state)),
  }))
}
export const isCheckDue = (row: BoardRow, before: string): boolean =>
  isHanging(row.state) && (row.checked_at ?? row.posted_at ?? before) < before
