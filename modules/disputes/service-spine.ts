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
import { consequence } from './rules-spine.ts'
import type { Verb } from './states.ts'

/** What the file does to its matter, and what it mirrors of it. */

/** `text` to the people, `reason` among staff, `data` for the sentence: codes and numbers, never names. */
export type Told = { text?: string | undefined; reason?: string | undefined; data?: Record<string, unknown> }

const by = 'disputes'

/** The matter follows where the file went. @param told words of the step: only its `text` is for the person. @returns the file with the mirrors set */
export const follow = (ctx: Ctx, verb: Verb, before: Dispute, after: Dispute, told: Told): Promise<Dispute> =>
  ctx.asSystem(async (system) => {
    const next = consequence(verb, before, after)
    const words = () => told.text ?? system.say(`disputes.results.${after.state}`)
    if (next?.do === 'hold') await holdMatter(system, after.id, by)
    if (next?.do === 'release') await releaseMatter(system, after.id, by)
    if (next?.do === 'reopen') await reopenMatter(system, after.id, { by, reason: told.reason ?? words() })
    if (next?.do === 'close')
      await closeMatter(system, after.id, { by, grade: next.grade, stays: next.stays, result: words() })
    if (verb === 'breach') await raiseCard(system, after.id, 'breach.yellow')
    if (after.class !== null && after.class !== before.class)
      await limitMatter(system, after.id, `dispute.${after.class}`)
    return mirrored(system, after)
  })

/** Whoever handles the matter handles its file; its deadline is the file's. */
export async function mirrored(ctx: Ctx, dispute: Dispute): Promise<Dispute> {
  const matter = await standingOf(ctx, dispute.id)
  if (!matter) return dispute
  const { assignee, dueAt: deadline } = matter
  return { ...dispute, assignee, deadline }
}
