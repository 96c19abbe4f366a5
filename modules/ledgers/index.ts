import { module } from '@doorstep/kernel'
import { ledgers as contract, failures, rights } from './contract.ts'
import { jobs } from './jobs.ts'
import { service } from './service.ts'

export { registerFile, type Tell } from './service-register-file.ts'
export { goOn } from './service-work.ts'
export { findRun } from './store.ts'
export type { Target } from './targets.ts'
export { tableFile, typeOf } from './write/table.ts'

export const ledgers = module({
  name: 'ledgers',
  contract,
  rights,
  failures,
  service,
  jobs,
  files: { 'ledgers.run': 'id' },
  folder: import.meta.dirname,
})
