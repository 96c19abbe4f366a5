import { module } from '@doorstep/kernel'
import { notices as contract, failures, rights } from './contract.ts'
import { jobs } from './jobs.ts'
import { service } from './service.ts'

export const notices = module({
  name: 'notices',
  contract,
  rights,
  failures,
  service,
  jobs,
  folder: import.meta.dirname,
})
