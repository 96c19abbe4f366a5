import type { Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { disputes } from './contract.ts'
import { agreementService } from './service-agreement.ts'
import { fileService } from './service-file.ts'
import { reportService } from './service-report.ts'

/** What happens: one function per operation, same name. */
export const service: Service<typeof disputes, Ctx> = { ...fileService, ...agreementService, ...reportService }
