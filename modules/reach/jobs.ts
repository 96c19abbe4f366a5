import type { Ctx, Event, JobList } from '@doorstep/kernel'
import { claim, settle } from './claim.ts'
import { planCard, planNotice, planStuck, planUrgent } from './plan.ts'
import { send } from './send.ts'
import * as store from './store.ts'
import { dueCounties } from './store-deliveries.ts'

/** Whoever may not sign in any more is not written to either; who comes back switches notices on anew. */
async function forget(ctx: Ctx, event: Event): Promise<void> {
  const devices = await store.devicesOf(ctx, [event.subject])
  await store.removeDevices(
    ctx,
    devices.map(({ id }) => id),
  )
}

export const jobs: JobList = {
  on: {
    'notices.wanted': { plan: planNotice },
    'matters.supervised': { sayCard: planCard },
    'matters.reported': { sayUrgent: planUrgent },
    'matters.handoverStuck': { sayStuck: planStuck },
    'people.suspended': { forget },
  },
  errands: { send: { due: dueCounties, claim, run: send, settle } },
}
