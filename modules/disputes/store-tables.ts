import type { Ctx } from '@doorstep/kernel'
import type { GeneratedAlways, Kysely } from 'kysely'
import type { Dispute } from './rules.ts'
import type { consents, hows, mediatorRoles, PartyRole, sessionOutcomes, sessionStates } from './states.ts'

/** Rows as PostgreSQL has them; read and written by store*.ts only. */
export type DisputeRow = {
  county: number
  id: string
  area: string
  code: string
  state: Dispute['state']
  open: boolean
  type: string | null
  family: Dispute['family']
  class: Dispute['class']
  way: Dispute['way']
  tier: Dispute['tier']
  people_count: number | null
  amount_cents: number | null
  happened_on: string | null
  place: string | null
  facts: string | null
  police: unknown
  assignee: string | null
  deadline: string | null
  colour: Dispute['colour']
  minor: boolean
  opened_at: string
  registered_at: string | null
  outcome: Dispute['outcome']
  result: string | null
  settled_at: string | null
  closed_at: string | null
  breaches: number
  round: number
  sealed: boolean
  revisits: unknown
  updated_at: string
}
type DisputeTable = DisputeRow & { township: GeneratedAlways<string>; community: GeneratedAlways<string> }
export type PartyRow = {
  county: number
  id: string
  dispute: string
  area: string
  role: PartyRole
  name: string
  phone: string | null
  address: string | null
  is_minor: boolean
  self_supporting: boolean
  guardian: string | null
  account: string | null
  code_hash: string | null
  language: string | null
  rights_read_at: string | null
  rights_how: (typeof hows)[number] | null
  consent: (typeof consents)[number]
  consent_at: string | null
  consent_how: (typeof hows)[number] | null
  consent_by: string | null
  added_at: string
  left_at: string | null
}
export type MediatorRow = {
  county: number
  id: string
  dispute: string
  area: string
  role: (typeof mediatorRoles)[number]
  account: string | null
  name: string
  post: string | null
  organisation: string | null
  accepted: readonly string[]
  added_at: string
  left_at: string | null
}
export type RoomRow = {
  county: number
  id: string
  area: string
  name: string
  place: string | null
  seats: number | null
  in_use: boolean
}
export type SessionRow = {
  county: number
  id: string
  dispute: string
  n: number
  state: (typeof sessionStates)[number]
  starts: string
  ends: string
  room: string | null
  place: string | null
  open_to: 'private' | 'public'
  attended: unknown
  record: string | null
  outcome: (typeof sessionOutcomes)[number] | null
  reason: string | null
  held_at: string | null
  by_account: string | null
  updated_at: string
}
type BookingRow = { county: number; session: string; kind: 'room' | 'mediator' | 'party'; key: string; during: string }
export type AgreementRow = {
  county: number
  id: string
  dispute: string
  kind: 'written' | 'oral'
  state: 'draft' | 'open' | 'effective' | 'ended'
  body: string | null
  paper: string | null
  sha256: string | null
  drafted_at: string
  drafted_by: string | null
  effective_at: string | null
  ended_at: string | null
}
export type InstalmentRow = {
  county: number
  id: string
  agreement: string
  dispute: string
  n: number
  due: string
  amount_cents: number | null
  act: string | null
  payer: string | null
  state: 'due' | 'kept' | 'missed'
  done_at: string | null
  done_by: string | null
  note: string | null
}
export type SignatureRow = {
  county: number
  id: string
  agreement: string
  dispute: string
  party: string | null
  mediator: string | null
  how: 'screen' | 'paper'
  drawn: string | null
  sha256: string
  at: string
  by_account: string | null
}
export type CopyRow = {
  county: number
  agreement: string
  party: string
  dispute: string
  how: 'link' | 'print'
  at: string
  by_account: string | null
}
export type ConfirmationRow = {
  county: number
  id: string
  dispute: string
  agreement: string
  court: string
  applied_on: string
  accepted_on: string | null
  ruled_on: string | null
  result: 'confirmed' | 'refused' | 'withdrawn' | null
  note: string | null
  by_account: string | null
}
export type Tables = {
  'disputes.dispute': DisputeTable
  'disputes.party': PartyRow
  'disputes.mediator': MediatorRow
  'disputes.room': RoomRow
  'disputes.session': SessionRow
  'disputes.booking': BookingRow
  'disputes.agreement': AgreementRow
  'disputes.instalment': InstalmentRow
  'disputes.signature': SignatureRow
  'disputes.copy': CopyRow
  'disputes.confirmation': ConfirmationRow
  'disputes.type': {
    county: number
    code: string
    family: string
    name: string | null
    position: number
    in_use: boolean
  }
  'disputes.setting': { county: number; value: unknown }
}
export type On = Pick<Ctx, 'db' | 'county'>
export const db = (on: On) => on.db as unknown as Kysely<Tables>
