import type { Personal } from '@doorstep/kernel'
import * as said from './store-said.ts'

/** A colour is the matter's, which answers for its persons. What parties said about it is sealed and ends with it. */
export const personal: Personal = {
  held: async () => [],
  subjects: async () => [],
  erase: async () => [],
  retention: [
    {
      kind: 'levels.level',
      keepDays: 1095,
      least: 365,
      most: 1825,
      run: async (ctx, before) => ({ removed: await said.removeBefore(ctx, before) }),
    },
  ],
}
