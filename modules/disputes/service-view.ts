import { joinId, type ReplyOf, type Static } from '@doorstep/contract'
import { type Ctx, maskName, maskPhone } from '@doorstep/kernel'
import { placeNames } from '@doorstep/modules/areas/index.ts'
import { nameOf } from '@doorstep/modules/people/index.ts'
import type { disputes } from './contract.ts'
import type { Dispute } from './rules.ts'
import { allowed } from './rules-allowed.ts'
import type { DisputeRow as RowShape } from './shapes.ts'
import { scaleOf } from './states.ts'
import * as store from './store.ts'
import type { MediatorRow, PartyRow, SessionRow } from './store-tables.ts'

/** Files as replies show them to staff: parties masked, words opened only where one file is read. */

type Row = Static<typeof RowShape>
type Reply = ReplyOf<typeof disputes.get>

const rowOf = (dispute: Dispute, names: ReadonlyMap<string, string>, places: ReadonlyMap<string, string>): Row => ({
  id: dispute.id,
  code: dispute.code,
  area: dispute.area,
  areaName: places.get(dispute.area) ?? dispute.area,
  state: dispute.state,
  type: dispute.type,
  family: dispute.family,
  class: dispute.class,
  way: dispute.way,
  tier: dispute.tier,
  people: dispute.people,
  scale: dispute.people === null ? null : scaleOf(dispute.people),
  amountCents: dispute.amountCents,
  place: dispute.place,
  assignee: dispute.assignee === null ? null : { account: dispute.assignee, name: names.get(dispute.assignee) ?? '' },
  deadline: dispute.deadline,
  colour: dispute.colour,
  minor: dispute.minor,
  openedAt: dispute.openedAt,
  settledAt: dispute.settledAt,
  outcome: dispute.outcome,
  breaches: dispute.breaches,
  updatedAt: dispute.updatedAt,
})
export async function viewRows(ctx: Ctx, found: readonly Dispute[]): Promise<Row[]> {
  if (found.length === 0) return []
  const names = await nameOf(ctx, [...new Set(found.flatMap(({ assignee }) => assignee ?? []))])
  const places = await placeNames(ctx, [...new Set(found.map(({ area }) => area))])
  return found.map((dispute) => rowOf(dispute, names, places))
}

/** 王某: how mediators and the other side see a party. */
export const signOf = (ctx: Ctx, sealedName: string): string =>
  ctx.say('disputes.sign', { surname: [...ctx.vault.open(sealedName)][0] ?? '' })

const viewParty = (ctx: Ctx, row: PartyRow): Reply['parties'][number] => {
  const open = (sealed: string | null) => sealed && ctx.vault.open(sealed)
  const phone = open(row.phone)
  const address = open(row.address)
  return {
    id: joinId(row.county, row.id),
    role: row.role,
    name: maskName(ctx.vault.open(row.name)),
    sign: signOf(ctx, row.name),
    phone: phone && maskPhone(phone),
    address: address && maskName(address),
    isMinor: row.is_minor,
    selfSupporting: row.self_supporting,
    guardian: row.guardian && joinId(row.county, row.guardian),
    hasAccount: row.account !== null,
    hasCode: row.code_hash !== null,
    language: row.language,
    rightsReadAt: row.rights_read_at,
    consent: row.consent,
    consentAt: row.consent_at,
    consentHow: row.consent_how,
  }
}
const viewMediator = (row: MediatorRow): Reply['mediators'][number] => ({
  id: joinId(row.county, row.id),
  role: row.role,
  account: row.account,
  name: row.name,
  post: row.post,
  organisation: row.organisation,
  accepted: row.accepted.map((party) => joinId(row.county, party)),
})
const viewSession = (ctx: Ctx, row: SessionRow, rooms: ReadonlyMap<string, string>): Reply['sessions'][number] => ({
  id: joinId(row.county, row.id),
  n: row.n,
  state: row.state,
  starts: row.starts,
  ends: row.ends,
  room: row.room === null ? null : { id: joinId(row.county, row.room), name: rooms.get(row.room) ?? '' },
  place: row.place,
  openTo: row.open_to,
  attended: row.attended as string[],
  record: row.record && ctx.vault.open(row.record),
  outcome: row.outcome,
  reason: row.reason,
})

export async function view(ctx: Ctx, dispute: Dispute): Promise<Reply> {
  const { parties, mediators, sessions } = await store.withAll(ctx, dispute)
  const [row] = await viewRows(ctx, [dispute])
  return {
    ...(row as Row),
    happenedOn: dispute.happenedOn,
    facts: dispute.facts && ctx.vault.open(dispute.facts),
    police: dispute.police && { ...dispute.police, exclusions: [...dispute.police.exclusions] },
    registeredAt: dispute.registeredAt,
    closedAt: dispute.closedAt,
    result: dispute.result && ctx.vault.open(dispute.result),
    round: dispute.round,
    sealed: dispute.sealed,
    parties: parties.map((party) => viewParty(ctx, party)),
    mediators: mediators.map(viewMediator),
    sessions: sessions.map((session) => viewSession(ctx, session, new Map())),
    allowed: allowed(dispute, { account: ctx.actor.account, may: ctx.may }),
  }
}
