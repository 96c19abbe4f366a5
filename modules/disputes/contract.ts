import { contract } from '@doorstep/contract'
import { agreementContract, agreementFailures, agreementRights } from './contract-agreement.ts'
import { fileContract, fileRights } from './contract-file.ts'
import { ownContract, ownRights } from './contract-own.ts'
import { partyContract, partyRights } from './contract-parties.ts'
import { reportContract, reportFailures, reportRights } from './contract-report.ts'
import { sessionContract, sessionRights } from './contract-sessions.ts'
import { verbContract } from './contract-verbs.ts'
import { fileFailures } from './failures.ts'
import { gateFailures } from './rules-gates.ts'

export const failures = { ...fileFailures, ...gateFailures, ...agreementFailures, ...reportFailures }
export const rights = {
  ...fileRights,
  ...partyRights,
  ...sessionRights,
  ...ownRights,
  ...agreementRights,
  ...reportRights,
}
export const disputes = contract({
  ...fileContract,
  ...verbContract,
  ...partyContract,
  ...sessionContract,
  ...ownContract,
  ...agreementContract,
  ...reportContract,
})
