import { module } from '@doorstep/kernel'
import { calendar as contract, failures, rights } from './contract.ts'
import { service } from './service.ts'

export { calendarOf, limitOf, timesOf } from './doors.ts'
export {
  addLimit,
  dueState,
  extend,
  type Limit,
  remaining,
  resume,
} from './rules.ts'
export {
  type Calendar,
  dayOf,
  endOfDay,
  isWorkingDay,
  nationalCalendar,
} from './rules-days.ts'

export const calendar = module({ name: 'calendar', contract, rights, failures, service, folder: import.meta.dirname })
