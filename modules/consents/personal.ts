import type { Ctx, Personal } from '@doorstep/kernel'
import * as store from './store.ts'
import { viewsOf } from './wording.ts'

type Fact = { name: string; label: string; value: string }
const factsOf = (ctx: Ctx, view: Awaited<ReturnType<typeof viewsOf>>[number]): Fact[] => {
  const fact = (name: string, value: string | null): Fact[] =>
    value ? [{ name, label: ctx.say(`consents.personal.facts.${name}`), value }] : []
  return [
    ...fact('words', view.words),
    ...fact('version', view.version),
    ...fact('language', view.language),
    ...fact('hash', view.hash),
    ...fact('way', ctx.say(`consents.ways.${view.way}`)),
    ...fact('giver', view.giver),
    ...fact('givenAt', view.givenAt),
    ...fact('withdrawnAt', view.withdrawnAt),
  ]
}

/** The proof that somebody agreed is itself about them: they see it, and it goes with them. */
export const personal: Personal = {
  async held(ctx, subject, keep) {
    const views = await viewsOf(ctx, await store.of(ctx, subject, 200))
    const endsAt = (at: string | null) =>
      at && new Date(Date.parse(at) + keep('consents.consent') * 86_400_000).toISOString()
    return [
      {
        kind: 'consents.consent',
        title: ctx.say('consents.personal.title'),
        purpose: ctx.say('consents.personal.purpose'),
        basis: ctx.say('consents.personal.basis'),
        items: views.map((view) => ({
          id: view.id,
          title: view.title,
          facts: factsOf(ctx, view),
          endsAt: endsAt(view.withdrawnAt),
          onErasure: 'removed' as const,
          correctable: false,
        })),
      },
    ]
  },
  subjects: async () => [],
  async erase(ctx, subject) {
    const anonymised = await store.loosen(ctx, subject)
    const removed = await store.remove(ctx, subject)
    return [{ kind: 'consents.consent', removed, anonymised, kept: 0, reason: null }]
  },
  retention: [
    {
      kind: 'consents.consent',
      keepDays: 1095,
      least: 365,
      most: 1095,
      run: async (ctx, before) => ({ removed: await store.removeWithdrawn(ctx, before) }),
    },
  ],
}
