import { module } from '@doorstep/kernel'
import { matters as contract, failures, rights } from './contract.ts'
import { jobs } from './jobs.ts'
import { service } from './service.ts'

export const matters = module({
  name: 'matters',
  contract,
  rights,
  failures,
  service,
  jobs,
  folder: import.meta.dirname,
})
