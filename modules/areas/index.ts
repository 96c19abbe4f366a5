import { type Database, module, transaction } from '@doorstep/kernel'
import { areas as contract, failures, rights } from './contract.ts'
import { service } from './service.ts'
import { listCounties } from './store.ts'

export { areaInForce, areaNames, areasOfCounty, locate, locatorOf, placeName, placeNames } from './doors.ts'
export { heirsOf } from './heirs.ts'
export { layAreas, type PlainArea } from './lay.ts'
export { searchKeys } from './pinyin.ts'
export { normaliseQuery } from './rules-search.ts'

export const areas = module({ name: 'areas', contract, rights, failures, service, folder: import.meta.dirname })

/** Counties that this server holds: those whose areas have been laid. As the owner, outside of requests. */
export const countiesHeld = (database: Pick<Database, 'owner'>): Promise<number[]> =>
  transaction(database.owner, null, (db) => listCounties({ db }))
