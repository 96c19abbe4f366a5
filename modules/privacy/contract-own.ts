import { Choice, contract, Done, download, Id, Instant, Line, Nullable, Phone, Text, t } from '@doorstep/contract'
import { ConsentShape } from '@doorstep/modules/consents/contract.ts'
import { requestChannels, requestKinds, requestStates } from './rules.ts'

const Erased = t.Object({
  kind: t.String(),
  title: t.String(),
  removed: t.Integer(),
  anonymised: t.Integer(),
  kept: t.Integer(),
  reason: Nullable(t.String({ description: 'why something stays' })),
})
export const Request = t.Object({
  id: Id,
  kind: Choice(requestKinds),
  channel: Choice(requestChannels),
  state: Choice(requestStates),
  matter: Nullable(Id),
  askedAt: Instant,
  dueAt: Instant,
  runsAt: Nullable(Instant),
  words: Nullable(t.String()),
  answer: Nullable(t.String()),
  doneAt: Nullable(Instant),
  report: t.Array(Erased),
})
const Item = t.Object({
  id: t.String(),
  title: t.String(),
  facts: t.Array(t.Object({ name: t.String(), label: t.String(), value: t.String() })),
  endsAt: Nullable(Instant),
  onErasure: Choice(['removed', 'anonymised', 'waits'] as const),
  correctable: t.Boolean(),
})
const Held = t.Object({
  /** Whether it is an account's, a receipt's, or nobody's we know. */
  who: Choice(['account', 'receipt', 'nobody'] as const),
  sections: t.Array(
    t.Object({ kind: t.String(), title: t.String(), purpose: t.String(), basis: t.String(), items: t.Array(Item) }),
  ),
  consents: t.Array(ConsentShape),
  requests: t.Array(Request),
})

/** What a person does about their own data: with an account, or with the receipt of one matter. */
export const own = contract({
  held: {
    get: '/privacy/held',
    may: 'privacy.own',
    summary: 'What is held about me: by section, with purpose, legal basis and the day it goes.',
    personal: true,
    reply: Held,
    fails: [],
  },
  looks: {
    get: '/privacy/looks',
    may: 'privacy.own',
    summary: 'Who looked at it or changed it: by post, when and why; the newest 200.',
    reply: t.Object({
      items: t.Array(
        t.Object({
          id: t.String(),
          at: Instant,
          post: Nullable(t.String({ description: 'role' })),
          what: Choice(['read', 'unmasked', 'file', 'changed'] as const),
          reason: Nullable(t.String()),
          about: t.String(),
          title: t.String({ description: 'of the record, in words' }),
        }),
      ),
    }),
    fails: [],
  },
  export: {
    get: '/privacy/export',
    may: 'privacy.own',
    summary: 'All of it to take along: JSON for programs, PDF for people.',
    personal: true,
    fresh: 'now',
    query: t.Object({ format: t.Optional(Choice(['json', 'pdf'] as const)) }),
    reply: download('application/json', 'application/pdf'),
    fails: [],
    perMinute: 20,
  },
  correct: {
    post: '/privacy/corrections',
    may: 'privacy.own',
    summary: 'Set my name or number right, or ask for the facts of a matter to be corrected.',
    body: t.Object({
      id: t.String({ minLength: 8, maxLength: 60, description: 'of the record, as `held` names it' }),
      name: t.Optional(Line(50)),
      phone: t.Optional(Phone),
      words: t.Optional(Text(1000)),
    }),
    reply: Done,
    fails: ['privacy.notYours', 'privacy.nothingSaid'],
  },
  ask: {
    post: '/privacy/requests',
    may: 'privacy.own',
    summary: 'Ask the county: for an explanation, to stop using something, or anything else about my data.',
    body: t.Object({
      id: Id,
      kind: Choice(['access', 'correct', 'limit', 'explain', 'other'] as const),
      words: Text(1000),
    }),
    reply: Request,
    fails: ['privacy.nothingHeld', 'privacy.idTaken'],
    perMinute: 10,
  },
  askErasure: {
    post: '/privacy/erasures',
    may: 'privacy.own',
    fresh: 'now',
    summary:
      'Close my account, or erase what one receipt opens. It can be called back for a day; asking again changes nothing.',
    body: t.Object({ id: Id }),
    reply: Request,
    fails: ['privacy.nothingHeld', 'privacy.idTaken'],
  },
  callBack: {
    post: '/privacy/requests/:id/call-back',
    may: 'privacy.own',
    summary: 'Take a request of mine back before it is done.',
    body: t.Object({}),
    reply: Request,
    fails: ['privacy.missing', 'privacy.wrongState'],
  },
})
