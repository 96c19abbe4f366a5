import type { Ctx, Event, JobList } from '@doorstep/kernel'
import { standingOf } from '@doorstep/modules/matters/index.ts'
import { agreementJobs } from './jobs-agreement.ts'
import { fileOf } from './service-file.ts'

/** The file follows its matter. */

async function begin(ctx: Ctx, event: Event): Promise<void> {
  if (event.payload.kind !== 'dispute') return
  const matter = await standingOf(ctx, event.subject)
  if (matter?.kind === 'dispute' && matter.open) await fileOf(ctx, matter)
}

export const jobs: JobList = {
  on: {
    'matters.reported': { begin },
    'matters.corrected': { begin },
    ...agreementJobs.on,
  },
  every: { ...agreementJobs.every },
}
