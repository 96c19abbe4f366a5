import type { Ctx } from '@doorstep/kernel'
import { type Kysely, sql } from 'kysely'

/** Rooms, boards, notices and figures under codes that have ended. */

type Placed = { county: number; id: string; area: string; lat: number | null; lon: number | null; state: string }
type RoomRow = Placed & { former_area: string | null; closed_reason: string | null; updated_at: string }
type BoardRow = Placed & { former_area: string | null }
type Tables = {
  'rooms.room': RoomRow
  'rooms.board': BoardRow
  'rooms.notice': { county: number; area: string; withdrawn_at: string | null }
  'rooms.answer': { county: number; area: string }
}
const db = (ctx: Ctx) => ctx.db as unknown as Kysely<Tables>
const among = (codes: readonly string[]) => sql<boolean>`area = any(${[...codes]}::text[])`

export const roomsIn = (ctx: Ctx, codes: readonly string[]) =>
  db(ctx)
    .selectFrom('rooms.room')
    .select(['id', 'area', 'lat', 'lon'])
    .where('county', '=', ctx.county)
    .where('state', '=', 'open')
    .where(among(codes))
    .orderBy('area')
    .forUpdate()
    .execute()
export async function isRoomAt(ctx: Ctx, area: string): Promise<boolean> {
  const found = await db(ctx)
    .selectFrom('rooms.room')
    .select('id')
    .where('county', '=', ctx.county)
    .where('state', '=', 'open')
    .where('area', '=', area)
    .executeTakeFirst()
  return found !== undefined
}
export const changeRoom = (
  ctx: Ctx,
  id: string,
  change: { area: string; former_area: string } | { state: 'closed'; closed_reason: string },
): Promise<unknown> =>
  db(ctx)
    .updateTable('rooms.room')
    .set({ ...change, updated_at: ctx.now() })
    .where('county', '=', ctx.county)
    .where('id', '=', id)
    .execute()

export const boardsIn = (ctx: Ctx, codes: readonly string[]) =>
  db(ctx)
    .selectFrom('rooms.board')
    .select(['id', 'area', 'lat', 'lon'])
    .where('county', '=', ctx.county)
    .where(among(codes))
    .orderBy('id')
    .execute()
export const moveBoard = (ctx: Ctx, id: string, was: string, area: string): Promise<unknown> =>
  db(ctx)
    .updateTable('rooms.board')
    .set({ area, former_area: sql<string>`coalesce(former_area, ${was})` })
    .where('county', '=', ctx.county)
    .where('id', '=', id)
    .execute()
/** Notices that still hold, and the figures of the room's answers. */
export async function moveRest(ctx: Ctx, was: string, area: string): Promise<void> {
  await db(ctx)
    .updateTable('rooms.notice')
    .set({ area })
    .where('county', '=', ctx.county)
    .where('area', '=', was)
    .where('withdrawn_at', 'is', null)
    .execute()
  await db(ctx)
    .updateTable('rooms.answer')
    .set({ area })
    .where('county', '=', ctx.county)
    .where('area', '=', was)
    .execute()
}
