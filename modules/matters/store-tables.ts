import type { Ctx } from '@doorstep/kernel'
import type { Generated, GeneratedAlways, Kysely } from 'kysely'
import type { Card, Grade } from './rules.ts'
import type { CardColour } from './rules-cards.ts'
import type { Ending, Way } from './rules-handovers.ts'
import type { State } from './states.ts'

/** Rows as PostgreSQL has them; read and written by store*.ts only. */
export type MatterTable = {
  county: number
  id: string
  code: string
  area: string
  township: GeneratedAlways<string>
  community: GeneratedAlways<string>
  kind: string
  state: State
  open: boolean
  channel: string
  description: string
  place: string | null
  lat: number | null
  lon: number | null
  happened_at: string | null
  extra: string
  urgency: 'normal' | 'urgent'
  supervision: Card
  reporter: string | null
  reporter_name: string | null
  reporter_phone: string | null
  phone_blind: string | null
  receipt_hash: string
  registered_by: string | null
  board: string | null
  first_receiver: string | null
  assignee: string | null
  helpers: readonly string[]
  unit: string | null
  reported_at: string
  accept_due: string | null
  handle_due: string | null
  due_at: string | null
  accepted_at: string | null
  paused_at: string | null
  resolved_at: string | null
  grade: Grade | null
  result: string | null
  rating: number | null
  rating_text: string | null
  reopened: number
  objected: boolean
  extensions: number
  extension_days: number | null
  extension_reason: string | null
  extension_asked_at: string | null
  extension_asked_by: string | null
  urged_at: string | null
  clock_from: string
  handled_at: string | null
  reminded: readonly string[]
  duplicate_of: string | null
  grams: readonly string[]
  erase_asked: Generated<boolean>
  erased_at: Generated<string | null>
  emptied_at: Generated<string | null>
  minor: Generated<boolean>
  guardian: Generated<string | null>
  limit_code: Generated<string | null>
  held_by: Generated<string | null>
  queue_at: GeneratedAlways<string>
  former_area: Generated<string | null>
  updated_at: string
}
/** What is read: not the keys that only indexes need. */
export const matterColumns = [
  'county',
  'id',
  'code',
  'area',
  'kind',
  'state',
  'channel',
  'description',
  'place',
  'lat',
  'lon',
  'happened_at',
  'extra',
  'urgency',
  'supervision',
  'reporter',
  'reporter_name',
  'reporter_phone',
  'phone_blind',
  'receipt_hash',
  'registered_by',
  'board',
  'first_receiver',
  'assignee',
  'helpers',
  'unit',
  'reported_at',
  'accept_due',
  'handle_due',
  'due_at',
  'accepted_at',
  'paused_at',
  'resolved_at',
  'grade',
  'result',
  'rating',
  'rating_text',
  'reopened',
  'objected',
  'extensions',
  'extension_days',
  'extension_reason',
  'extension_asked_at',
  'extension_asked_by',
  'urged_at',
  'clock_from',
  'handled_at',
  'reminded',
  'duplicate_of',
  'minor',
  'guardian',
  'limit_code',
  'held_by',
  'updated_at',
] as const satisfies (keyof MatterTable)[]

type StepTable = {
  county: number
  matter: string
  id: string
  at: string
  done_at: string | null
  verb: string
  by_account: string | null
  by_role: string | null
  from_state: State | null
  to_state: State | null
  text: string | null
  reason: string | null
  data: string
  public: boolean
}
type VisitTable = {
  county: number
  matter: string
  round: number
  day: number
  due_at: string
  done_at: string | null
  outcome: string | null
  note: string | null
  by_account: string | null
  told: Generated<boolean>
}
type AttachmentTable = {
  county: number
  matter: string
  id: string
  type: string
  bytes: number
  sha256: string
  seconds: number | null
  by_staff: boolean
  at: string
}
type AccessTable = {
  county: number
  id: string
  matter: string
  account: string
  reason: string
  asked_at: string
  decided_by: string | null
  decided_at: string | null
  granted: boolean | null
  until: string | null
}
export type CardTable = {
  county: number
  id: string
  matter: string
  colour: CardColour
  because: string | null
  reason: string | null
  step: string
  issued_at: string
  issued_by: string | null
  told: string
  answer_due: string | null
  late_told: Generated<boolean>
  answered_at: string | null
  answered_by: string | null
  answer_reason: string | null
  answer_remedy: string | null
  closed_at: string | null
  closed_by: string | null
  closed_words: string | null
}
export type HandoverTable = {
  county: number
  id: string
  matter: string
  code: string
  way: Way
  from_account: string | null
  from_area: string
  was_assignee: string | null
  to_account: string | null
  to_unit: string | null
  to_area: string
  at: string
  due_at: string
  stuck_at: string | null
  ended_at: string | null
  ended: Ending | null
  ended_by: string | null
}
export type Tables = {
  'matters.matter': MatterTable
  'matters.step': StepTable
  'matters.visit': VisitTable
  'matters.attachment': AttachmentTable
  'matters.access': AccessTable
  'matters.card': CardTable
  'matters.handover': HandoverTable
}
export type On = Pick<Ctx, 'db' | 'county'>
export const db = (on: On) => on.db as unknown as Kysely<Tables>
