import type { Personal } from '@doorstep/kernel'
import { removeBefore } from './store-personal.ts'

export const personal: Personal = {
  held: async () => [],
  subjects: async () => [],
  erase: async () => [],
  retention: [
    {
      kind: 'disputes.file',
      keepDays: 1095,
      least: 365,
      most: 3650,
      run: async (ctx, before) => ({ removed: await removeBefore(ctx, before) }),
    },
  ],
}
