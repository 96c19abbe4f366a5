import type { Failures } from '@doorstep/contract'

export const failures = {
  'matters.missing': 'missing',
  'matters.wrongState': 'conflict',
  'matters.notYours': 'denied',
  'matters.placeMissing': 'invalid',
  'matters.placeOutside': 'invalid',
  'matters.fieldWrong': 'invalid',
  'matters.kindNotReportable': 'denied',
  'matters.nobodyThere': 'conflict',
  'matters.alreadyReopened': 'conflict',
  'matters.noExtension': 'conflict',
  'matters.extensionWaiting': 'conflict',
  'matters.extensionsUsed': 'conflict',
  'matters.ownRequest': 'denied',
  'matters.urgedToday': 'conflict',
  'matters.visitDone': 'conflict',
  'matters.tooManyFiles': 'conflict',
  'matters.sameMatter': 'conflict',
  'matters.samePlace': 'conflict',
  'matters.receiptUnknown': 'missing',
  'matters.idTaken': 'conflict',
} as const satisfies Failures
