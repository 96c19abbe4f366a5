import type { Asking, Sample, Samples } from '@doorstep/testkit/sample.ts'
import { lay } from '../matters/test-matters.ts'
import type { fileContract } from './contract-file.ts'
import { layDispute } from './test-disputes.ts'

/** A valid request of every operation about the file, in a state in which the verb is allowed. */

const file = (asking: Asking, given: Parameters<typeof layDispute>[1] = {}) =>
  layDispute(asking.t, { area: asking.place.grid, ...given })

export const fileSamples: Samples<typeof fileContract> = {
  list: async (asking): Promise<Sample> => ({ query: { view: 'all', limit: 200 }, hidden: (await file(asking)).id }),
  get: async (asking) => ({ params: { id: (await file(asking)).id } }),
  open: async (asking) => ({
    params: { id: (await lay(asking.t, 'inProgress', { area: asking.place.grid })).id },
    body: {},
  }),
}
export const filePeculiar = {}
