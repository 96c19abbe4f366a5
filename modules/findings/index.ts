import { module } from '@doorstep/kernel'
import { findings as contract, rights } from './contract.ts'
import { failures } from './failures.ts'
import { jobs } from './jobs.ts'
import { personal } from './personal.ts'
import { service } from './service.ts'

export const findings = module({
  name: 'findings',
  contract,
  rights,
  failures,
  service,
  jobs,
  personal,
  folder: import.meta.dirname,
})
