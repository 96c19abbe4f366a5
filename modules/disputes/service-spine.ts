import type { Ctx } from '@doorstep/kernel'
import {
  closeMatter,
  holdMatter,
  limitMatter,
  raiseCard,
  releaseMatter,
  reopenMatter,
  standingOf,
} from '@doorstep/modules/matters/index.ts'
import type { Dispute } from './rules.ts'
import { holdsMatter, reopens, settles, type Verb } from './states.ts'

/** What the file does to its matter, and what it mirrors of it. Only states and `settles` decide; no verb closes a matter by hand. */

const by = 'disputes'

/** The matter follows where the file went. @param said the words that go with it. @returns the file with the mirrors set */
export const follow = (ctx: Ctx, verb: Verb, before: Dispute, after: Dispute, said?: string): Promise<Dispute> =>
  ctx.asSystem(async (system) => {
    if (before.state !== after.state || verb === 'settleAgain') await move(system, verb, before, after, said)
    if (after.class !== null && after.class !== before.class)
      await limitMatter(system, after.id, `dispute.${after.class}`)
    return mirrored(system, after)
  })

async function move(system: Ctx, verb: Verb, before: Dispute, after: Dispute, said?: string): Promise<void> {
  const grade = after.state === 'followUp' ? settles.performed : settles[after.state]
  const stays = holdsMatter(after.state)
  if (verb === 'drop') await releaseMatter(system, after.id, by)
  else if (grade) {
    const result = said ?? system.say(`disputes.results.${after.state}`)
    await closeMatter(system, after.id, { by, grade, result, stays })
  } else if (verb === 'register') await holdMatter(system, after.id, by)
  else if (reopens.includes(after.state))
    await reopenMatter(system, after.id, { by, reason: said ?? system.say(`disputes.results.${after.state}`) })
  else if (!stays && holdsMatter(before.state)) await releaseMatter(system, after.id, by)
  if (verb === 'breach') await raiseCard(system, after.id, 'breach.yellow')
}

/** Whoever handles the matter handles its file; its deadline is the file's. */
export async function mirrored(ctx: Ctx, dispute: Dispute): Promise<Dispute> {
  const matter = await standingOf(ctx, dispute.id)
  if (!matter) return dispute
  const { assignee, dueAt: deadline } = matter
  return { ...dispute, assignee, deadline }
}
