import { module } from '@doorstep/kernel'
import { notices as contract, failures, rights } from './contract.ts'
import { jobs } from './jobs.ts'
import { personal } from './personal.ts'
import { service } from './service.ts'

export const notices = module({
  name: 'notices',
  contract,
  rights,
  failures,
  service,
  jobs,
  personal,
  folder: import.meta.dirname,
})
