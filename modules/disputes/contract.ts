import { contract } from '@doorstep/contract'
import { agreementContract, agreementFailures, agreementRights } from './contract-agreement.ts'
import { fileContract, fileRights } from './contract-file.ts'
import { reportContract, reportFailures, reportRights } from './contract-report.ts'
import { fileFailures } from './failures.ts'

export const failures = { ...fileFailures, ...agreementFailures, ...reportFailures }
export const rights = { ...fileRights, ...agreementRights, ...reportRights }
export const disputes = contract({ ...fileContract, ...agreementContract, ...reportContract })
