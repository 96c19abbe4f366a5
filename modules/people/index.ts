import { module } from '@doorstep/kernel'

export { hasDemoAccounts, hashPassword, makeAccount, openSession } from './accounts.ts'
export { identifier } from './identify.ts'

export const people = module({
  name: 'people',
  contract: {},
  rights: {},
  failures: {},
  service: {},
  folder: import.meta.dirname,
})
