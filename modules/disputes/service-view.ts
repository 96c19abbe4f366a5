import { joinId, type ReplyOf, type Static } from '@doorstep/contract'
import { type Ctx, maskName, maskPhone } from '@doorstep/kernel'
import { placeNames } from '@doorstep/modules/areas/index.ts'
import { isMatterWithheld } from '@doorstep/modules/matters/index.ts'
import { nameOf } from '@doorstep/modules/people/index.ts'
import type { disputes } from './contract.ts'
import type { Dispute } from './rules.ts'
import { allowed, reaches } from './rules-allowed.ts'
import type { DisputeRow as RowShape } from './shapes.ts'
import { scaleOf } from './states.ts'
import * as store from './store.ts'
import { namesOfRooms } from './store-rooms.ts'
import type { MediatorRow, PartyRow, SessionRow } from './store-tables.ts'

/** Files as replies show them to staff: parties masked, words opened only where one file is read. */

type Row = Static<typeof RowShape>
export type Reply = ReplyOf<typeof disputes.get>

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
export const signOfName = (ctx: Ctx, name: string): string => ctx.say('disputes.sign', { surname: [...name][0] ?? '' })
export const signOf = (ctx: Ctx, sealedName: string): string => signOfName(ctx, ctx.vault.open(sealedName))

/**
 * What it says of people is not for this reader: about a minor, but for whoever handles it or was let in (PIPL art. 31); a
 * police mediation that was kept, but for leaders.
 */
export async function isWithheld(ctx: Ctx, dispute: Dispute): Promise<boolean> {
  if (dispute.sealed && !reaches(dispute, ctx.may('disputes.lead'))) return true
  return dispute.minor && isMatterWithheld(ctx, dispute.id)
}

const viewParty = (ctx: Ctx, row: PartyRow, withheld: boolean): Reply['parties'][number] => {
  const open = (sealed: string | null) => (sealed && !withheld ? ctx.vault.open(sealed) : null)
  const phone = open(row.phone)
  const address = open(row.address)
  return {
    id: joinId(row.county, row.id),
    role: row.role,
    name: withheld ? '' : maskName(ctx.vault.open(row.name)),
    sign: withheld ? '' : signOf(ctx, row.name),
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
const viewSession = (
  ctx: Ctx,
  row: SessionRow,
  rooms: ReadonlyMap<string, string>,
  withheld: boolean,
): Reply['sessions'][number] => ({
  id: joinId(row.county, row.id),
  n: row.n,
  state: row.state,
  starts: row.starts,
  ends: row.ends,
  room: row.room === null ? null : { id: joinId(row.county, row.room), name: rooms.get(row.room) ?? '' },
  place: row.place,
  openTo: row.open_to,
  attended: row.attended as string[],
  record: row.record && !withheld ? ctx.vault.open(row.record) : null,
  outcome: row.outcome,
  reason: row.reason,
})

export async function view(ctx: Ctx, dispute: Dispute): Promise<Reply> {
  const { parties, mediators, sessions } = await store.withAll(ctx, dispute)
  const withheld = await isWithheld(ctx, dispute)
  const open = (sealed: string | null) => (sealed && !withheld ? ctx.vault.open(sealed) : null)
  const rooms = await namesOfRooms(
    ctx,
    sessions.flatMap(({ room }) => room ?? []),
  )
  const [row] = await viewRows(ctx, [dispute])
  return {
    ...(row as Row),
    happenedOn: dispute.happenedOn,
    facts: open(dispute.facts),
    police: dispute.police && { ...dispute.police, exclusions: [...dispute.police.exclusions] },
    registeredAt: dispute.registeredAt,
    closedAt: dispute.closedAt,
    result: open(dispute.result),
    round: dispute.round,
    sealed: dispute.sealed,
    withheld,
    revisits: dispute.revisits.map((revisit) => ({ ...revisit })),
    parties: parties.map((party) => viewParty(ctx, party, withheld)),
    mediators: mediators.map(viewMediator),
    sessions: sessions.map((session) => viewSession(ctx, session, rooms, withheld)),
    allowed: allowed(dispute, { account: ctx.actor.account, may: ctx.may }),
  }
}
