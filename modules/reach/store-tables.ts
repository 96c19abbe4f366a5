import type { Ctx } from '@doorstep/kernel'
import type { Kysely } from 'kysely'
import type { Channel, Kind, State, Topic, Vendor } from './rules-kinds.ts'

export type DeliveryTable = {
  county: number
  id: string
  event: string
  channel: Channel
  endpoint: string
  account: string | null
  area: string
  words: string
  /** Written as text, read as what it says. */
  data: string
  subject: string
  kind: Kind | 'try'
  urgent: boolean
  state: State
  attempts: number
  due_at: string | null
  lease: string | null
  trouble: string | null
  answer: string | null
  made_at: string
  asked_at: string
  tried_at: string | null
  done_at: string | null
  done_by: string | null
  reason: string | null
}
export type ChoiceRow = {
  county: number
  account: string
  push: Kind[]
  sms: Kind[]
  quiet: boolean
  quiet_from: string
  quiet_to: string
  changed_at: string
}
export type DeviceRow = {
  county: number
  id: string
  account: string
  client: string
  endpoint: string
  sealed: string
  language: 'zh-CN' | 'en-US'
  name: string
  made_at: string
  reached_at: string | null
}
export type RobotRow = {
  county: number
  id: string
  area: string
  unit: string | null
  vendor: Vendor
  name: string
  kinds: Topic[]
  language: 'zh-CN' | 'en-US'
  sealed: string
  address: string
  enabled: boolean
  version: number
  made_by: string | null
  made_at: string
  reached_at: string | null
}
export type BucketRow = { county: number; address: string; tokens: number; at: string; closed_until: string | null }
export type Tables = {
  'reach.choice': ChoiceRow
  'reach.device': DeviceRow
  'reach.robot': RobotRow
  'reach.bucket': BucketRow
  'reach.delivery': DeliveryTable
}
export const db = (ctx: Ctx) => ctx.db as Kysely<Tables>
