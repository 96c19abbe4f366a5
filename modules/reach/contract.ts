import { contract, type Failures, type Rights } from '@doorstep/contract'
import { deliveryOperations } from './contract-deliveries.ts'
import { ownOperations } from './contract-own.ts'
import { robotOperations } from './contract-robots.ts'

export const failures = {
  'reach.deviceMissing': 'missing',
  'reach.robotMissing': 'missing',
  'reach.deliveryMissing': 'missing',
  'reach.badAddress': 'unprocessable',
  'reach.areaUnknown': 'unprocessable',
  'reach.changedMeanwhile': 'conflict',
  'reach.wrongState': 'conflict',
  'reach.robotOff': 'conflict',
  'reach.idTaken': 'conflict',
  'reach.consentNeeded': 'conflict',
} as const satisfies Failures

/** What reaches a person is that person's choice; what reaches a group, and what did not arrive, is looked after by the station. */
export const rights = {
  'reach.own': { resident: 'own' },
  'reach.robots': { deputyChief: 'area', chief: 'area', countyAdmin: 'county' },
  'reach.inspect': {
    deputyChief: 'area',
    chief: 'area',
    commandRoom: 'area',
    countyAdmin: 'county',
    auditor: 'county',
  },
  'reach.mend': { deputyChief: 'area', chief: 'area', commandRoom: 'area', countyAdmin: 'county' },
} as const satisfies Rights

export const reach = contract({ ...ownOperations, ...robotOperations, ...deliveryOperations })
