import { module } from '@doorstep/kernel'
import { matters as contract, failures, rights } from './contract.ts'
import { jobs } from './jobs.ts'
import { personal } from './personal.ts'
import { service } from './service.ts'

export { kinds } from './kinds/index.ts'
export { keptDaysOf } from './rules-personal.ts'
export {
  closeMatter,
  factsOfMatter,
  holdMatter,
  isMatterWithheld,
  limitMatter,
  type MatterFacts,
  markMatterMinor,
  noteOnMatter,
  releaseMatter,
  reopenMatter,
} from './service-beside.ts'
export { type RegisterRow, registerOf } from './service-export.ts'
export {
  type Bringing,
  bringMatters,
  type DueTimes,
  dueTimes,
  lastChangesOf,
  replaceMatters,
} from './service-import.ts'
export { register as registerMatter } from './service-intake.ts'
export { linesOf, raiseCard, reportsAt, type Standing, standingOf } from './service-standing.ts'
export { codeOf } from './service-tell.ts'
export { channels, grades, isOpen } from './states.ts'

export const matters = module({
  name: 'matters',
  contract,
  rights,
  failures,
  service,
  jobs,
  personal,
  consents: { minor: { version: '2026-11', own: false } },
  files: { 'matters.attachment': 'id' },
  folder: import.meta.dirname,
})
