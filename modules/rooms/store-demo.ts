import { joinId, splitId } from '@doorstep/contract'
import type { Demo } from '@doorstep/demo/demo.ts'
import { insertRows } from '@doorstep/demo/rows.ts'
import { day } from '@doorstep/demo/time.ts'
import type { Board } from './demo/boards.ts'
import { isHanging } from './rules.ts'

/** Rows of the demo county's boards, and of what was counted at them. */
export async function insertBoards(demo: Demo, boards: readonly Board[]): Promise<void> {
  await insertRows(
    demo.sql,
    'rooms.board',
    boards.map(({ officer: _known, ...row }) => row),
  )
  const dice = demo.dice('scans')
  const scans = boards.flatMap((board) => {
    if (!isHanging(board.state)) return []
    const busy = dice.next() ** 3
    return Array.from({ length: 45 }, (_, ago) => ({
      county: demo.county,
      board: board.id,
      day: demo.zone.day(demo.now - ago * day),
      count: Math.floor(dice.next() * busy * 5 + busy * dice.next()),
    })).filter(({ count }) => count > 0)
  })
  await insertRows(demo.sql, 'rooms.scan', scans)
  demo.boards.push(
    ...boards
      .filter(({ state, posted_at }) => isHanging(state) && posted_at)
      .map(({ county, id, area, posted_at }) => ({
        id: joinId(county, id),
        area,
        from: Date.parse(posted_at ?? ''),
      })),
  )
}

/** When matters of each room were reported, accepted and closed. */
export async function insertAnswers(demo: Demo): Promise<void> {
  const answers = demo.matters.map(({ id, area, reportedAt, acceptedAt, resolvedAt, rating }) => ({
    county: demo.county,
    matter: splitId(id).uuid,
    area,
    reported_at: reportedAt,
    accepted_at: acceptedAt,
    closed_at: resolvedAt,
    rating,
  }))
  await insertRows(demo.sql, 'rooms.answer', answers)
}
