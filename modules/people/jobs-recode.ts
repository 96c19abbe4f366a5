import { newId, splitId } from '@doorstep/contract'
import { type Ctx, dayIn, type Event } from '@doorstep/kernel'
import { takePosting } from './postings.ts'
import * as store from './store.ts'

/**
 * Areas were merged, split or recoded: from the day of the change on, a post over an area that ended goes on over what took
 * over from it, over each part where it was split. The old post ends that day and stays in the history with its code.
 */
export async function followAreas(ctx: Ctx, event: Event): Promise<void> {
  const { moved, on } = event.payload as { moved?: Record<string, string[]>; on?: string }
  if (!moved || !on) return
  const at = beginOf(ctx, on)
  const ended = Object.keys(moved)
  for (const row of await store.postingsIn(ctx, ended)) {
    const from = later(row.valid_from, at)
    if (row.valid_to !== null && row.valid_to <= from) continue // over before the day
    for (const area of moved[row.area] ?? []) {
      const { role, account, unit, valid_to } = row
      const id = splitId(newId(ctx.county)).uuid
      const posting = {
        county: ctx.county,
        id,
        account,
        role,
        area,
        unit,
        valid_from: from,
        valid_to,
        created_by: null,
      }
      if (await store.addPosting(ctx, posting))
        ctx.publish({
          type: 'people.posted',
          subject: account,
          area,
          accounts: [account],
          payload: { account, role, area },
        })
    }
    await takePosting(ctx, row, from, ctx.say('people.reasons.areaChanged'))
  }
  await store.moveInvitations(ctx, ended, (area) => moved[area]?.[0])
}

const later = (a: string, b: string): string => [a, b].sort()[1] as string
const hour = 3_600_000
/** The first hour of the day in the county's zone, or now where it has begun. */
function beginOf(ctx: Ctx, day: string): string {
  const { zone } = ctx.settings
  if (dayIn(zone, ctx.now()) >= day) return ctx.now()
  let at = Date.parse(`${day}T00:00:00Z`) - 14 * hour
  while (dayIn(zone, new Date(at).toISOString()) < day) at += hour
  return new Date(at).toISOString()
}
