import type { Samples } from '@doorstep/testkit/sample.ts'
import type { agreementContract } from './contract-agreement.ts'

export const agreementSamples: Samples<typeof agreementContract> = {}
