import { AreaCode, Choice, contract, Id, Instant, Line, Nullable, type Rights, Text, t } from '@doorstep/contract'
import { Dispute, MediatorRole, PartyRole, Session } from './shapes.ts'
import { sessionOutcomes } from './states.ts'

/** Sittings of mediation, the rooms they are held in, and whose they are. */

const asked = 'asked' as const
export const sessionRights = {
  'disputes.rooms': { centreClerk: 'area', deputyChief: 'area', chief: 'area', countyAdmin: 'area' },
  /** Whoever was asked to mediate sees the sittings they sit in: when, where, and of the parties a surname. */
  'disputes.attend': {
    mediator: asked,
    volunteer: asked,
    gridWorker: asked,
    officer: asked,
    deputyChief: asked,
    chief: asked,
    centreClerk: asked,
    departmentClerk: asked,
  },
} as const satisfies Rights

const changing = ['disputes.missing', 'disputes.wrongState', 'disputes.notYours'] as const
const booking = ['disputes.timeWrong', 'disputes.roomUnknown', 'disputes.roomTaken', 'disputes.mediatorTaken'] as const
const planning = [
  ...changing,
  ...booking,
  'disputes.partyTaken',
  'disputes.partyMissing',
  'disputes.mediatorMissingHere',
  'disputes.policeTwice',
  'disputes.policeFirstLate',
  'disputes.policeSecondLate',
] as const
const when = { starts: Instant, ends: Instant, room: t.Optional(Id), place: t.Optional(Line(120)) }
const Attendees = t.Array(Id, { maxItems: 60 })
const Sign = t.Object({ sign: t.String({ description: 'surname only' }), role: PartyRole })
const Room = t.Object({
  id: Id,
  area: AreaCode,
  areaName: t.String(),
  name: t.String(),
  place: Nullable(t.String()),
  seats: Nullable(t.Integer()),
  inUse: t.Boolean(),
})
const Sitting = t.Object({
  ...t.Pick(Session, ['id', 'n', 'state', 'starts', 'ends', 'room', 'place', 'openTo', 'outcome']).properties,
  dispute: Id,
  code: t.String(),
  type: Nullable(t.String()),
  area: AreaCode,
  areaName: t.String(),
  parties: t.Array(Sign),
  mediators: t.Array(t.Object({ name: t.String(), role: MediatorRole })),
})

export const sessionContract = contract({
  planSession: {
    post: '/disputes/:id/sessions',
    may: 'disputes.arrange',
    summary: 'Plans a sitting; the room, the mediators and the parties are taken for its time, and nobody twice.',
    body: t.Object({
      id: Id,
      ...when,
      openTo: t.Optional(Choice(['private', 'public'] as const)),
      parties: t.Optional(Attendees),
      mediators: t.Optional(Attendees),
    }),
    reply: Dispute,
    fails: [...planning, 'disputes.idTaken', 'disputes.mediatorMissing', 'disputes.invitedUnasked'],
  },
  moveSession: {
    post: '/disputes/:id/sessions/:session/move',
    may: 'disputes.arrange',
    summary: 'Another time or room for a planned sitting.',
    body: t.Object({ ...when, reason: Text(500) }),
    reply: Dispute,
    fails: [...planning, 'disputes.sessionMissing', 'disputes.sessionOver'],
  },
  cancelSession: {
    post: '/disputes/:id/sessions/:session/cancel',
    may: 'disputes.arrange',
    summary: 'It is not held; whoever was to come is told.',
    body: t.Object({ reason: Text(500) }),
    reply: Dispute,
    fails: [...changing, 'disputes.sessionMissing', 'disputes.sessionOver'],
  },
  holdSession: {
    post: '/disputes/:id/sessions/:session/hold',
    may: 'disputes.handle',
    summary: 'What was said and what came of it; only with rights read, mediators accepted and guardians there.',
    body: t.Object({ attended: Attendees, record: Text(8000), outcome: Choice(sessionOutcomes) }),
    reply: Dispute,
    fails: [
      ...changing,
      'disputes.sessionMissing',
      'disputes.sessionOver',
      'disputes.tooEarly',
      'disputes.attendedWrong',
      'disputes.mediatorMissing',
      'disputes.mediatorNotAccepted',
      'disputes.rightsUnread',
      'disputes.guardianMissing',
      'disputes.invitedUnasked',
    ],
  },
  sittings: {
    get: '/mediation/sessions',
    may: 'disputes.list',
    summary: 'The calendar of an area: sittings planned and held, at most 500.',
    query: t.Object({ from: Instant, to: Instant, area: t.Optional(AreaCode), room: t.Optional(Id) }),
    reply: t.Object({ items: t.Array(Sitting) }),
    fails: [],
  },
  mySittings: {
    get: '/mediation/mine',
    may: 'disputes.attend',
    summary: 'The planned sittings in which the asker mediates.',
    reply: t.Object({ items: t.Array(Sitting) }),
    fails: [],
  },
  rooms: {
    get: '/mediation/rooms',
    may: 'disputes.list',
    summary: 'The rooms of the county in which mediation is held.',
    reply: t.Object({ items: t.Array(Room) }),
    fails: [],
  },
  setRoom: {
    put: '/mediation/rooms/:room',
    may: 'disputes.rooms',
    summary: 'Adds a room, or changes one; what is put out of use keeps what was planned in it.',
    body: t.Object({
      area: AreaCode,
      name: Line(40),
      place: t.Optional(Line(120)),
      seats: t.Optional(t.Integer({ minimum: 2, maximum: 500 })),
      inUse: t.Optional(t.Boolean()),
    }),
    reply: Room,
    fails: ['disputes.roomOutside'],
  },
})
