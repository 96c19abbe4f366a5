import type { Ctx } from '@doorstep/kernel'
import { heirsOf } from '@doorstep/modules/areas/index.ts'
import * as store from './store-recode.ts'

/**
 * Areas were merged, split or recoded: the room goes on over the community that took over, its boards, notices and figures
 * with it. Where the heir has a room already, the old one is closed; its boards lead to the heir's. What hangs outside
 * now says something old, so the boards join the reprint list (`rooms.changed`).
 */
export async function followAreas(ctx: Ctx): Promise<void> {
  const heirs = await heirsOf(ctx)
  if (heirs.ended.length === 0) return
  const changed = new Set<string>()
  const pointOf = ({ lat, lon }: { lat: number | null; lon: number | null }) =>
    lat === null || lon === null ? null : { lat, lon }
  for (const board of await store.boardsIn(ctx, heirs.ended)) {
    const heir = await heirs.at(board.area, pointOf(board))
    if (!heir) continue
    await store.moveBoard(ctx, board.id, board.area, heir.area)
    changed.add(heir.area.slice(0, 12))
  }
  for (const room of await store.roomsIn(ctx, heirs.ended)) {
    const heir = (await heirs.at(room.area, pointOf(room)))?.area.slice(0, 12)
    if (!heir) continue
    if (await store.isRoomAt(ctx, heir))
      await store.changeRoom(ctx, room.id, { state: 'closed', closed_reason: ctx.say('rooms.reasons.areaMerged') })
    else await store.changeRoom(ctx, room.id, { area: heir, former_area: room.area })
    changed.add(heir)
  }
  for (const was of heirs.ended) {
    const [heir] = heirs.of(was)
    if (heir) await store.moveRest(ctx, was, heir)
  }
  for (const area of changed)
    ctx.publish({ type: 'rooms.changed', subject: String(ctx.county), area, payload: { recoded: true } })
}
