import { Choice, contract, download, Id, Instant, Line, Nullable, Page, Paging, Text, t } from '@doorstep/contract'
import { Request } from './contract-own.ts'
import { breachStepCodes, dataKinds, requestKinds, requestStates } from './rules.ts'

const Rule = t.Object({
  kind: t.String(),
  title: t.String(),
  keepDays: t.Integer(),
  initial: t.Integer(),
  least: t.Integer(),
  most: t.Integer(),
  own: t.Boolean({ description: 'the county has chosen it' }),
  reason: Nullable(t.String()),
  changedAt: Nullable(Instant),
})
const Run = t.Object({
  id: Id,
  startedAt: Instant,
  nightly: t.Boolean(),
  lines: t.Array(
    t.Object({
      kind: t.String(),
      title: t.String(),
      keepDays: t.Integer(),
      before: Instant,
      counts: t.Array(t.Object({ name: t.String(), label: t.String(), n: t.Integer() })),
    }),
  ),
})
const Breach = t.Object({
  id: Id,
  foundAt: Instant,
  kinds: t.Array(Choice(dataKinds)),
  cause: t.String(),
  harm: t.String(),
  measures: t.String(),
  contact: t.String(),
  persons: t.Integer(),
  exemptReason: Nullable(t.String()),
  plan: t.Array(
    t.Object({ code: Choice(breachStepCodes), by: Nullable(Instant), doneAt: Nullable(Instant), needed: t.Boolean() }),
  ),
  updatedAt: Instant,
})
const breachFacts = {
  kinds: t.Array(Choice(dataKinds), { minItems: 1, maxItems: 8 }),
  cause: Text(2000),
  harm: Text(2000),
  measures: Text(2000),
  contact: Line(120),
  persons: t.Integer({ minimum: 0, maximum: 100_000_000 }),
  exemptReason: t.Optional(Nullable(Text(1000))),
}

/** What the county answers for: how long things are kept, what was asked, what went wrong. */
export const county = contract({
  retention: {
    get: '/privacy/retention',
    may: 'privacy.inspect',
    summary: 'How long each kind of record is kept, within which bounds, and what the last run did.',
    reply: t.Object({ items: t.Array(Rule), last: Nullable(Run) }),
    fails: [],
  },
  setRetention: {
    put: '/privacy/retention/:kind',
    may: 'privacy.keep',
    summary: 'Keep a kind of record shorter or longer, within the bounds, with a reason.',
    params: t.Object({ kind: t.String({ pattern: '^[a-z]+\\.[a-zA-Z]+$', maxLength: 60 }) }),
    body: t.Object({ keepDays: t.Integer({ minimum: 1, maximum: 36_500 }), reason: Text(500) }),
    reply: Rule,
    fails: ['privacy.kindUnknown', 'privacy.outOfBounds'],
  },
  runs: {
    get: '/privacy/runs',
    may: 'privacy.inspect',
    summary: 'Reports of the runs, newest first.',
    query: t.Object({ ...Paging }),
    reply: Page(Run),
    fails: [],
  },
  runNow: {
    post: '/privacy/runs',
    may: 'privacy.keep',
    summary: 'Let everything go whose time is over, now, and report it.',
    body: t.Object({ id: Id }),
    reply: Run,
    fails: ['privacy.idTaken'],
    perMinute: 6,
  },
  requests: {
    get: '/privacy/requests',
    may: 'privacy.inspect',
    summary: 'What persons asked for: the open ones by their deadline, or all, newest first.',
    personal: true,
    query: t.Object({ state: t.Optional(Choice(requestStates)), ...Paging }),
    reply: Page(Request),
    fails: [],
  },
  register: {
    post: '/privacy/register',
    may: 'privacy.keep',
    summary: 'Write down a request that came by phone, at the desk or on paper.',
    body: t.Object({
      id: Id,
      kind: Choice(requestKinds),
      channel: Choice(['phone', 'visit', 'paper'] as const),
      words: Text(1000),
    }),
    reply: Request,
    fails: ['privacy.idTaken'],
  },
  answer: {
    post: '/privacy/requests/:id/answer',
    may: 'privacy.keep',
    summary: 'Answer a request, or refuse it with the reason.',
    body: t.Object({ outcome: Choice(['done', 'refused'] as const), answer: Text(1000) }),
    reply: Request,
    fails: ['privacy.missing', 'privacy.wrongState', 'privacy.runsItself'],
  },
  breaches: {
    get: '/privacy/breaches',
    may: 'privacy.inspect',
    summary: 'Leaks and losses, newest first.',
    query: t.Object({ ...Paging }),
    reply: Page(Breach),
    fails: [],
  },
  recordBreach: {
    post: '/privacy/breaches',
    may: 'privacy.keep',
    summary: 'Write a leak down; the reply says who must be told by when.',
    body: t.Object({ id: Id, foundAt: Instant, ...breachFacts }),
    reply: Breach,
    fails: ['privacy.idTaken', 'privacy.wrongTime'],
  },
  breach: {
    get: '/privacy/breaches/:id',
    may: 'privacy.inspect',
    summary: 'One leak with its checklist.',
    reply: Breach,
    fails: ['privacy.missing'],
  },
  changeBreach: {
    put: '/privacy/breaches/:id',
    may: 'privacy.keep',
    summary: 'What is known now, and which steps are done.',
    body: t.Object({ ...breachFacts, done: t.Array(Choice(breachStepCodes), { maxItems: 8 }) }),
    reply: Breach,
    fails: ['privacy.missing'],
  },
  breachLetter: {
    get: '/privacy/breaches/:id/letter',
    may: 'privacy.inspect',
    summary: 'The notice of PIPL art. 57 as PDF: to the authority, or to the persons.',
    query: t.Object({ to: Choice(['authority', 'persons'] as const) }),
    reply: download('application/pdf'),
    fails: ['privacy.missing'],
  },
})
