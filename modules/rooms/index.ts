import { module } from '@doorstep/kernel'
import { rooms as contract, failures, rights } from './contract.ts'
import { jobs } from './jobs.ts'
import { service } from './service.ts'

export { boardPlace, roomOf } from './doors.ts'

export const rooms = module({
  name: 'rooms',
  contract,
  rights,
  failures,
  service,
  jobs,
  files: { 'rooms.room': 'photo', 'rooms.board': 'photo' },
  folder: import.meta.dirname,
})
