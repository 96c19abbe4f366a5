import type { Ctx } from '@doorstep/kernel'
import type { Generated, Kysely } from 'kysely'
import type { Proposal, Sign } from './rules.ts'

export type CallRow = {
  county: number
  id: string
  area: string
  number: string | null
  words: string
  phone: string | null
  phone_blind: string | null
  called_at: string
  updated_at: string
}
export type SignRow = {
  county: number
  id: string
  source: Sign['source']
  ref: string
  area: string
  family: Sign['family']
  place: string | null
  place_key: string | null
  lat: number | null
  lon: number | null
  at: string
  looked: Generated<boolean>
  proposal: string | null
  matter: string | null
}
export type ProposalRow = {
  county: number
  id: string
  area: string
  state: Proposal['state']
  family: Proposal['family']
  place: string | null
  lat: number | null
  lon: number | null
  because: unknown
  count: number
  matter: string | null
  newest_at: string
  decided_by: string | null
  decided_at: string | null
  reason: string | null
  updated_at: string
}
type Tables = {
  'findings.call': CallRow
  'findings.sign': SignRow
  'findings.proposal': ProposalRow
  'findings.setting': { county: number; value: unknown }
}
export const db = (ctx: Pick<Ctx, 'db'>) => ctx.db as Kysely<Tables>
