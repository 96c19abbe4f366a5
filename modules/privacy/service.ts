import type { Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { privacy } from './contract.ts'
import { breachService } from './service-breach.ts'
import { countyService } from './service-county.ts'
import { ownService } from './service-own.ts'

/** What happens: one function per operation, same name. */
export const service: Service<typeof privacy, Ctx> = { ...ownService, ...countyService, ...breachService }
