import { module } from '@doorstep/kernel'
import { disputes as contract, failures, rights } from './contract.ts'
import { jobs } from './jobs.ts'
import { personal } from './personal.ts'
import { service } from './service.ts'

export const disputes = module({
  name: 'disputes',
  contract,
  rights,
  failures,
  service,
  jobs,
  personal,
  folder: import.meta.dirname,
})
