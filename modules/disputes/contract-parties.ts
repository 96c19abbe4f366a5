import { Choice, contract, Id, Line, Nullable, Phone, type Rights, Text, t } from '@doorstep/contract'
import { Dispute, How, MediatorRole, PartyRole } from './shapes.ts'

/** Who is in a file: between whom it is, who helps them, who mediates. */

export const partyRights = {
  'disputes.unmask': { officer: 'area', deputyChief: 'area', chief: 'area' },
} as const satisfies Rights

const changing = ['disputes.missing', 'disputes.wrongState', 'disputes.notYours'] as const
const aParty = [...changing, 'disputes.partyMissing'] as const
const person = {
  phone: t.Optional(Phone),
  address: t.Optional(Line(120)),
  isMinor: t.Optional(t.Boolean()),
  selfSupporting: t.Optional(t.Boolean({ description: '16 or 17, living on their own work' })),
  guardian: t.Optional(Id),
  language: t.Optional(Line(30)),
}
const Noted = Choice(['paper', 'phone', 'spoken'] as const)
const reasoned = t.Object({ reason: Text(500) })

export const partyContract = contract({
  addParty: {
    post: '/disputes/:id/parties',
    may: 'disputes.handle',
    summary: 'Adds a party; names, numbers and addresses are sealed.',
    body: t.Object({
      id: Id,
      role: PartyRole,
      name: Line(50),
      ...person,
      reporter: t.Optional(
        t.Boolean({ description: 'whoever reported the matter: their account and receipt open the file' }),
      ),
    }),
    reply: Dispute,
    fails: [...changing, 'disputes.idTaken', 'disputes.guardianWrong'],
  },
  changeParty: {
    post: '/disputes/:id/parties/:party',
    may: 'disputes.handle',
    summary: 'Sets right what is known of a party.',
    body: t.Object({ role: t.Optional(PartyRole), name: t.Optional(Line(50)), ...person }),
    reply: Dispute,
    fails: [...aParty, 'disputes.guardianWrong', 'disputes.partyNeeded'],
  },
  removeParty: {
    post: '/disputes/:id/parties/:party/remove',
    may: 'disputes.handle',
    summary: 'Takes a party out who has nothing to do with it.',
    body: reasoned,
    reply: Dispute,
    fails: [...aParty, 'disputes.partyNeeded'],
  },
  unmaskParty: {
    post: '/disputes/:id/parties/:party/unmask',
    may: 'disputes.unmask',
    fresh: 'lately',
    summary: 'Shows a party in full; the reason is logged.',
    body: reasoned,
    reply: t.Object({ name: t.String(), phone: Nullable(t.String()), address: Nullable(t.String()) }),
    fails: [...aParty, 'disputes.minorProtected'],
  },
  partyCode: {
    post: '/disputes/:id/parties/:party/code',
    may: 'disputes.handle',
    summary: 'A new code with which the party follows their case; an older one ends. Shown once.',
    body: t.Object({}),
    reply: t.Object({ code: t.String() }),
    fails: aParty,
  },
  readRights: {
    post: '/disputes/:id/parties/:party/rights',
    may: 'disputes.handle',
    summary: 'Notes that a party was told their rights, and how.',
    body: t.Object({ how: Noted }),
    reply: Dispute,
    fails: aParty,
  },
  consent: {
    post: '/disputes/:id/parties/:party/consent',
    may: 'disputes.handle',
    summary: 'Notes what a party said to mediation, and how; one refusal of a side stops it.',
    body: t.Object({ agree: t.Boolean(), how: Noted, reason: t.Optional(Text(500)) }),
    reply: Dispute,
    fails: [...aParty, 'disputes.notASide', 'disputes.guardianMissing'],
  },
  addMediator: {
    post: '/disputes/:id/mediators',
    may: 'disputes.arrange',
    summary: 'Adds somebody who mediates: with an account, they see the sessions.',
    body: t.Object({
      id: Id,
      role: MediatorRole,
      account: t.Optional(Id),
      name: t.Optional(Line(50)),
      post: t.Optional(Line(60)),
      organisation: t.Optional(Line(60)),
    }),
    reply: Dispute,
    fails: [...changing, 'disputes.idTaken', 'disputes.mediatorUnknown'],
  },
  removeMediator: {
    post: '/disputes/:id/mediators/:mediator/remove',
    may: 'disputes.arrange',
    summary: 'Releases a mediator.',
    body: reasoned,
    reply: Dispute,
    fails: [...changing, 'disputes.mediatorMissingHere'],
  },
  acceptMediator: {
    post: '/disputes/:id/mediators/:mediator/accept',
    may: 'disputes.handle',
    summary: 'Notes whether a side accepts a mediator.',
    body: t.Object({ party: Id, accept: t.Boolean(), how: How }),
    reply: Dispute,
    fails: [...aParty, 'disputes.mediatorMissingHere', 'disputes.notASide'],
  },
})
