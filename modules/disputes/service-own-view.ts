import { joinId, type ReplyOf } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { levelOf } from '@doorstep/modules/levels/index.ts'
import type { ownContract } from './contract-own.ts'
import { canMove, type Dispute } from './rules.ts'
import { isSide } from './rules-gates.ts'
import { signOf } from './service-view.ts'
import * as store from './store.ts'
import { apiId } from './store-parties.ts'
import { namesOfRooms } from './store-rooms.ts'
import type { PartyRow } from './store-tables.ts'

/** A case as one of its parties sees it: of the others a surname, of sittings the time and place, no record and no note. */

type Own = ReplyOf<typeof ownContract.own>
const shown = ['planned', 'held']

export async function viewOwn(ctx: Ctx, dispute: Dispute, me: readonly PartyRow[]): Promise<Own> {
  const found = await ctx.asSystem((system) => store.withAll(system, dispute))
  const level = await ctx.asSystem((system) => levelOf(system, dispute.id))
  const ids = new Set(me.map(({ id }) => id))
  const sessions = found.sessions.filter(({ state }) => shown.includes(state))
  const rooms = await namesOfRooms(
    ctx,
    sessions.flatMap(({ room }) => room ?? []),
  )
  const wards = (of: PartyRow) => found.parties.filter(({ guardian }) => guardian === of.id)
  const answeredFor = found.parties.filter(
    ({ id, guardian }) => ids.has(id) || (guardian !== null && ids.has(guardian)),
  )
  return {
    id: dispute.id,
    code: dispute.code,
    state: dispute.state,
    type: dispute.type,
    openedAt: dispute.openedAt,
    deadline: dispute.deadline,
    me: me.map((row) => ({
      id: apiId(row),
      role: row.role,
      name: ctx.vault.open(row.name),
      consent: row.consent,
      rightsReadAt: row.rights_read_at,
      wards: wards(row).map(({ name }) => signOf(ctx, name)),
    })),
    others: found.parties
      .filter(({ id }) => !ids.has(id))
      .map(({ name, role, is_minor }) => ({
        sign: is_minor ? ctx.say('disputes.minorSign') : signOf(ctx, name),
        role,
      })),
    mediators: found.mediators.map((row) => ({
      id: joinId(row.county, row.id),
      role: row.role,
      name: row.name,
      post: row.post,
      organisation: row.organisation,
      accepted: answeredFor.filter(isSide).every(({ id }) => row.accepted.includes(id)),
    })),
    sessions: sessions.map(({ county, id, n, state, starts, ends, room, place, open_to, outcome }) => ({
      id: joinId(county, id),
      n,
      state,
      starts,
      ends,
      room: room === null ? null : { id: joinId(county, room), name: rooms.get(room) ?? '' },
      place,
      openTo: open_to,
      outcome,
    })),
    level: level && { ...level },
    allowed: allowed(dispute, answeredFor, found.parties, level),
  }
}

function allowed(
  { state }: Dispute,
  mine: readonly PartyRow[],
  all: readonly PartyRow[],
  level: Own['level'],
): Own['allowed'] {
  const side = mine.some(isSide)
  const applicants = all.filter(({ role }) => role === 'applicant')
  const applies = applicants.length > 0 && applicants.every(({ id }) => mine.some((each) => each.id === id))
  const offered: Record<Own['allowed'][number], boolean> = {
    readRights: canMove(state, 'readRights'),
    consent: side && canMove(state, 'consent') && mine.some(({ consent }) => consent !== 'agreed'),
    refuse: side && canMove(state, 'refuse'),
    acceptMediator: side && canMove(state, 'acceptMediator'),
    withdraw: applies && canMove(state, 'withdraw'),
    object: level !== null && !level.objection,
  }
  return (Object.keys(offered) as (keyof typeof offered)[]).filter((verb) => offered[verb])
}
