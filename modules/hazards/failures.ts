import type { Failures } from '@doorstep/contract'

export const failures = {
  'hazards.missing': 'missing',
  'hazards.wrongState': 'conflict',
  'hazards.noHazard': 'conflict',
  'hazards.notAccepted': 'conflict',
  'hazards.dayPast': 'invalid',
  'hazards.notLater': 'invalid',
  'hazards.photoMissing': 'invalid',
  'hazards.photoUnknown': 'invalid',
  'hazards.elsewhere': 'invalid',
  'hazards.isGone': 'conflict',
  'hazards.stillThere': 'conflict',
  'hazards.forLeaders': 'denied',
  'hazards.noticeMissing': 'missing',
  'hazards.tooMany': 'unprocessable',
} as const satisfies Failures
