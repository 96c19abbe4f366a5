import { Failure, failing, joinId, newId, type Point, type Service, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { areaNames, locate, placeName } from '../areas/index.ts'
import { failures } from './contract.ts'
import type { boardOperations } from './contract-boards.ts'
import { boardPlace } from './doors.ts'
import { type Finding, found, isAllowed, isHanging, next, roomArea, type Verb } from './rules.ts'
import { contentsOf, versionOf } from './sheets/content.ts'
import { findRoom, pointOf } from './store.ts'
import * as store from './store-boards.ts'
import * as figures from './store-figures.ts'
import { isCheckDue, tellBoards } from './tell.ts'
import { daysAgo } from './today.ts'
import { boardLink, newToken } from './token.ts'

const fail = failing(failures)
const tellOne = async (ctx: Ctx, row: store.BoardRow) => {
  const [board] = await tellBoards(ctx, [row], (token) => boardLink(ctx, token))
  return board as NonNullable<typeof board>
}
const tellAll = (ctx: Ctx, rows: readonly store.BoardRow[]) => tellBoards(ctx, rows, (token) => boardLink(ctx, token))
const getBoard = async (ctx: Ctx, id: string): Promise<store.BoardRow> =>
  (await store.findBoard(ctx, id)) ?? fail('rooms.boardMissing')

/** The board for one of the verbs of rules.ts. */
async function lockFor(ctx: Ctx, id: string, verb: Verb): Promise<store.BoardRow> {
  const row = (await store.lockBoard(ctx, id)) ?? fail('rooms.boardMissing')
  if (!isAllowed(verb, row.state)) fail('rooms.wrongState', { state: row.state, verb })
  return row
}
type Change = Parameters<typeof store.saveBoard>[2]
async function change(ctx: Ctx, row: store.BoardRow, values: Change) {
  const saved = await store.saveBoard(ctx, row.id, values)
  ctx.publish({
    type: 'rooms.boardChanged',
    subject: joinId(row.county, row.id),
    area: row.area,
    payload: { state: saved.state },
  })
  return tellOne(ctx, saved)
}

type Planned = { id: string; place: string; kind: string; format?: 'a4' | 'a5'; area?: string; point?: Point }
/** A point says the grid by itself; without one the clerk may name it. Both must lie in the room's community. */
async function gridOf(ctx: Ctx, room: string, { area, point }: Pick<Planned, 'area' | 'point'>): Promise<string> {
  const place = (point && (await locate(ctx, point))?.area) ?? (point ? '' : (area ?? room))
  if (!place.startsWith(room)) fail('rooms.placeOutside', { area: room })
  return place
}

async function planAll(ctx: Ctx, room: string, boards: readonly Planned[]): Promise<number> {
  if (!ctx.grant.scopes.some((scope) => room.startsWith(scope))) throw new Failure('denied', 'access.outside')
  if (!(await findRoom(ctx, room))) fail('rooms.noRoom')
  const first = await store.nextNumber(ctx)
  const rows = []
  for (const [at, board] of boards.entries())
    rows.push({
      ...blank,
      county: ctx.county,
      id: splitId(board.id).uuid,
      number: first + at,
      token: newToken(ctx),
      area: await gridOf(ctx, room, board),
      place: board.place,
      kind: board.kind,
      format: board.format ?? ('a4' as const),
      lat: board.point?.lat ?? null,
      lon: board.point?.lon ?? null,
      created_at: ctx.now(),
      updated_at: ctx.now(),
    })
  if ((await store.addBoards(ctx, rows)) < rows.length) fail('rooms.idTaken')
  ctx.publish({ type: 'rooms.boardsPlanned', subject: room, area: room, payload: { boards: rows.length } })
  return rows.length
}
const blank = {
  state: 'planned',
  reason: null,
  printed_version: null,
  printed_at: null,
  posted_version: null,
  posted_at: null,
  posted_by: null,
  photo: null,
  photo_at: null,
  checked_at: null,
  checked_by: null,
  removed_at: null,
  version: 1,
} as const

async function coverage(ctx: Ctx, area: string | undefined) {
  const rooms = await figures.countsByRoom(ctx, area)
  const names = await areaNames(
    ctx,
    rooms.map((room) => room.area),
  )
  const sum = (pick: (room: figures.RoomCounts) => number) => rooms.reduce((all, room) => all + pick(room), 0)
  const hanging = sum((room) => room.hanging)
  return {
    states: await figures.countsByState(ctx, area),
    hanging,
    current: sum((room) => room.current),
    checked: hanging - sum((room) => room.checkDue),
    communities: rooms.length,
    communitiesWithBoard: rooms.filter((room) => room.hanging > 0).length,
    scans30: await figures.scansSince(ctx, area, daysAgo(ctx, 30)),
    rooms: rooms.map(({ area: room, hanging: here, reprint, checkDue }) => ({
      area: room,
      name: names.get(room) ?? room,
      hanging: here,
      reprint,
      checkDue,
    })),
  }
}

const mostOnMap = 5000
export const boardService: Service<typeof boardOperations, Ctx> = {
  async boards(ctx, { query }) {
    const page = await store.listBoards(ctx, { ...query, limit: query.limit ?? 50 })
    return { items: await tellAll(ctx, page.items), next: page.next }
  },
  async boardsNear(ctx, { query }) {
    const { lat, lon, metres = 3000, view } = query
    const rows = await store.boardsNear(ctx, { lat, lon, metres }, { view: view ?? 'hanging' })
    const boards = await tellAll(ctx, rows)
    return { items: boards.map((board, at) => ({ board, metres: Math.round(rows[at]?.metres ?? 0) })) }
  },
  async boardMap(ctx, { query }) {
    const rows = (await store.boardsOf(ctx, query, mostOnMap + 1)).slice(0, mostOnMap + 1)
    const before = store.checkBefore(ctx)
    const points = rows.slice(0, mostOnMap).flatMap((row) => {
      const point = pointOf(row)
      const { state, place } = row
      return point ? [{ id: joinId(row.county, row.id), point, state, checkDue: isCheckDue(row, before), place }] : []
    })
    return { points, more: rows.length > mostOnMap }
  },
  coverage: (ctx, { query }) => coverage(ctx, query.area),
  async plan(ctx, { body }) {
    const { room, ...board } = body
    await planAll(ctx, room, [board])
    return tellOne(ctx, await getBoard(ctx, body.id))
  },
  planMany: async (ctx, { body }) => ({ planned: await planAll(ctx, body.area, body.boards) }),
  board: async (ctx, { params }) => tellOne(ctx, await getBoard(ctx, params.id)),
  async boardPlace(ctx, { params }) {
    const place = (await boardPlace(ctx, params.id)) ?? fail('rooms.boardMissing')
    return { ...place, areaName: await placeName(ctx, place.area) }
  },
  async correct(ctx, { params, body }) {
    const row = await lockFor(ctx, params.id, 'correct')
    const { point, ...rest } = body
    const area = point ? await gridOf(ctx, roomArea(row.area), { point }) : row.area
    return change(ctx, row, {
      ...rest,
      area,
      ...(point !== undefined && { lat: point?.lat ?? null, lon: point?.lon ?? null }),
    })
  },
  async setBoardPhoto(ctx, { params, body }) {
    const row = await lockFor(ctx, params.id, 'post')
    const id = newId(ctx.county)
    await ctx.files.keep(body, id)
    if (row.photo)
      ctx.publish({ type: 'rooms.photoReplaced', subject: params.id, payload: { file: joinId(row.county, row.photo) } })
    return tellOne(ctx, await store.saveBoard(ctx, row.id, { photo: splitId(id).uuid, photo_at: ctx.now() }))
  },
  async boardPhoto(ctx, { params }) {
    const { photo, county } = await getBoard(ctx, params.id)
    const file = photo ? await ctx.files.open(joinId(county, photo)) : undefined
    return file ? { type: 'image/jpeg', body: file.stream } : fail('rooms.noPhoto')
  },
  async post(ctx, { params, body }) {
    const row = await lockFor(ctx, params.id, 'post')
    // The photo of an earlier posting shows the old sheet.
    if (!row.photo_at || (row.posted_at && row.photo_at <= row.posted_at)) fail('rooms.photoNeeded')
    const { point } = body
    const area = point ? await gridOf(ctx, roomArea(row.area), { point }) : row.area
    const content = (await contentsOf(ctx, [row])).get(row.id)
    const current = content && versionOf(content) === row.printed_version
    return change(ctx, row, {
      state: current ? next('post', row.state) : 'needsUpdate',
      reason: current ? null : ctx.say('rooms.reasons.sheetOutdated'),
      posted_version: row.printed_version,
      posted_at: ctx.now(),
      posted_by: ctx.actor.account,
      checked_at: ctx.now(),
      checked_by: ctx.actor.account,
      area,
      ...(point && { lat: point.lat, lon: point.lon }),
    })
  },
  async check(ctx, { params, body }) {
    const row = await lockFor(ctx, params.id, 'check')
    return change(ctx, row, {
      ...checked(row, body.finding, body.note),
      checked_at: ctx.now(),
      checked_by: ctx.actor.account,
    })
  },
  async needUpdate(ctx, { params, body }) {
    const row = await lockFor(ctx, params.id, 'needUpdate')
    return change(ctx, row, { state: next('needUpdate', row.state), reason: body.reason })
  },
  async remove(ctx, { params, body }) {
    const row = await lockFor(ctx, params.id, 'remove')
    return change(ctx, row, { state: next('remove', row.state), reason: body.reason, removed_at: ctx.now() })
  },
  async scans(ctx, { params, query }) {
    const { id } = await getBoard(ctx, params.id)
    const days = await figures.scansOf(ctx, id, query.from, query.to)
    return { total: days.reduce((all, { count }) => all + count, 0), days }
  },
}

function checked(row: store.BoardRow, finding: Finding, note: string | undefined): Change {
  const state = found(finding, row.state)
  return { state, reason: note ?? (isHanging(state) && state !== 'posted' ? (row.reason ?? null) : null) }
}
