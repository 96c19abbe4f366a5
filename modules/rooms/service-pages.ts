import { failing, joinId, type Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { areaNames, normaliseQuery } from '../areas/index.ts'
import { failures } from './contract.ts'
import type { pageOperations } from './contract-pages.ts'
import { boardPlace } from './doors.ts'
import { framed } from './pages/frame.ts'
import { type BoardTrouble, homeMain, missingMain, troubleMain } from './pages/others.ts'
import { type Reader, readerOf } from './pages/reader.ts'
import { roomMain } from './pages/room.ts'
import { style, styleName } from './pages/style.ts'
import { isHanging, roomArea } from './rules.ts'
import { findRoom, listRooms } from './store.ts'
import { type BoardRow, findByToken } from './store-boards.ts'
import { countScan } from './store-figures.ts'
import { tellRoom, tellRows } from './tell.ts'
import { today } from './today.ts'
import { isSigned, readToken } from './token.ts'

const fail = failing(failures)
const idShape = /^[1-9]\d{5}-[0-9a-f-]{36}$/
const countyName = async (ctx: Ctx): Promise<string> =>
  (await areaNames(ctx, [String(ctx.county)])).get(String(ctx.county)) ?? ''
const roomsOnPage = 30

/** People get a page that says what to do; a program gets the failure as everywhere else. */
const wantsPage = (ctx: Ctx): boolean => ctx.headers.accept?.includes('text/html') ?? false

async function trouble(ctx: Ctx, reader: Reader, path: string, about: BoardTrouble) {
  if (!wantsPage(ctx)) fail(about.kind === 'forged' ? 'rooms.boardForged' : 'rooms.boardRemoved')
  const title = reader.say(`${about.kind}Title`)
  const status = about.kind === 'forged' ? 404 : 410
  return framed(reader, { title, path, status, county: await countyName(ctx), main: troubleMain(reader, about) })
}

/** The board of a token, or what is wrong with it. */
async function boardOf(ctx: Ctx, typed: string): Promise<{ board?: BoardRow; trouble?: BoardTrouble }> {
  const token = readToken(typed)
  const board = token && (await ctx.asSystem((system) => findByToken(system, token)))
  // Made with our key, but its board is no longer known: old, not forged.
  if (!board) return { trouble: { kind: token && isSigned(ctx, token) ? 'removed' : 'forged' } }
  if (board.state !== 'removed') return { board }
  const room = await findRoom(ctx, roomArea(board.area))
  const known = room && { name: room.name, area: room.area, phone: room.phone ?? room.station_phone }
  return { trouble: { kind: 'removed', room: known } }
}

export const pageService: Service<typeof pageOperations, Ctx> = {
  async home(ctx, { query }) {
    const reader = readerOf(ctx, query)
    const q = query.q?.trim() ?? ''
    const after = query.after || undefined
    const found = await listRooms(ctx, {
      limit: roomsOnPage,
      ...(after && { after }),
      ...(q && { q: normaliseQuery(q) }),
    })
    const rooms = { items: await tellRows(ctx, found.items), next: found.next }
    const county = await countyName(ctx)
    const main = homeMain(reader, { q, county: String(ctx.county), rooms })
    const path = `/?${new URLSearchParams({ county: String(ctx.county), ...(q && { q }) })}`
    return framed(reader, { title: reader.say('homeTitle', { county }), path, county, main })
  },
  async roomPage(ctx, { params, query }) {
    const reader = readerOf(ctx, query)
    const area = roomArea(params.area)
    const row = await findRoom(ctx, area)
    const county = await countyName(ctx)
    if (!row) {
      if (!wantsPage(ctx)) fail('rooms.missing')
      const title = reader.say('noRoomTitle')
      return framed(reader, { title, path: `/r/${area}`, status: 404, county, main: missingMain(reader) })
    }
    const board = idShape.test(query.board ?? '') ? await boardPlace(ctx, query.board as string) : undefined
    const here =
      board && roomArea(board.area) === area ? { id: board.id, area: board.area, place: board.place } : undefined
    const path = `/r/${area}${here ? `?board=${here.id}` : ''}`
    return framed(reader, { title: row.name, path, county, main: roomMain(reader, await tellRoom(ctx, row), here) })
  },
  async scan(ctx, { params, query }) {
    const { board, trouble: about = { kind: 'forged' } } = await boardOf(ctx, params.token)
    if (!board) return trouble(ctx, readerOf(ctx, query), '/', about)
    if (isHanging(board.state)) await ctx.asSystem((system) => countScan(system, board.id, today(ctx)))
    const location = `/r/${roomArea(board.area)}?board=${joinId(board.county, board.id)}`
    return { type: 'text/html; charset=utf-8', body: '', status: 302, headers: { location } }
  },
  async style(_ctx, { params }) {
    // An old page in a cache asks for the old name: it gets today's style, but may not keep it.
    const keep = params.name === styleName ? 'public, max-age=31536000, immutable' : 'no-cache'
    return { type: 'text/css; charset=utf-8', body: style, headers: { 'cache-control': keep } }
  },
}
