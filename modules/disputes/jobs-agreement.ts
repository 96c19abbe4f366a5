import type { JobList } from '@doorstep/kernel'

export const agreementJobs = { on: {}, every: {} } as const satisfies JobList
