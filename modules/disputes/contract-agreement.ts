import { contract, type Failures, type Rights } from '@doorstep/contract'

/** What parties agree, sign and keep, and what the court says to it. */
export const agreementFailures = {} as const satisfies Failures
export const agreementRights = {} as const satisfies Rights
export const agreementContract = contract({})
