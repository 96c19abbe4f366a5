import type { Ctx } from '@doorstep/kernel'
import { type Dispute, fail } from './rules.ts'
import { invitedAgreed, mediated, pass } from './rules-gates.ts'
import { factsOf } from './service-parties.ts'
import { signOf } from './service-view.ts'
import { apiId, listMediators, listParties } from './store-parties.ts'
import { findRoom } from './store-rooms.ts'
import { book, type Taken } from './store-sessions.ts'
import type { MediatorRow, PartyRow, SessionRow } from './store-tables.ts'

/**
 * What a sitting takes. A person is known again by their account, else by a number that only this county's key can tell;
 * it stands there while the sitting is planned, and leads to nobody.
 */
export type Wanted = Taken & { who: string }

const keyOfMediator = (ctx: Ctx, { account, name, organisation }: MediatorRow): string =>
  account ?? ctx.vault.blind(`mediator ${name} ${organisation ?? ''}`)
const keyOfParty = (ctx: Ctx, { account, phone, id }: PartyRow): string =>
  account ?? (phone ? ctx.vault.blind(`booking ${ctx.vault.open(phone)}`) : id)

const always: readonly PartyRow['role'][] = ['applicant', 'respondent', 'agent', 'guardian']
/** Everybody of the file but witnesses and invited ones, unless it is said who comes. */
export async function keysOf(
  ctx: Ctx,
  dispute: Dispute,
  named: { parties?: readonly string[] | undefined; mediators?: readonly string[] | undefined },
): Promise<Wanted[]> {
  const parties = await listParties(ctx, dispute.id)
  const mediators = await listMediators(ctx, dispute.id)
  if (named.parties?.some((id) => !parties.some((row) => apiId(row) === id))) fail('disputes.partyMissing')
  if (named.mediators?.some((id) => !mediators.some((row) => apiId(row) === id))) fail('disputes.mediatorMissingHere')
  const come = parties.filter((row) => named.parties?.includes(apiId(row)) ?? always.includes(row.role))
  const sit = mediators.filter((row) => named.mediators?.includes(apiId(row)) ?? true)
  pass(mediated, { mediators: sit })
  pass(invitedAgreed, { parties: await factsOf(ctx, dispute), present: come.map(apiId) })
  const wanted: Wanted[] = [
    ...sit.map((row) => ({ kind: 'mediator' as const, key: keyOfMediator(ctx, row), who: row.name })),
    ...come.map((row) => ({ kind: 'party' as const, key: keyOfParty(ctx, row), who: signOf(ctx, row.name) })),
  ]
  return wanted.filter(({ kind, key }, at) => wanted.findIndex((each) => each.kind === kind && each.key === key) === at)
}

const taken = {
  room: 'disputes.roomTaken',
  mediator: 'disputes.mediatorTaken',
  party: 'disputes.partyTaken',
} as const
/** @throws the code that says what is taken already, and who */
export async function bookAll(ctx: Ctx, session: SessionRow, wanted: readonly Wanted[]): Promise<void> {
  const room = session.room === null ? undefined : await findRoom(ctx, session.room)
  const all: Wanted[] = room ? [{ kind: 'room', key: room.id, who: room.name }, ...wanted] : [...wanted]
  for (const { who, ...each } of all) if (!(await book(ctx, session, each))) fail(taken[each.kind], { who })
}
