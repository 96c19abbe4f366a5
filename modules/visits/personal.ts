import type { Personal } from '@doorstep/kernel'
import * as store from './store.ts'

/**
 * A visit is about a place or a matter. What it says of a person is the matter's, which answers for it; the notes end
 * by their own rule.
 */
export const personal: Personal = {
  held: async () => [],
  subjects: async () => [],
  erase: async () => [],
  retention: [
    {
      kind: 'visits.note',
      keepDays: 730,
      least: 90,
      most: 1095,
      run: async (ctx, before) => ({ removed: await store.removeBefore(ctx, before) }),
    },
  ],
}
