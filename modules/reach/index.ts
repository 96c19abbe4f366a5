import { module } from '@doorstep/kernel'
import { reach as contract, failures, rights } from './contract.ts'
import { jobs } from './jobs.ts'
import { personal } from './personal.ts'
import { service } from './service.ts'

export const reach = module({
  name: 'reach',
  contract,
  rights,
  failures,
  service,
  jobs,
  personal,
  consents: { push: { version: '2026-11', own: true }, sms: { version: '2026-11', own: true } },
  folder: import.meta.dirname,
})
