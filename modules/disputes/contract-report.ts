import { contract, type Failures, type Rights } from '@doorstep/contract'

/** What is counted and printed. */
export const reportFailures = {} as const satisfies Failures
export const reportRights = {} as const satisfies Rights
export const reportContract = contract({})
