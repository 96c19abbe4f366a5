import type { Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { disputes } from './contract.ts'
import { agreementService } from './service-agreement.ts'
import { calendarService } from './service-calendar.ts'
import { fileService } from './service-file.ts'
import { ownService } from './service-own.ts'
import { partyService } from './service-parties.ts'
import { registerService } from './service-register.ts'
import { reportService } from './service-report.ts'
import { sittingService } from './service-sessions.ts'
import { verbService } from './service-verbs.ts'

/** What happens: one function per operation, same name. */
export const service: Service<typeof disputes, Ctx> = {
  ...fileService,
  ...registerService,
  ...verbService,
  ...partyService,
  ...sittingService,
  ...calendarService,
  ...ownService,
  ...agreementService,
  ...reportService,
}
