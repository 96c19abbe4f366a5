import { needsUnit, type StaffRole } from '../rules.ts'
import { instantOf, mayGive } from './api.ts'

export type PostingForm = { role: StaffRole | ''; area: string; unit: string; from: string; to: string }
export const emptyPosting = (): PostingForm => ({ role: '', area: '', unit: '', from: '', to: '' })

/** What goes to the server, or nothing while something is missing. */
export function postingOf({ role, area, unit, from, to }: PostingForm) {
  if (!role || !area || !mayGive(role, area) || (needsUnit.includes(role) && !unit) || (from && to && to <= from))
    return undefined
  const begins = instantOf(from)
  const ends = instantOf(to)
  return { role, area, ...(unit ? { unit } : {}), ...(begins ? { from: begins } : {}), ...(ends ? { to: ends } : {}) }
}
