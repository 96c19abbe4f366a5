import type { Samples } from '@doorstep/testkit/sample.ts'
import type { reportContract } from './contract-report.ts'

export const reportSamples: Samples<typeof reportContract> = {}
