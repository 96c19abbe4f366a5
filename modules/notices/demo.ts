import { splitId } from '@doorstep/contract'
import type { Demo } from '@doorstep/demo/demo.ts'
import { insertRows } from '@doorstep/demo/rows.ts'
import { day, iso } from '@doorstep/demo/time.ts'

/** The inboxes of the well-known accounts: what is older has been read, of the newest some have not. */
export async function layDemoNotices(demo: Demo): Promise<void> {
  const dice = demo.dice('inbox')
  const seen = new Map<string, number>()
  const newestFirst = [...demo.notices].sort((a, b) => (a.at > b.at ? -1 : 1))
  const rows = newestFirst.map(({ account, words, data, subject, urgent, at }) => {
    const moment = Date.parse(at)
    const age = demo.now - moment
    const place = seen.get(account) ?? 0
    seen.set(account, place + 1)
    const read = age > 6 * day || (place > 1 && (age > 2 * day || dice.chance(0.45)))
    return {
      county: demo.county,
      id: splitId(demo.id(dice, moment)).uuid,
      account,
      event: splitId(demo.id(dice, moment)).uuid,
      words,
      data,
      subject,
      urgent,
      at,
      read_at: read ? iso(Math.min(demo.now, moment + dice.whole(1, 300) * 60_000)) : null,
    }
  })
  await insertRows(demo.sql, 'notices.notice', rows)
}
