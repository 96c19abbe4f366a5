import { anyone, type Failures, type Rights } from '@doorstep/contract'
import { county } from './contract-county.ts'
import { own } from './contract-own.ts'

export const failures = {
  'privacy.missing': 'missing',
  'privacy.nothingHeld': 'missing',
  'privacy.notYours': 'missing',
  'privacy.nothingSaid': 'invalid',
  'privacy.idTaken': 'conflict',
  'privacy.wrongState': 'conflict',
  'privacy.runsItself': 'conflict',
  'privacy.kindUnknown': 'missing',
  'privacy.outOfBounds': 'unprocessable',
  'privacy.wrongTime': 'unprocessable',
} as const satisfies Failures

export const rights = {
  'privacy.own': anyone('own'),
  'privacy.inspect': { countyAdmin: 'county', auditor: 'county' },
  'privacy.keep': { countyAdmin: 'county' },
} as const satisfies Rights

export const privacy = { ...own, ...county }
