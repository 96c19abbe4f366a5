import type { Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { reach } from './contract.ts'
import { deliveryService } from './service-deliveries.ts'
import { ownService } from './service-own.ts'
import { robotService } from './service-robots.ts'

export const service: Service<typeof reach, Ctx> = { ...ownService, ...robotService, ...deliveryService }
