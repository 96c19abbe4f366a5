import type { Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { disputes } from './contract.ts'
import { agreementService } from './service-agreement.ts'
import { fileService } from './service-file.ts'
import { partyService } from './service-parties.ts'
import { registerService } from './service-register.ts'
import { reportService } from './service-report.ts'
import { verbService } from './service-verbs.ts'

/** What happens: one function per operation, same name. */
export const service: Service<typeof disputes, Ctx> = {
  ...fileService,
  ...registerService,
  ...verbService,
  ...partyService,
  ...agreementService,
  ...reportService,
}
