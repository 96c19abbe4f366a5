import type { Personal } from '@doorstep/kernel'
import { keptDays } from './calls.ts'
import * as store from './store.ts'
import * as signs from './store-signs.ts'

/** A call is kept for ninety days, by no name; what a dispute was made of it says is the matter's. */
export const personal: Personal = {
  held: async () => [],
  subjects: async () => [],
  erase: async () => [],
  retention: [
    {
      kind: 'findings.call',
      keepDays: keptDays,
      least: 7,
      most: keptDays,
      run: async (ctx, before) => ({ removed: await signs.removeBefore(ctx, before) }),
    },
    {
      kind: 'findings.proposal',
      keepDays: 365,
      least: 90,
      most: 1095,
      run: async (ctx, before) => ({ removed: await store.removeBefore(ctx, before) }),
    },
  ],
}
