import { Choice, contract, Done, Id, Instant, Line, Nullable, Text, t } from '@doorstep/contract'
import { consentWays, withdrawalWays } from './rules-minor.ts'

/** Said by staff who met the guardian; `none`: help could not wait for one, or the guardian is who the child needs help against. */
export const GuardianConsent = t.Object({ name: t.Optional(Line(50)), how: Choice(consentWays) })
const Access = t.Object({
  id: Id,
  by: t.String({ description: 'name' }),
  account: t.String(),
  reason: t.String(),
  askedAt: Instant,
  granted: Nullable(t.Boolean()),
  until: Nullable(Instant),
})

/** Matters about a minor: marked with the guardian's consent, read by others only after a leader's approval. */
export const minors = contract({
  markMinor: {
    post: '/matters/:id/minor',
    may: 'matters.accept',
    summary:
      'It is about somebody under 18: records who consented and how; from now on others need an approval to read it.',
    body: GuardianConsent,
    reply: Done,
    fails: ['matters.missing', 'matters.minorProtected'],
  },
  access: {
    get: '/matters/:id/access',
    may: 'matters.accept',
    summary: 'Who asked to read it, why, and what was decided.',
    reply: t.Object({
      items: t.Array(Access),
      consent: Nullable(
        t.Object({
          giver: Nullable(t.String({ description: 'only for who may read the matter' })),
          how: t.String(),
          givenAt: Instant,
          withdrawnAt: Nullable(Instant),
        }),
      ),
    }),
    fails: ['matters.missing'],
  },
  withdrawGuardian: {
    post: '/matters/:id/minor/withdraw',
    may: 'matters.accept',
    summary: 'The guardian takes the consent back: from now on nobody but the one handling it reads it.',
    body: t.Object({ how: Choice(withdrawalWays) }),
    reply: Done,
    fails: ['matters.missing', 'matters.minorProtected', 'matters.noGuardianConsent'],
  },
  askAccess: {
    post: '/matters/:id/access',
    may: 'matters.accept',
    summary: 'Ask a leader to read a matter about a minor; the reason is logged.',
    body: t.Object({ reason: Text(500) }),
    reply: Access,
    fails: ['matters.missing', 'matters.accessNotNeeded', 'matters.guardianWithdrew'],
  },
  decideAccess: {
    post: '/matters/:id/access/:access',
    may: 'matters.lead',
    summary: 'Let somebody read it for 24 hours, or not; never oneself.',
    body: t.Object({ granted: t.Boolean() }),
    reply: Access,
    fails: ['matters.missing', 'matters.ownRequest', 'matters.guardianWithdrew'],
  },
})
