import type { Samples } from '@doorstep/testkit/sample.ts'
import type { disputes } from './contract.ts'
import { agreementSamples } from './test-samples-agreement.ts'
import { filePeculiar, fileSamples } from './test-samples-file.ts'
import { ownPeculiar, ownSamples, sessionSamples } from './test-samples-own.ts'
import { reportPeculiar, reportSamples } from './test-samples-report.ts'

export const samples: Samples<typeof disputes> = {
  ...fileSamples,
  ...sessionSamples,
  ...ownSamples,
  ...agreementSamples,
  ...reportSamples,
}
export const peculiar = { ...filePeculiar, ...ownPeculiar, ...reportPeculiar } as const
