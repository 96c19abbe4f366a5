import { module } from '@doorstep/kernel'
import { levels as contract, failures, rights } from './contract.ts'
import { jobs } from './jobs.ts'
import { personal } from './personal.ts'
import { service } from './service.ts'

export { levelOf, objectTo } from './doors.ts'

export const levels = module({
  name: 'levels',
  contract,
  rights,
  failures,
  service,
  jobs,
  personal,
  folder: import.meta.dirname,
})
