import { anyone, Choice, contract, type Failures, Id, Instant, Nullable, type Rights, t } from '@doorstep/contract'
import { ways } from './rules.ts'

export const failures = {
  'consents.missing': 'missing',
  'consents.purposeUnknown': 'missing',
  'consents.wordsChanged': 'conflict',
  'consents.wrongState': 'conflict',
  'consents.tooLate': 'conflict',
  'consents.idTaken': 'conflict',
} as const satisfies Failures

export const rights = {
  'consents.words': anyone('everyone'),
  'consents.give': { resident: 'own' },
  'consents.own': anyone('own'),
} as const satisfies Rights

const Hash = t.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of title and words' })
const wording = {
  purpose: t.String({ description: '<module>.<what>' }),
  version: t.String(),
  title: t.String(),
  words: t.String({ description: 'what is agreed to, exactly' }),
  after: t.String({ description: 'what stops when it is taken back' }),
}
const Consent = t.Object({
  ...wording,
  id: Id,
  language: Nullable(t.String()),
  hash: Nullable(t.String()),
  way: Choice(ways),
  about: Nullable(Id),
  giver: Nullable(t.String()),
  givenAt: Instant,
  withdrawnAt: Nullable(Instant),
  undoUntil: Nullable(Instant),
  inForce: t.Boolean({ description: 'not taken back, and to the words that hold now' }),
})

export { Consent as ConsentShape }

export const consents = contract({
  wordings: {
    get: '/consents/wordings',
    may: 'consents.words',
    summary: 'What one can be asked to agree to, in the exact words that hold now.',
    reply: t.Object({ items: t.Array(t.Object({ ...wording, language: t.String(), hash: Hash, own: t.Boolean() })) }),
    fails: [],
  },
  give: {
    post: '/consents',
    may: 'consents.give',
    summary: 'Agree to the words that were shown; `hash` says which. Agreed to already: nothing changes.',
    body: t.Object({ id: Id, purpose: t.String({ pattern: '^[a-z]{1,30}\\.[a-zA-Z]{1,30}$' }), hash: Hash }),
    reply: Consent,
    fails: ['consents.purposeUnknown', 'consents.wordsChanged', 'consents.idTaken'],
  },
  withdraw: {
    post: '/consents/:id/withdraw',
    may: 'consents.own',
    summary:
      'Take a consent back: what rests on it stops now. Nothing is refused for it; for a day it can be given back with a tap.',
    body: t.Object({}),
    reply: Consent,
    fails: ['consents.missing', 'consents.wrongState'],
  },
  restore: {
    post: '/consents/:id/restore',
    may: 'consents.own',
    summary: 'It was a slip: the consent holds again, within a day.',
    body: t.Object({}),
    reply: Consent,
    fails: ['consents.missing', 'consents.wrongState', 'consents.tooLate'],
  },
})
