import { joinId, type Point } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { isHanging, roomArea } from './rules.ts'
import * as store from './store.ts'
import * as boards from './store-boards.ts'

type RoomInForce = {
  area: string
  name: string
  address: string
  phone: string | null
  stationPhone: string | null
}
/** The room of a community, or of a place inside it. */
export async function roomOf(ctx: Ctx, area: string): Promise<RoomInForce | undefined> {
  const row = await store.findRoom(ctx, roomArea(area))
  if (!row) return undefined
  const { name, address, phone, station_phone: stationPhone } = row
  return { area: row.area, name, address, phone, stationPhone }
}

type BoardPlace = { id: string; area: string; place: string; point: Point | null }
/** Where a board hangs, for whoever scanned it; undefined for one that does not hang. */
export async function boardPlace(ctx: Ctx, id: string): Promise<BoardPlace | undefined> {
  const row = await ctx.asSystem((system) => boards.findBoard(system, id))
  if (!row || !isHanging(row.state)) return undefined
  return { id: joinId(row.county, row.id), area: row.area, place: row.place, point: store.pointOf(row) }
}
