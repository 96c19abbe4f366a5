import type { Failures } from '@doorstep/contract'

/** How the file, its parties and its sessions can fail; the agreement and the reports have their own. */
export const fileFailures = {
  'disputes.missing': 'missing',
  'disputes.wrongState': 'conflict',
  'disputes.notYours': 'denied',
  'disputes.notADispute': 'conflict',
  'disputes.matterNotAccepted': 'conflict',
  'disputes.matterClosed': 'conflict',
  'disputes.typeUnknown': 'invalid',
  'disputes.typesWrong': 'invalid',
  'disputes.revisitsOpen': 'conflict',
  'disputes.matterNotOpen': 'conflict',
  'disputes.idTaken': 'conflict',
  'disputes.sidesMissing': 'conflict',
  'disputes.partyMissing': 'missing',
  'disputes.guardianWrong': 'invalid',
  'disputes.partyNeeded': 'conflict',
  'disputes.notASide': 'conflict',
  'disputes.minorProtected': 'denied',
  'disputes.codeUnknown': 'missing',
  'disputes.mediatorMissingHere': 'missing',
  'disputes.mediatorUnknown': 'invalid',
} as const satisfies Failures
