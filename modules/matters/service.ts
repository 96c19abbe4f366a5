import type { Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { matters } from './contract.ts'
import { choosing } from './service-candidates.ts'
import { closingVerbs } from './service-closing.ts'
import { files } from './service-files.ts'
import { register, report } from './service-intake.ts'
import { listing } from './service-lists.ts'
import { minorService } from './service-minor.ts'
import { reading } from './service-read.ts'
import { supervising } from './service-supervision.ts'
import { work } from './service-work.ts'

/** What happens: one function per operation, same name. */
export const service: Service<typeof matters, Ctx> = {
  report,
  register,
  ...reading,
  ...choosing,
  ...listing,
  ...work,
  ...closingVerbs,
  ...files,
  ...minorService,
  ...supervising,
}
