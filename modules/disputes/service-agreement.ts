import type { Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { agreementContract } from './contract-agreement.ts'

export const agreementService: Service<typeof agreementContract, Ctx> = {}
