import type { Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { reportContract } from './contract-report.ts'

export const reportService: Service<typeof reportContract, Ctx> = {}
