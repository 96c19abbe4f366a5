import type { Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { ledgers } from './contract.ts'
import { exporting } from './service-export.ts'
import { files } from './service-files.ts'
import { mappings } from './service-mappings.ts'
import { runs } from './service-runs.ts'

export const service: Service<typeof ledgers, Ctx> = { ...runs, ...files, ...mappings, ...exporting }
