import { cutAudit, type Personal } from '@doorstep/kernel'
import * as store from './store.ts'

/** What this module holds itself: what a person asked for, and the log of who looked. */
export const personal: Personal = {
  async held(ctx, subject) {
    const rows = await store.requestsOf(ctx, subject, 200)
    return [
      {
        kind: 'privacy.request',
        title: ctx.say('privacy.personal.title'),
        purpose: ctx.say('privacy.personal.purpose'),
        basis: ctx.say('privacy.personal.basis'),
        items: rows.map((row) => ({
          id: store.idOf(row),
          title: ctx.say(`privacy.kinds.${row.kind}`),
          facts: [
            { name: 'askedAt', label: ctx.say('privacy.personal.askedAt'), value: row.asked_at },
            ...(row.words_sealed
              ? [{ name: 'words', label: ctx.say('privacy.personal.words'), value: ctx.vault.open(row.words_sealed) }]
              : []),
            ...(row.answer ? [{ name: 'answer', label: ctx.say('privacy.personal.answer'), value: row.answer }] : []),
          ],
          endsAt: null,
          onErasure: 'anonymised' as const,
          correctable: false,
        })),
      },
    ]
  },
  subjects: async (ctx, subject) => (await store.requestsOf(ctx, subject, 200)).map(store.idOf),
  async erase(ctx, subject) {
    const anonymised = await store.forgetRequests(ctx, subject)
    return [{ kind: 'privacy.request', removed: 0, anonymised, kept: 0, reason: null }]
  },
  retention: [
    {
      kind: 'privacy.request',
      keepDays: 1095,
      least: 365,
      most: 1095,
      run: async (ctx, before) => ({ removed: await store.dropRequests(ctx, before) }),
    },
    {
      kind: 'privacy.audit',
      keepDays: 1095,
      least: 1095,
      most: 3650,
      run: async (ctx, before) => ({ removed: await cutAudit(ctx, before) }),
    },
  ],
}
