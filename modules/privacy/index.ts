import { module } from '@doorstep/kernel'
import { privacy as contract, failures, rights } from './contract.ts'
import { jobs } from './jobs.ts'
import { personal } from './personal.ts'
import { service } from './service.ts'
import { rulesOf } from './together.ts'

export const privacy = module({
  name: 'privacy',
  contract,
  rights,
  failures,
  service,
  jobs,
  personal,
  keeps: async (ctx) => new Map((await rulesOf(ctx)).map(({ kind, keepDays }) => [kind, keepDays])),
  folder: import.meta.dirname,
})
