import {
  anyone,
  Choice,
  contract,
  Day,
  Done,
  download,
  type Failures,
  Id,
  Instant,
  Line,
  type Rights,
  Text,
  t,
  upload,
} from '@doorstep/contract'
import { confirmResults, copyHows, kinds } from './rules-agreement.ts'
import { concerns } from './rules-gates-agreement.ts'
import { Dispute, StateCode } from './shapes.ts'
import { Agreements, Terms, ToKeep } from './shapes-agreement.ts'

/** What parties agree, sign and keep, and what the court says to it. */
export const agreementFailures = {
  'disputes.agreementMissing': 'missing',
  'disputes.draftThere': 'conflict',
  'disputes.agreementFixed': 'conflict',
  'disputes.instalmentEmpty': 'invalid',
  'disputes.instalmentDone': 'conflict',
  'disputes.instalmentMissing': 'missing',
  'disputes.paperChanged': 'conflict',
  'disputes.signerUnknown': 'missing',
  'disputes.signedAlready': 'conflict',
  'disputes.signatureBlank': 'invalid',
  'disputes.noLink': 'conflict',
  'disputes.notAllAgreed': 'conflict',
  'disputes.confirmationMissing': 'missing',
  'disputes.dayWrong': 'invalid',
} as const satisfies Failures

const police = { officer: 'area', deputyChief: 'area', chief: 'area' } as const
/** Parties read and sign by their account or code; who mediates signs on the officer's screen, in the room. */
export const agreementRights = {
  'disputes.agreement': { ...police, centreClerk: 'area', auditor: 'area', ...anyone('own') },
  'disputes.sign': { ...police, ...anyone('own') },
} as const satisfies Rights

const changing = ['disputes.missing', 'disputes.wrongState', 'disputes.notYours'] as const
const settled = [...changing, 'disputes.agreementMissing'] as const
const one = [...settled, 'disputes.instalmentMissing', 'disputes.instalmentDone'] as const
const signing = [
  ...settled,
  'disputes.paperChanged',
  'disputes.signerUnknown',
  'disputes.signedAlready',
  'disputes.guardianMissing',
] as const
const Sha = t.String({ pattern: '^[0-9a-f]{64}$', description: 'of the paper that the signer has read' })
const ToKeepList = t.Array(ToKeep, { minItems: 1, maxItems: 60 })
const Signing = t.Object({
  state: StateCode,
  signed: t.Integer(),
  effectiveAt: t.Union([Instant, t.Null()]),
})
const papers = download('application/pdf')

export const agreementContract = contract({
  agreements: {
    get: '/disputes/:id/agreements',
    may: 'disputes.agreement',
    summary: 'Agreements of a file with signatures, copies, what is to be kept, and what the court said.',
    reply: Agreements,
    fails: ['disputes.missing', 'disputes.minorProtected'],
    personal: true,
  },
  draft: {
    put: '/disputes/:id/agreement',
    may: 'disputes.handle',
    summary: 'Writes down what is about to be agreed; may be changed until its words are fixed.',
    body: t.Object({ id: Id, kind: Choice(kinds), terms: Terms, instalments: ToKeepList }),
    reply: Agreements,
    fails: [
      ...changing,
      'disputes.idTaken',
      'disputes.draftThere',
      'disputes.agreementFixed',
      'disputes.instalmentEmpty',
      'disputes.partyMissing',
      'disputes.minorProtected',
    ],
  },
  agree: {
    post: '/disputes/:id/agree',
    may: 'disputes.handle',
    summary: 'The parties agree: a written agreement is fixed and waits for names, an oral one is in force.',
    body: t.Object({}),
    reply: Dispute,
    fails: [
      ...settled,
      'disputes.refused',
      'disputes.consentMissing',
      'disputes.mediatorMissing',
      'disputes.mediatorNotAccepted',
      'disputes.guardianMissing',
      'disputes.termsIncomplete',
      'disputes.policeTermsIncomplete',
      'disputes.oralUnrecorded',
    ],
  },
  unagree: {
    post: '/disputes/:id/unagree',
    may: 'disputes.handle',
    summary: 'Somebody thought better of it before all had signed: it is a draft again, and unsigned.',
    body: t.Object({ reason: Text(500) }),
    reply: Dispute,
    fails: settled,
  },
  sign: {
    post: '/disputes/:id/sign',
    may: 'disputes.sign',
    summary: 'A name drawn on a screen, by a party with account or code, or before an officer.',
    query: t.Object({ signer: Id, sha256: Sha }),
    body: upload({ types: ['image/png'], maxBytes: 300_000 }),
    reply: Signing,
    fails: [...signing, 'disputes.signatureBlank'],
  },
  signOnPaper: {
    post: '/disputes/:id/sign-on-paper',
    may: 'disputes.handle',
    summary: 'Notes that somebody has signed the printed agreement, by name or seal.',
    body: t.Object({ signer: Id, sha256: Sha }),
    reply: Signing,
    fails: signing,
  },
  paper: {
    get: '/disputes/:id/agreements/:agreement/paper',
    may: 'disputes.agreement',
    summary: 'The agreement as it is signed, byte by byte; or a copy, with the names under it.',
    query: t.Object({ as: t.Optional(Choice(['content', 'copy'] as const)) }),
    reply: papers,
    fails: ['disputes.missing', 'disputes.agreementMissing', 'disputes.minorProtected'],
    personal: true,
  },
  giveCopy: {
    post: '/disputes/:id/copies',
    may: 'disputes.handle',
    summary: 'Notes that a party holds a copy: printed, or by the link of their account or code.',
    body: t.Object({ party: Id, how: Choice(copyHows) }),
    reply: Done,
    fails: [...settled, 'disputes.partyMissing', 'disputes.noLink'],
  },
  rightsPaper: {
    get: '/disputes/:id/papers/rights',
    may: 'disputes.agreement',
    summary: 'Rights and duties of the parties, to read and to sign.',
    reply: papers,
    fails: ['disputes.missing'],
  },
  waysPaper: {
    get: '/disputes/:id/papers/ways',
    may: 'disputes.agreement',
    summary: 'The notice that mediation has ended, with the other legal ways.',
    reply: papers,
    fails: ['disputes.missing', 'disputes.wrongState'],
    personal: true,
  },
  keepInstalment: {
    post: '/disputes/:id/instalments/:instalment/keep',
    may: 'disputes.handle',
    summary: 'It was kept; with the last one the agreement is performed.',
    body: t.Object({ note: t.Optional(Text(500)) }),
    reply: Dispute,
    fails: one,
  },
  missInstalment: {
    post: '/disputes/:id/instalments/:instalment/miss',
    may: 'disputes.handle',
    summary: 'It was not kept: a card is raised; whether it is a breach a person decides.',
    body: t.Object({ note: t.Optional(Text(500)) }),
    reply: Dispute,
    fails: one,
  },
  breach: {
    post: '/disputes/:id/breach',
    may: 'disputes.handle',
    summary: 'The agreement is not kept: the matter is worked on again.',
    body: t.Object({ reason: Text(500) }),
    reply: Dispute,
    fails: settled,
  },
  renew: {
    post: '/disputes/:id/renew',
    may: 'disputes.handle',
    summary: 'All sides agree on another term, which the mediator records.',
    body: t.Object({ id: Id, record: Text(2000), agreedBy: t.Array(Id, { maxItems: 40 }), instalments: ToKeepList }),
    reply: Dispute,
    fails: [
      ...settled,
      'disputes.idTaken',
      'disputes.notAllAgreed',
      'disputes.instalmentEmpty',
      'disputes.partyMissing',
    ],
  },
  applyConfirm: {
    post: '/disputes/:id/confirmation',
    may: 'disputes.handle',
    summary: 'The sides applied together for judicial confirmation.',
    body: t.Object({
      id: Id,
      court: Line(80),
      appliedOn: Day,
      applicants: t.Array(Id, { maxItems: 40 }),
      about: Choice(concerns),
    }),
    reply: Dispute,
    fails: [
      ...settled,
      'disputes.idTaken',
      'disputes.dayWrong',
      'disputes.confirmationLate',
      'disputes.confirmationAlone',
      'disputes.confirmationUnfit',
    ],
  },
  acceptConfirm: {
    post: '/disputes/:id/confirmation/accepted',
    may: 'disputes.handle',
    summary: 'The court has accepted the application.',
    body: t.Object({ on: Day }),
    reply: Dispute,
    fails: [...changing, 'disputes.confirmationMissing', 'disputes.dayWrong'],
  },
  recordRuling: {
    post: '/disputes/:id/confirmation/ruling',
    may: 'disputes.handle',
    summary: 'The court has ruled, or the application was withdrawn.',
    body: t.Object({ on: Day, result: Choice(confirmResults), note: t.Optional(Text(500)) }),
    reply: Dispute,
    fails: [...changing, 'disputes.confirmationMissing', 'disputes.dayWrong'],
  },
})
