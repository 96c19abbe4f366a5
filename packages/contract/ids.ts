import { v7 } from 'uuid'
import { Failure } from './failure.ts'

/** Splits an API id into its two columns. @throws Failure `request.invalid` */
export function splitId(id: string): { county: number; uuid: string } {
  const county = Number(id.slice(0, 6))
  if (id[6] !== '-' || !Number.isInteger(county)) throw new Failure('invalid', 'request.invalid', { id })
  return { county, uuid: id.slice(7) }
}
export const joinId = (county: number | string, uuid: string): string => `${county}-${uuid}`
/** County of an id or of an area code of county level or below. */
export const countyOf = (idOrArea: string): number => Number(idOrArea.slice(0, 6))
/** A new id, sortable by time of making; `msecs` (Unix milliseconds) only for data that is made up afterwards. */
export const newId = (county: number | string, msecs?: number): string =>
  joinId(county, v7(msecs === undefined ? undefined : { msecs }))
