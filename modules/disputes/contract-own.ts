import { anyone, Choice, County, contract, Id, Instant, Nullable, type Rights, Text, t } from '@doorstep/contract'
import { Colour, MediatorRole, PartyRole, Session, StateCode } from './shapes.ts'
import { consents } from './states.ts'

/** What a party sees and says of their own case, by account or by their code: nothing that the others do not share. */

export const ownRights = {
  'disputes.follow': anyone('own'),
  'disputes.answer': anyone('own'),
} as const satisfies Rights

const ownVerbs = ['readRights', 'consent', 'refuse', 'acceptMediator', 'withdraw', 'object'] as const
const Me = t.Object({
  id: Id,
  role: PartyRole,
  name: t.String(),
  consent: Choice(consents),
  rightsReadAt: Nullable(Instant),
  wards: t.Array(t.String(), { description: 'surnames of the minors they answer for' }),
})
const OwnCase = t.Object({
  id: Id,
  code: t.String(),
  state: StateCode,
  type: Nullable(t.String()),
  openedAt: Instant,
  deadline: Nullable(Instant),
  me: t.Array(Me, { description: 'one for each part they have in it' }),
  others: t.Array(t.Object({ sign: t.String({ description: 'surname only' }), role: PartyRole })),
  mediators: t.Array(
    t.Object({
      id: Id,
      role: MediatorRole,
      name: t.String(),
      post: Nullable(t.String()),
      organisation: Nullable(t.String()),
      accepted: t.Boolean({ description: 'by me' }),
    }),
  ),
  sessions: t.Array(t.Pick(Session, ['id', 'n', 'state', 'starts', 'ends', 'room', 'place', 'openTo', 'outcome'])),
  level: Nullable(
    t.Object({
      colour: Colour,
      reason: t.String(),
      decidedBy: Nullable(t.String({ description: 'a post' })),
      since: Instant,
      expires: Instant,
      objection: t.Boolean({ description: 'one waits for its answer' }),
    }),
  ),
  allowed: t.Array(Choice(ownVerbs)),
})
const answering = ['disputes.missing', 'disputes.wrongState'] as const

export const ownContract = contract({
  openCode: {
    post: '/disputes/code',
    may: 'disputes.follow',
    summary: 'Opens the case of a party’s code in this browser for some hours.',
    body: t.Object({ code: t.String({ minLength: 8, maxLength: 40 }), county: t.Optional(County) }),
    reply: t.Object({ id: Id }),
    fails: ['disputes.codeUnknown'],
    repeat: 'natural',
    perMinute: 6,
  },
  mine: {
    get: '/disputes/mine',
    may: 'disputes.follow',
    summary: 'The cases in which I am a party, the newest first.',
    reply: t.Object({
      items: t.Array(
        t.Object({
          id: Id,
          code: t.String(),
          state: StateCode,
          type: Nullable(t.String()),
          openedAt: Instant,
          role: PartyRole,
        }),
      ),
    }),
    fails: [],
  },
  own: {
    get: '/disputes/:id/own',
    may: 'disputes.follow',
    summary: 'My case: where it stands, when we meet, who mediates, what I said.',
    reply: OwnCase,
    fails: ['disputes.missing'],
    personal: true,
  },
  ownRights: {
    post: '/disputes/:id/own/rights',
    may: 'disputes.answer',
    summary: 'I have read my rights.',
    body: t.Object({}),
    reply: OwnCase,
    fails: answering,
  },
  ownConsent: {
    post: '/disputes/:id/own/consent',
    may: 'disputes.answer',
    summary: 'I agree to mediation, or I do not: then it stops, and costs me nothing.',
    body: t.Object({ agree: t.Boolean(), reason: t.Optional(Text(500)) }),
    reply: OwnCase,
    fails: [...answering, 'disputes.notASide', 'disputes.rightsUnread'],
  },
  ownMediator: {
    post: '/disputes/:id/own/mediators/:mediator',
    may: 'disputes.answer',
    summary: 'I accept this mediator, or I do not.',
    body: t.Object({ accept: t.Boolean() }),
    reply: OwnCase,
    fails: [...answering, 'disputes.notASide', 'disputes.mediatorMissingHere'],
  },
  ownWithdraw: {
    post: '/disputes/:id/own/withdraw',
    may: 'disputes.answer',
    summary: 'I asked for mediation and do not want it any more.',
    body: t.Object({ reason: t.Optional(Text(500)) }),
    reply: OwnCase,
    fails: [...answering, 'disputes.notApplicant', 'disputes.othersApply'],
  },
  ownObjection: {
    post: '/disputes/:id/own/objection',
    may: 'disputes.answer',
    summary: 'I do not agree with the colour of the matter; a leader must answer.',
    body: t.Object({ text: Text(1000) }),
    reply: OwnCase,
    fails: ['disputes.missing', 'disputes.noLevel', 'disputes.objectionWaits'],
  },
})
