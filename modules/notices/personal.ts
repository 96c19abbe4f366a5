import type { Personal } from '@doorstep/kernel'
import * as store from './store.ts'

/** The inbox: codes and times, nothing of persons, but it is about its account. */
export const personal: Personal = {
  async held(ctx, { account }, keep) {
    if (account === null) return []
    const rows = await store.newestOf(ctx, account, 200)
    const days = keep('notices.inbox')
    return [
      {
        kind: 'notices.inbox',
        title: ctx.say('notices.personal.title'),
        purpose: ctx.say('notices.personal.purpose'),
        basis: ctx.say('notices.personal.basis'),
        items: rows.map((row) => ({
          id: `${row.county}-${row.id}`,
          title: ctx.say(row.words, row.data),
          facts: [{ name: 'at', label: ctx.say('notices.personal.at'), value: row.at }],
          endsAt: new Date(Date.parse(row.at) + days * 86_400_000).toISOString(),
          onErasure: 'removed' as const,
          correctable: false,
        })),
      },
    ]
  },
  subjects: async () => [],
  async erase(ctx, { account }) {
    if (account === null) return []
    return [
      {
        kind: 'notices.inbox',
        removed: await store.removeOf(ctx, account),
        anonymised: 0,
        kept: 0,
        reason: null,
      },
    ]
  },
  retention: [
    {
      kind: 'notices.inbox',
      keepDays: 365,
      least: 30,
      most: 730,
      run: async (ctx, before) => ({ removed: await store.removeBefore(ctx, before) }),
    },
  ],
}
