import { module } from '@doorstep/kernel'
import { levels as contract, failures, rights } from './contract.ts'
import { jobs } from './jobs.ts'
import { service } from './service.ts'

export const levels = module({
  name: 'levels',
  contract,
  rights,
  failures,
  service,
  jobs,
  folder: import.meta.dirname,
})
