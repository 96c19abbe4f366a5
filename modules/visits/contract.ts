import {
  AreaCode,
  Choice,
  contract,
  Day,
  type Failures,
  Id,
  Instant,
  Line,
  Nullable,
  Page,
  Paging,
  Point,
  type Rights,
  type Static,
  Text,
  t,
} from '@doorstep/contract'
import { outcomes, purposes, states, verbs } from './states.ts'

export const failures = {
  'visits.missing': 'missing',
  'visits.wrongState': 'conflict',
  'visits.idTaken': 'conflict',
  'visits.nobodyThere': 'invalid',
  'visits.dayPast': 'invalid',
  'visits.afterLastDay': 'conflict',
  'visits.doneElsewhere': 'conflict',
} as const satisfies Failures

/**
 * Officers of the place do each other's visits; a desk plans and sees. Auxiliaries
 * see what they were asked along to; nobody outside the police knows who is visited.
 */
const police = { officer: 'area', deputyChief: 'area', chief: 'area', commandRoom: 'area' } as const
export const rights = {
  'visits.read': { ...police, auditor: 'area', auxiliary: 'asked' },
  'visits.plan': { ...police },
  'visits.do': { officer: 'area', deputyChief: 'area', chief: 'area' },
} as const satisfies Rights

const StateCode = Choice(states)
const Purpose = Choice(purposes)
export const Visit = t.Object({
  id: Id,
  area: AreaCode,
  areaName: t.String(),
  purpose: Purpose,
  state: StateCode,
  source: t.String({ description: 'module that planned it; `visits` where a person did' }),
  subject: Nullable(Id),
  place: Nullable(t.String()),
  point: Nullable(Point),
  task: Nullable(t.String({ description: 'what to do there; a locale key with a dot in it when a module planned it' })),
  dueOn: Day,
  lastDay: Nullable(Day),
  assignee: Nullable(Id),
  assigneeName: Nullable(t.String()),
  along: t.Array(t.Object({ account: Id, name: t.String() })),
  matter: Nullable(
    t.Object(
      { id: Id, code: t.String(), kind: t.String(), summary: t.String(), open: t.Boolean() },
      {
        description: 'what it is about, where the reader may see it',
      },
    ),
  ),
  doneAt: Nullable(Instant),
  outcome: Nullable(Choice(outcomes)),
  note: Nullable(t.String()),
  late: t.Boolean({ description: 'planned for a day that is over' }),
  allowed: t.Array(Choice(verbs)),
})
export type Visit = Static<typeof Visit>

const Goer = t.Object({ account: Id, name: t.String(), areaName: t.String() })
const moved = ['visits.missing', 'visits.wrongState'] as const
const Reason = Text(500)

export const visits = contract({
  list: {
    get: '/visits',
    may: 'visits.read',
    summary: 'Visits of an area by their day, the earliest first; walked by key.',
    query: t.Object({
      area: t.Optional(AreaCode),
      state: t.Optional(StateCode),
      purpose: t.Optional(Purpose),
      from: t.Optional(Day),
      to: t.Optional(Day),
      mine: t.Optional(t.Boolean({ description: 'mine to make or nobody’s, or those I was asked along to' })),
      subject: t.Optional(Id),
      ...Paging,
    }),
    reply: Page(Visit),
    fails: [],
  },
  month: {
    get: '/visits/month',
    may: 'visits.read',
    summary: 'How many visits each day of a month has, by state.',
    query: t.Object({
      month: t.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' }),
      area: t.Optional(AreaCode),
      mine: t.Optional(t.Boolean()),
    }),
    reply: t.Object({
      days: t.Array(t.Object({ day: Day, planned: t.Integer(), done: t.Integer(), missed: t.Integer() })),
    }),
    fails: [],
  },
  get: {
    get: '/visits/:id',
    may: 'visits.read',
    summary: 'One visit, with its note.',
    reply: Visit,
    fails: ['visits.missing'],
    personal: true,
  },
  plan: {
    post: '/visits',
    may: 'visits.plan',
    summary: 'Plans a visit by hand; the client makes the id.',
    body: t.Object({
      id: Id,
      area: AreaCode,
      purpose: Purpose,
      dueOn: Day,
      task: Text(500),
      place: t.Optional(Line(120)),
      point: t.Optional(Point),
      subject: t.Optional(Id),
      assignee: t.Optional(Id),
    }),
    reply: Visit,
    fails: ['visits.idTaken', 'visits.nobodyThere', 'visits.dayPast'],
  },
  take: {
    post: '/visits/:id/take',
    may: 'visits.do',
    summary: 'Takes a visit on: it stands in the own calendar.',
    body: t.Object({}),
    reply: Visit,
    fails: moved,
  },
  assign: {
    post: '/visits/:id/assign',
    may: 'visits.plan',
    summary: 'Gives a visit to an officer of the place.',
    body: t.Object({ to: Id }),
    reply: Visit,
    fails: [...moved, 'visits.nobodyThere'],
  },
  goers: {
    get: '/visits/:id/goers',
    may: 'visits.plan',
    summary: 'Who may be given the visit, or taken along: those posted over the place, the nearest first.',
    reply: t.Object({
      officers: t.Array(Goer),
      auxiliaries: t.Array(Goer),
    }),
    fails: ['visits.missing'],
  },
  takeAlong: {
    post: '/visits/:id/take-along',
    may: 'visits.plan',
    summary: 'Who goes along: auxiliaries of the place, in place of those named before.',
    body: t.Object({ who: t.Array(Id, { maxItems: 5 }) }),
    reply: Visit,
    fails: [...moved, 'visits.nobodyThere'],
  },
  move: {
    post: '/visits/:id/move',
    may: 'visits.plan',
    summary: 'Puts a visit on another day, not beyond the last one that its rule allows.',
    body: t.Object({ dueOn: Day, reason: Reason }),
    reply: Visit,
    fails: [...moved, 'visits.dayPast', 'visits.afterLastDay'],
  },
  done: {
    post: '/visits/:id/done',
    may: 'visits.do',
    summary: 'Says that the visit was made, or that nobody was met. Late is still done.',
    body: t.Object({
      outcome: Choice(outcomes),
      note: t.Optional(Text(2000)),
    }),
    reply: Visit,
    fails: [...moved, 'visits.doneElsewhere'],
  },
  cancel: {
    post: '/visits/:id/cancel',
    may: 'visits.plan',
    summary: 'Takes a visit off the calendar that a person planned; the reason is kept.',
    body: t.Object({ reason: Reason }),
    reply: Visit,
    fails: [...moved, 'visits.doneElsewhere'],
  },
})
