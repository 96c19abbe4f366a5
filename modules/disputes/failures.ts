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
} as const satisfies Failures
