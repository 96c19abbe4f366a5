import type { Ctx } from '@doorstep/kernel'
import { addLimit, calendarOf, dayOf } from '@doorstep/modules/calendar/index.ts'
import { factsOfMatter } from '@doorstep/modules/matters/index.ts'
import { planVisit } from '@doorstep/modules/visits/index.ts'
import type { Dispute, Revisit } from './rules.ts'
import { settingsOf } from './store-config.ts'

/** Whether what was agreed holds: days 1, 3 and 7 are the matter's own visits, the later ones are the file's. */

export const keyOfRevisit = ({ id, round }: Pick<Dispute, 'id' | 'round'>, day: number): string =>
  `${id}/${round}/${day}`

/** Puts the revisits into the calendar of whoever handles it. @param from when it was performed */
export async function planFollowUp(ctx: Ctx, dispute: Dispute, from: string): Promise<Revisit[]> {
  const { followUpDays } = await settingsOf(ctx)
  const calendar = await calendarOf(ctx)
  const revisits = followUpDays.map((day) => ({
    day,
    dueOn: dayOf(addLimit(from, { days: day }, calendar), calendar),
    doneAt: null,
    outcome: null,
  }))
  for (const { day, dueOn } of revisits)
    await planVisit(ctx, {
      area: dispute.area,
      purpose: 'revisit',
      source: 'disputes',
      key: keyOfRevisit(dispute, day),
      subject: dispute.id,
      task: 'disputes.tasks.followUp',
      dueOn,
      assignee: dispute.assignee,
    })
  return revisits
}

const settled: readonly string[] = ['resolved', 'followUp', 'archived']
/** Settled still, every revisit made, of the matter and of the file, and the last one of each without a concern. */
export async function revisitsGood(ctx: Ctx, dispute: Dispute): Promise<boolean> {
  const matter = await factsOfMatter(ctx, dispute.id)
  if (!matter || !settled.includes(matter.state)) return false
  const all = [matter.revisits, dispute.revisits]
  return all.every(
    (visits) => visits.every(({ doneAt }) => doneAt !== null) && (visits.at(-1)?.outcome ?? 'good') === 'good',
  )
}
