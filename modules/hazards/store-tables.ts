import type { Ctx } from '@doorstep/kernel'
import type { Kysely } from 'kysely'
import type { Hazard } from './rules.ts'

type Json<T> = T | string
export type Row = {
  county: number
  id: string
  code: string
  area: string
  sort: string
  state: Hazard['state']
  open: boolean
  class: Hazard['class']
  place: string | null
  lat: number | null
  lon: number | null
  responsible: string | null
  person: string | null
  notices: number
  due: string | null
  before: Json<NonNullable<Hazard['before']>> | null
  recheck: Json<NonNullable<Hazard['recheck']>> | null
  referred_to: string | null
  found_at: string
  closed_at: string | null
  updated_at: string
}
export type NoticeRow = {
  county: number
  hazard: string
  n: number
  class: NonNullable<Hazard['class']>
  responsible: string
  person: string | null
  demands: string
  due: string
  issued_at: string
  issued_by: string | null
  served_at: string | null
  way: 'handed' | 'posted' | 'left' | null
}
export type RecheckRow = {
  county: number
  hazard: string
  id: string
  at: string
  by_account: string | null
  gone: boolean
  words: string | null
  after: Json<NonNullable<NonNullable<Hazard['recheck']>['after']>> | null
}
type Tables = {
  'hazards.hazard': Row
  'hazards.notice': NoticeRow
  'hazards.recheck': RecheckRow
  'hazards.setting': { county: number; value: unknown }
}
export const db = (ctx: Pick<Ctx, 'db'>) => ctx.db as Kysely<Tables>
