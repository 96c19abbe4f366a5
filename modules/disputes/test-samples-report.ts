import type { Samples } from '@doorstep/testkit/sample.ts'
import type { reportContract } from './contract-report.ts'
import { laid } from './test-samples-file.ts'

export const reportSamples: Samples<typeof reportContract> = {
  form: async ({ place }) => ({ query: { month: '2026-11', area: place.area } }),
  formFile: async ({ place }) => ({ query: { month: '2026-11', area: place.area, format: 'xlsx' } }),
  export: async (asking) => ({
    query: { view: 'all', area: asking.place.area },
    hidden: (await laid(asking, 'registered')).id,
  }),
}
/** Figures of a place out of reach are none; the table of the ledger is an empty one. */
export const reportPeculiar = {
  form: { outside: 'same' },
  formFile: { outside: 'same' },
  export: { outside: 'same' },
} as const
