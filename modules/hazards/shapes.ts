import { AreaCode, Choice, Day, Id, Instant, Line, Nullable, Point, type Static, Text, t } from '@doorstep/contract'
import { bodies, classes, states, verbs, ways } from './states.ts'

const Metres = t.Integer({ description: 'from the photo before, or from the place of the report' })
const Photo = t.Object({ file: Id, point: Nullable(Point) })
const After = t.Object({ ...Photo.properties, metres: Nullable(Metres), why: Nullable(t.String()) })
/** What a device sends of a picture that it has added to the matter before. */
export const TakenPhoto = t.Object({ file: Id, point: t.Optional(Point) })

export const HazardRow = t.Object({
  id: Id,
  code: t.String(),
  area: AreaCode,
  areaName: t.String(),
  sort: t.String(),
  state: Choice(states),
  class: Nullable(Choice(classes)),
  place: Nullable(t.String()),
  responsible: Nullable(t.String()),
  due: Nullable(Day),
  late: t.Boolean({ description: 'its day is over' }),
  foundAt: Instant,
  closedAt: Nullable(Instant),
  updatedAt: Instant,
})
export type HazardRow = Static<typeof HazardRow>
const NoticeRow = t.Object({
  n: t.Integer(),
  number: t.String(),
  class: Choice(classes),
  responsible: t.String(),
  demands: t.String(),
  due: Day,
  issuedAt: Instant,
  issuedBy: Nullable(t.String()),
  servedAt: Nullable(Instant),
  way: Nullable(Choice(ways)),
})
const Recheck = t.Object({
  at: Instant,
  by: Nullable(t.String()),
  gone: t.Boolean(),
  words: Nullable(t.String()),
  after: Nullable(After),
})
export const Hazard = t.Object({
  ...HazardRow.properties,
  point: Nullable(Point),
  person: Nullable(t.String({ description: 'who answers for it there, masked' })),
  before: Nullable(Photo),
  photos: t.Array(Id, { description: 'pictures of the matter to choose from' }),
  rechecks: t.Array(Recheck),
  notices: t.Array(NoticeRow),
  referredTo: Nullable(Choice(bodies)),
  suggestedDue: t.Object({ general: Day, major: Day }),
  spotMetres: t.Integer(),
  allowed: t.Array(Choice(verbs)),
})
export type Hazard = Static<typeof Hazard>

export const NoticeBody = t.Object({
  class: Choice(classes),
  responsible: Line(80),
  person: t.Optional(Line(30)),
  demands: Text(1000),
  due: t.Optional(Day),
  before: t.Optional(TakenPhoto),
})
export const Looked = {
  words: t.Optional(Text(1000)),
  photo: t.Optional(TakenPhoto),
  why: t.Optional(Line(200)),
}
