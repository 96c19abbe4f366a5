import { module } from '@doorstep/kernel'
import { visits as contract, failures, rights } from './contract.ts'
import { jobs } from './jobs.ts'
import { personal } from './personal.ts'
import { service } from './service.ts'

export { cancelPlanned, factsOfVisit, missedOf, planVisit, recordMade } from './doors.ts'

export const visits = module({
  name: 'visits',
  contract,
  rights,
  failures,
  service,
  jobs,
  personal,
  folder: import.meta.dirname,
})
