import { AreaCode, Choice, Id, Instant, Nullable, Point, type Static, t } from '@doorstep/contract'
import { countedFacts, statedFacts } from './defaults.ts'
import { colours, ends, states, subjectKinds, verbs } from './states.ts'

const Colour = Choice(colours)
const Yes = t.Optional(t.Boolean())
const Count = t.Optional(t.Integer({ minimum: 0, maximum: 1000 }))
/** Of the matter, never of a person. `reports` and `overdue` are counted where they are not stated. */
export const Facts = t.Object({
  threat: Yes,
  violence: Yes,
  groupRisk: Yes,
  crossDepartment: Yes,
  breach: Yes,
  households: Count,
  failedMediations: Count,
})
const Held = t.Object({ code: t.String(), value: t.Integer(), atLeast: t.Integer(), points: t.Integer() })
export const Advice = t.Object({ colour: Colour, points: t.Integer(), terms: t.Array(Held) })

export const Objection = t.Object({
  text: t.String(),
  at: Instant,
  due: Instant,
  answer: Nullable(t.String()),
  answeredAt: Nullable(Instant),
})
const common = {
  id: Id,
  area: AreaCode,
  areaName: t.String(),
  subjectKind: Choice(subjectKinds),
  subject: Id,
  place: Nullable(t.String()),
  point: Nullable(Point),
  colour: Colour,
  state: Choice(states),
  since: Instant,
  expires: Instant,
  signDue: Nullable(Instant),
  matter: Nullable(
    t.Object(
      {
        code: t.String(),
        kind: t.String(),
        summary: t.String(),
        assignee: Nullable(t.String()),
        dueAt: Nullable(Instant),
        paused: t.Boolean(),
      },
      { description: 'for staff: what it hangs on' },
    ),
  ),
  lowering: t.Boolean(),
  objection: t.Boolean({ description: 'one waits for its answer' }),
}
export const LevelRow = t.Object(common)
export const Level = t.Object({
  ...common,
  reason: t.String(),
  decidedBy: Nullable(t.String({ description: 'name for staff; the post for whoever reported the matter' })),
  signedBy: Nullable(t.String()),
  signedAt: Nullable(Instant),
  confirmedAt: Nullable(Instant),
  points: t.Integer(),
  terms: t.Array(Held),
  proposal: Nullable(
    t.Object({
      to: Nullable(Colour),
      at: Instant,
      by: Nullable(t.String()),
      evidence: t.String(),
      meeting: Nullable(t.String()),
    }),
  ),
  objections: t.Array(Objection),
  endedAt: Nullable(Instant),
  end: Nullable(Choice(ends)),
  allowed: t.Array(Choice(verbs)),
})
export type Level = Static<typeof Level>

const Count0 = t.Integer({ minimum: 0 })
export const Statistics = t.Object({
  colours: t.Array(
    t.Object({
      colour: Colour,
      raised: Count0,
      days: Nullable(t.Number({ description: 'how long it was in force, on average' })),
    }),
  ),
  lowered: Count0,
  expired: Count0,
  closed: Count0,
  again: t.Integer({ description: 'raised within ninety days of having been lowered or run out' }),
  missedContacts: Count0,
})

const Days = t.Integer({ minimum: 1, maximum: 365 })
const perColour = <const S extends ReturnType<typeof t.Integer> | ReturnType<typeof t.Object>>(schema: S) =>
  t.Object({ blue: schema, yellow: schema, orange: schema, red: schema })
const Points = t.Integer({ minimum: 1, maximum: 100 })
export const Table = t.Object({
  terms: t.Array(
    t.Object({
      code: t.String({ pattern: '^[a-zA-Z]{2,40}$' }),
      fact: Choice([...statedFacts, ...countedFacts, 'overdue'] as const),
      atLeast: t.Integer({ minimum: 1, maximum: 1000 }),
      points: Points,
      mark: Choice(['S', 'I'] as const),
    }),
    { maxItems: 40 },
  ),
  from: t.Object({ yellow: Points, orange: Points, red: Points }),
  expires: perColour(Days),
  contact: perColour(t.Object({ first: Days, every: Days })),
  reportDays: Days,
  signHours: t.Integer({ minimum: 1, maximum: 168 }),
})
