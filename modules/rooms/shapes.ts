import {
  AreaCode,
  Choice,
  Day,
  Id,
  Instant,
  Line,
  Nullable,
  Phone,
  Point,
  type Static,
  Text,
  t,
} from '@doorstep/contract'
import { findings, formats, placeKinds, states, type Verb } from './rules.ts'
import { dayKinds } from './rules-hours.ts'

export const RoomArea = t.String({ pattern: '^[1-9]\\d{11}$', description: 'community code, 12 digits' })
export const StateCode = Choice(states)
export const FormatCode = Choice(formats)
export const PlaceKind = Choice(placeKinds)
export const FindingCode = Choice(findings)
const Clock = t.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })
const Hours = t.Object({ on: Choice(dayKinds), from: Clock, to: Clock, officer: t.Optional(Id) })

/** What is entered about a room. */
export const roomFields = {
  name: Line(60),
  address: Line(120),
  point: t.Optional(Nullable(Point)),
  phone: t.Optional(Nullable(Phone)),
  stationPhone: t.Optional(Nullable(Phone)),
  supervisionPhone: t.Optional(Nullable(Phone)),
  hours: t.Optional(t.Array(Hours, { maxItems: 30 })),
  about: t.Optional(Nullable(Text(1000))),
  services: t.Optional(t.Array(Line(60), { maxItems: 30 })),
}
export const RoomRow = t.Object({
  area: RoomArea,
  name: t.String(),
  place: t.String({ description: 'township · community' }),
  address: t.String(),
  phone: Nullable(t.String()),
  point: Nullable(Point),
  state: Choice(['open', 'closed'] as const),
  attended: t.Boolean({ description: 'somebody is there now' }),
})
const OfficerCard = t.Object({
  account: t.String(),
  name: t.String(),
  role: t.String(),
  badge: Nullable(t.String()),
  phone: Nullable(t.String()),
  photo: Nullable(t.String({ description: 'address of the portrait' })),
  dutyText: Nullable(t.String()),
  onDuty: t.Boolean(),
})
export const Notice = t.Object({
  id: Id,
  area: RoomArea,
  title: t.String(),
  body: t.String(),
  from: Day,
  to: Nullable(Day),
  withdrawn: t.Boolean(),
})
/** Of the last 90 days; a figure is null below five matters, so that nobody can be made out. */
const Figures = t.Object({
  days: t.Integer(),
  reported: Nullable(t.Integer()),
  answeredPercent: Nullable(t.Integer()),
  firstAnswerMinutes: Nullable(t.Integer({ description: 'half of all were accepted at least this fast' })),
  settledPercent: Nullable(t.Integer()),
  rating: Nullable(t.Number()),
})
export const Room = t.Object({
  ...RoomRow.properties,
  stationPhone: Nullable(t.String()),
  supervisionPhone: Nullable(t.String()),
  hours: t.Array(Hours),
  about: Nullable(t.String()),
  services: t.Array(t.String()),
  photo: t.Boolean(),
  officers: t.Array(OfficerCard),
  notices: t.Array(Notice),
  figures: Figures,
  version: t.Integer(),
  manage: t.Boolean({ description: 'the reader may edit it' }),
})
export type Room = Static<typeof Room>

export const plannedBoard = {
  place: Line(80),
  kind: PlaceKind,
  format: t.Optional(FormatCode),
  area: t.Optional(AreaCode),
  point: t.Optional(Point),
}
export const Board = t.Object({
  id: Id,
  number: t.String(),
  area: AreaCode,
  areaName: t.String(),
  place: t.String(),
  kind: t.String(),
  point: Nullable(Point),
  format: FormatCode,
  state: StateCode,
  reason: Nullable(t.String()),
  printedAt: Nullable(Instant),
  postedAt: Nullable(Instant),
  checkedAt: Nullable(Instant),
  checkDue: t.Boolean({ description: 'hangs, and nobody has looked at it for 90 days' }),
  photo: t.Boolean(),
  link: t.String({ description: 'what its QR code opens' }),
  allowed: t.Array(t.Unsafe<Verb>(t.String())),
})
export type Board = Static<typeof Board>
export const Count = t.Integer({ minimum: 0 })
