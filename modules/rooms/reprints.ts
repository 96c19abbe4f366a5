import type { Ctx } from '@doorstep/kernel'
import { isHanging } from './rules.ts'
import { contentsOf, versionOf } from './sheets/content.ts'
import { type BoardRow, boardsOf, saveBoard } from './store-boards.ts'

/**
 * Compares what hangs out there with what the room says today; what differs joins the reprint list. Called after
 * anything that a sheet may say has changed, and once a day, because postings also begin and end by the calendar.
 * @returns how many boards joined
 */
export async function refreshBoards(ctx: Ctx, area: string): Promise<number> {
  const rows = (await boardsOf(ctx, { area: area.slice(0, 12), view: 'all' }, 100_000)).filter(
    ({ state }) => state === 'posted' || state === 'printed',
  )
  const contents = await contentsOf(ctx, rows)
  let changed = 0
  for (const row of rows) {
    const content = contents.get(row.id)
    if (content && (await refreshOne(ctx, row, versionOf(content)))) changed++
  }
  return changed
}

async function refreshOne(ctx: Ctx, row: BoardRow, version: string): Promise<boolean> {
  const shown = isHanging(row.state) ? row.posted_version : row.printed_version
  if (shown === version) return false
  if (shown === null) {
    // Hung before the platform knew what it says: taken as right today, and followed from here on.
    await saveBoard(ctx, row.id, isHanging(row.state) ? { posted_version: version } : { printed_version: version })
    return false
  }
  await saveBoard(ctx, row.id, {
    state: isHanging(row.state) ? 'needsUpdate' : 'planned',
    reason: ctx.say('rooms.reasons.contentChanged'),
  })
  return true
}
