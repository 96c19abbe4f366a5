import {
  AreaCode,
  anyone,
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
  Text,
  t,
} from '@doorstep/contract'
import { Advice, Facts, Level, LevelRow, Objection, Statistics, Table } from './shapes.ts'
import { colours, verbs } from './states.ts'

export const failures = {
  'levels.missing': 'missing',
  'levels.ended': 'conflict',
  'levels.notHigher': 'conflict',
  'levels.nothingToSign': 'conflict',
  'levels.ownDecision': 'conflict',
  'levels.notYours': 'denied',
  'levels.loweringWaits': 'conflict',
  'levels.noLowering': 'conflict',
  'levels.meetingMissing': 'invalid',
  'levels.matterClosed': 'conflict',
  'levels.placeOutside': 'invalid',
  'levels.idTaken': 'conflict',
  'levels.objectionWaits': 'conflict',
  'levels.noObjection': 'conflict',
  'levels.tableWrong': 'invalid',
} as const satisfies Failures

const police = { officer: 'area', deputyChief: 'area', chief: 'area' } as const
const leaders = { deputyChief: 'area', chief: 'area' } as const
/** Whoever reported the matter sees its colour and may object. Auxiliaries and volunteers never see one. */
export const rights = {
  'levels.read': {
    ...anyone('own'),
    ...police,
    commandRoom: 'area',
    centreClerk: 'area',
    countyAdmin: 'area',
    auditor: 'area',
  },
  'levels.list': { ...police, commandRoom: 'area', centreClerk: 'area', countyAdmin: 'area', auditor: 'area' },
  'levels.raise': { ...police, commandRoom: 'area' },
  'levels.sign': leaders,
  'levels.signRed': { chief: 'area' },
  'levels.lower': police,
  'levels.object': anyone('own'),
  'levels.configure': { countyAdmin: 'area' },
} as const satisfies Rights

const Colour = Choice(colours)
/** Kind of the matter, or `place`. */
const KindOrPlace = t.String({ pattern: '^[a-zA-Z]{2,40}$' })
const Reason = Text(1000)
const verb = <const F extends readonly (keyof typeof failures)[]>(fails: F) =>
  ['levels.missing' as const, 'levels.ended' as const, ...fails] as const

export const levels = contract({
  advise: {
    get: '/matter-levels/:matter/advice',
    may: 'levels.list',
    summary: 'What the table of the county advises for a matter, every term with its value. A person decides.',
    query: Facts,
    reply: t.Object({ ...Advice.properties, current: Nullable(Level) }),
    fails: ['levels.missing'],
  },
  list: {
    get: '/levels',
    may: 'levels.list',
    summary: 'Levels in force in an area, the newest first; walked by key.',
    query: t.Object({
      area: t.Optional(AreaCode),
      colour: t.Optional(Colour),
      kind: t.Optional(KindOrPlace),
      waiting: t.Optional(Choice(['signature', 'lowering', 'objection', 'expiry'] as const)),
      ...Paging,
    }),
    reply: Page(LevelRow),
    fails: [],
  },
  board: {
    get: '/levels/board',
    may: 'levels.list',
    summary: 'How many of each colour are in force in an area, and how many wait for somebody.',
    query: t.Object({ area: t.Optional(AreaCode), kind: t.Optional(KindOrPlace) }),
    reply: t.Object({
      colours: t.Array(t.Object({ colour: Colour, count: t.Integer() })),
      unsigned: t.Integer(),
      lowering: t.Integer(),
      expiring: t.Integer(),
    }),
    fails: [],
  },
  statistics: {
    get: '/levels/statistics',
    may: 'levels.list',
    summary: 'What became of the colours of an area in a span of days: raised, lowered, run out, raised again.',
    query: t.Object({ area: t.Optional(AreaCode), from: Day, to: Day }),
    reply: Statistics,
    fails: [],
  },
  table: {
    get: '/levels/table',
    may: 'levels.list',
    summary: 'The table by which colours are advised, expire and are followed.',
    reply: Table,
    fails: [],
  },
  setTable: {
    put: '/levels/table',
    may: 'levels.configure',
    summary: 'Changes the county’s table; colours in force keep their term until they are decided anew.',
    body: Table,
    reply: Table,
    fails: ['levels.tableWrong'],
  },
  of: {
    get: '/matter-levels/:matter',
    may: 'levels.read',
    summary: 'The colour of a matter, for staff and for whoever reported it; null where it has none.',
    reply: t.Object({ level: Nullable(Level) }),
    fails: [],
  },
  get: {
    get: '/levels/:id',
    may: 'levels.read',
    summary: 'One level with everything that was decided about it.',
    reply: Level,
    fails: ['levels.missing'],
  },
  changes: {
    get: '/levels/:id/changes',
    may: 'levels.list',
    summary: 'Who decided what and why, the first first.',
    reply: t.Object({
      items: t.Array(
        t.Object({
          at: Instant,
          verb: Choice([...verbs, 'expired', 'closed'] as const),
          colour: Colour,
          by: Nullable(t.String()),
          reason: Nullable(t.String()),
        }),
      ),
    }),
    fails: ['levels.missing'],
  },
  raise: {
    post: '/matter-levels/:matter/raise',
    may: 'levels.raise',
    summary: 'Gives a matter a colour, or a higher one; in force at once.',
    body: t.Object({ id: Id, colour: Colour, facts: Facts, reason: Reason }),
    reply: Level,
    fails: ['levels.missing', 'levels.matterClosed', 'levels.notHigher', 'levels.idTaken'],
  },
  raisePlace: {
    post: '/place-levels',
    may: 'levels.raise',
    summary: 'Gives a place a colour: a crossing, a market, a water’s edge. Never a home of somebody.',
    body: t.Object({
      id: Id,
      area: AreaCode,
      place: Line(120),
      point: t.Optional(Point),
      colour: Colour,
      reason: Reason,
    }),
    reply: Level,
    fails: ['levels.idTaken', 'levels.placeOutside'],
  },
  sign: {
    post: '/levels/:id/sign',
    may: 'levels.sign',
    summary: 'The second name under an orange or a red.',
    body: t.Object({}),
    reply: Level,
    fails: verb(['levels.nothingToSign', 'levels.ownDecision', 'levels.notYours']),
  },
  confirm: {
    post: '/levels/:id/confirm',
    may: 'levels.lower',
    summary: 'Says that it still holds; the colour lives on for its term.',
    body: t.Object({ reason: Reason }),
    reply: Level,
    fails: verb([]),
  },
  proposeLower: {
    post: '/levels/:id/propose-lower',
    may: 'levels.lower',
    summary: 'Proposes one step down, with evidence; from red with the record of a meeting.',
    body: t.Object({ evidence: Text(2000), meeting: t.Optional(Text(2000)) }),
    reply: Level,
    fails: verb(['levels.loweringWaits', 'levels.meetingMissing']),
  },
  decideLower: {
    post: '/levels/:id/decide-lower',
    may: 'levels.lower',
    summary: 'A second person agrees to the step down, or refuses it.',
    body: t.Object({ agree: t.Boolean(), reason: Reason }),
    reply: Level,
    fails: verb(['levels.noLowering', 'levels.ownDecision', 'levels.notYours']),
  },
  object: {
    post: '/levels/:id/object',
    may: 'levels.object',
    summary: 'Whoever reported the matter does not agree with its colour; a leader must answer.',
    body: t.Object({ text: Text(1000) }),
    reply: Objection,
    fails: verb(['levels.objectionWaits']),
  },
  answer: {
    post: '/levels/:id/answer',
    may: 'levels.sign',
    summary: 'Answers an objection; the person is told.',
    body: t.Object({ text: Text(1000) }),
    reply: Objection,
    fails: ['levels.missing', 'levels.noObjection'],
  },
})
