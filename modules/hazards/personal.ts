import type { Personal } from '@doorstep/kernel'
import * as store from './store.ts'

/** A hazard is about a place and a body. Who answers for it there is sealed and ends with the file; the rest is the matter's. */
export const personal: Personal = {
  held: async () => [],
  subjects: async () => [],
  erase: async () => [],
  retention: [
    {
      kind: 'hazards.file',
      keepDays: 1095,
      least: 365,
      most: 1825,
      run: async (ctx, before) => ({ removed: await store.removeBefore(ctx, before) }),
    },
  ],
}
