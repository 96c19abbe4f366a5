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
/**
 * A new id, sortable by time of making, in order also within a millisecond of one process; `msecs` (Unix milliseconds)
 * for what belongs to another moment.
 */
export const newId = (county: number | string, msecs?: number): string =>
  joinId(county, v7(msecs === undefined ? undefined : { msecs, seq: placeWithin(msecs) }))

let latest = { msecs: Number.NaN, seq: 0 }
function placeWithin(msecs: number): number {
  // Begins anywhere in the lower half: two processes in one millisecond do not count alike.
  const seq = msecs === latest.msecs ? latest.seq + 1 : Math.floor(Math.random() * 2 ** 31)
  latest = { msecs, seq }
  return seq
}
