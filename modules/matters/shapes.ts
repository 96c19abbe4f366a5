import { AreaCode, Choice, Id, Instant, Line, Nullable, Phone, Point, Text, t } from '@doorstep/contract'
import { kindCodes } from './kinds/index.ts'
import {
  channels,
  grades,
  moves,
  outsideBodies,
  states,
  supervisions,
  units,
  type Verb,
  visitOutcomes,
} from './states.ts'

export const KindCode = Choice(kindCodes)
export const StateCode = Choice(states)
export const Grade = Choice(grades)
export const Channel = Choice(channels)
export const Supervision = Choice(supervisions)
export const Unit = Choice(units)
export const OutsideBody = Choice(outsideBodies)
export const VisitOutcome = Choice(visitOutcomes)
export const Urgency = Choice(['normal', 'urgent'] as const)
const VerbCode = Choice(Object.keys(moves) as Verb[])
/** Answers to the kind's own fields; checked against the kind. */
export const Extra = t.Record(
  t.String({ pattern: '^[a-z][A-Za-z]{0,30}$' }),
  t.Union([
    t.String({ maxLength: 2000 }),
    t.Number(),
    t.Boolean(),
    t.Array(t.String({ maxLength: 60 }), { maxItems: 20 }),
  ]),
)

/** What a person tells us. Place: a point, an area code (from the board or the room page), or both. */
export const report = {
  id: Id,
  kind: KindCode,
  description: Text(2000),
  area: t.Optional(AreaCode),
  point: t.Optional(Point),
  place: t.Optional(Line(120)),
  happenedAt: t.Optional(Instant),
  extra: t.Optional(Extra),
  name: t.Optional(Line(50)),
  phone: t.Optional(Phone),
  board: t.Optional(Id),
}

const Person = t.Object({ name: Nullable(t.String()), phone: Nullable(t.String()), masked: t.Boolean() })
const Staff = t.Object({ account: t.String(), name: t.String() })

/** A row of a list: no personal data beyond the place. */
export const MatterRow = t.Object({
  id: Id,
  code: t.String(),
  kind: t.String(),
  state: StateCode,
  area: AreaCode,
  areaName: t.String(),
  summary: t.String({ description: 'first sentence of the description' }),
  place: Nullable(t.String()),
  point: Nullable(Point),
  urgency: Urgency,
  supervision: Supervision,
  assignee: Nullable(Staff),
  unit: Nullable(t.String()),
  reportedAt: Instant,
  dueAt: Nullable(Instant),
  paused: t.Boolean(),
  updatedAt: Instant,
})
const Visit = t.Object({
  day: t.Integer({ description: 'days after closing' }),
  dueAt: Instant,
  doneAt: Nullable(Instant),
  outcome: Nullable(VisitOutcome),
  note: Nullable(t.String()),
})
export const Attachment = t.Object({
  id: Id,
  type: t.String(),
  bytes: t.Integer(),
  at: Instant,
  by: Choice(['reporter', 'staff'] as const),
  seconds: Nullable(t.Number()),
})
/** The whole matter as its reader may see it. `allowed`: what this reader may do next. */
export const Matter = t.Object({
  ...MatterRow.properties,
  description: t.String(),
  channel: Channel,
  happenedAt: Nullable(Instant),
  extra: t.Record(t.String(), t.Unknown()),
  reporter: Nullable(Person),
  helpers: t.Array(Staff),
  firstReceiver: Nullable(Staff),
  acceptDue: Nullable(Instant),
  handleDue: Nullable(Instant),
  acceptedAt: Nullable(Instant),
  resolvedAt: Nullable(Instant),
  grade: Nullable(Grade),
  result: Nullable(t.String()),
  rating: Nullable(t.Integer()),
  ratingText: Nullable(t.String()),
  reopened: t.Integer(),
  extension: Nullable(t.Object({ days: t.Integer(), reason: t.String(), askedAt: Instant })),
  visits: t.Array(Visit),
  attachments: t.Array(Attachment),
  duplicateOf: Nullable(Id),
  heldBy: Nullable(t.String({ description: 'module whose record closes it' })),
  allowed: t.Array(VerbCode),
  minor: t.Boolean({ description: 'about somebody under 18' }),
  withheld: t.Boolean({ description: 'what it says is not for this reader without an approval' }),
  voice: Choice(['plain', 'full'] as const),
})
/** One line of the flow log. In the plain voice staff are named by post only and inner reasons are left out. */
export const Step = t.Object({
  id: Id,
  at: Instant,
  /** When it was done, where it reached us later. */
  doneAt: Nullable(Instant),
  verb: t.String(),
  by: Nullable(t.String({ description: 'name, or null for the system' })),
  role: Nullable(t.String()),
  from: Nullable(StateCode),
  to: Nullable(StateCode),
  text: Nullable(t.String({ description: 'what was said to, by or about the person' })),
  reason: Nullable(t.String({ description: 'staff only' })),
  data: t.Record(t.String(), t.Unknown()),
  /** The whole sentence, where another module has noted it. */
  said: Nullable(t.String()),
  public: t.Boolean(),
})
