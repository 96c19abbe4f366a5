import type { Ctx } from '@doorstep/kernel'
import type { Kysely } from 'kysely'
import type { Level } from './rules.ts'
import type { Colour } from './states.ts'

export type Row = {
  county: number
  id: string
  area: string
  subject_kind: Level['subjectKind']
  subject: string
  kind: string | null
  place: string | null
  lat: number | null
  lon: number | null
  colour: Colour
  state: Level['state']
  reason: string
  decided_by: string | null
  since: string
  sign_due: string | null
  signed_by: string | null
  signed_at: string | null
  expires: string
  confirmed_at: string | null
  terms: unknown
  points: number
  lowering: unknown
  ended_at: string | null
  ended_by: Level['end']
  updated_at: string
}
export type ChangeRow = {
  county: number
  level: string
  id: string
  at: string
  verb: string
  colour: Colour
  by_account: string | null
  reason: string | null
}
export type ObjectionRow = {
  county: number
  level: string
  id: string
  text: string
  at: string
  due: string
  answer: string | null
  answered_at: string | null
  answered_by: string | null
}
type Tables = {
  'levels.level': Row
  'levels.change': ChangeRow
  'levels.objection': ObjectionRow
  'levels.setting': { county: number; value: unknown }
}
export const db = (ctx: Ctx) => ctx.db as Kysely<Tables>
