import { type InputOf, joinId, type Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { addLimit, timesOf } from '@doorstep/modules/calendar/index.ts'
import { standingOf } from '@doorstep/modules/matters/index.ts'
import type { sessionContract } from './contract-sessions.ts'
import { type Dispute, fail, type Instant, move } from './rules.ts'
import { guardianPresent, invitedAgreed, mediated, mediatorAccepted, pass, rightsRead } from './rules-gates.ts'
import { checkPolice, checkTime, instantOf, mayHold } from './rules-sessions.ts'
import { bookAll, keysOf, type Wanted } from './service-booking.ts'
import { change } from './service-change.ts'
import { factsOf } from './service-parties.ts'
import { tellThose } from './service-tell.ts'
import { uuidOf } from './store.ts'
import { apiId, listMediators } from './store-parties.ts'
import { findRoom } from './store-rooms.ts'
import * as store from './store-sessions.ts'
import type { SessionRow } from './store-tables.ts'

/** Sittings: planned, moved, cancelled, held. What one takes, no other gets. */

type Verbs = 'planSession' | 'moveSession' | 'cancelSession' | 'holdSession'
export const sittingService: Pick<Service<typeof sessionContract, Ctx>, Verbs> = {
  planSession,
  moveSession,
  cancelSession: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'cancelSession',
      async (dispute, act) => {
        const session = await planned(ctx, dispute, params.session)
        await store.saveSession(ctx, session, { state: 'cancelled', reason: body.reason, updated_at: ctx.now() })
        await store.release(ctx, session.id)
        await tellThose(ctx, dispute, 'sessionCancelled')
        return move(dispute, 'cancelSession', act)
      },
      { reason: body.reason },
    ),
  holdSession,
}

async function planned(ctx: Ctx, dispute: Dispute, id: string): Promise<SessionRow> {
  const session = (await store.findSession(ctx, dispute.id, id)) ?? fail('disputes.sessionMissing')
  return session.state === 'planned' ? session : fail('disputes.sessionOver')
}
async function roomOf(ctx: Ctx, room: string | undefined): Promise<string | null> {
  if (room === undefined) return null
  const found = await findRoom(ctx, uuidOf(room))
  return found?.in_use ? found.id : fail('disputes.roomUnknown')
}
/** The limits of a police mediation, of the county's own calendar. */
async function checkLimits(ctx: Ctx, dispute: Dispute, others: readonly SessionRow[], starts: Instant): Promise<void> {
  const { calendar, limits } = await timesOf(ctx, 'policeMediation.first', 'policeMediation.second')
  const accepted = (await standingOf(ctx, dispute.id))?.acceptedAt ?? dispute.openedAt
  checkPolice(dispute, others, starts, {
    accepted,
    add: (from, which) => addLimit(from, limits[`policeMediation.${which}`], calendar),
  })
}

async function planSession(ctx: Ctx, { params, body: said }: InputOf<typeof sessionContract.planSession>) {
  const body = { ...said, starts: instantOf(said.starts), ends: instantOf(said.ends) }
  let n = 0
  return change(
    ctx,
    params.id,
    'planSession',
    async (dispute, act) => {
      checkTime(body, act.at)
      const others = await store.listSessions(ctx, dispute.id)
      await checkLimits(ctx, dispute, others, body.starts)
      n = others.length + 1
      const session = await fresh(ctx, dispute, body, n)
      const wanted = await keysOf(ctx, dispute, body)
      if (!(await store.addSession(ctx, session))) fail('disputes.idTaken')
      await bookAll(ctx, session, wanted)
      await tellThose(ctx, dispute, 'sessionPlanned')
      return move(dispute, 'planSession', act)
    },
    () => ({ data: { n, starts: body.starts } }),
  )
}
const fresh = async (
  ctx: Ctx,
  dispute: Dispute,
  { id, starts, ends, room, place, openTo }: InputOf<typeof sessionContract.planSession>['body'],
  n: number,
): Promise<SessionRow> => ({
  county: ctx.county,
  id: uuidOf(id),
  dispute: uuidOf(dispute.id),
  n,
  state: 'planned',
  starts,
  ends,
  room: await roomOf(ctx, room),
  place: place ?? null,
  open_to: openTo ?? 'private',
  attended: [],
  record: null,
  outcome: null,
  reason: null,
  held_at: null,
  by_account: ctx.actor.account,
  updated_at: ctx.now(),
})

async function moveSession(ctx: Ctx, { params, body: said }: InputOf<typeof sessionContract.moveSession>) {
  const body = { ...said, starts: instantOf(said.starts), ends: instantOf(said.ends) }
  let n = 0
  return change(
    ctx,
    params.id,
    'moveSession',
    async (dispute, act) => {
      const session = await planned(ctx, dispute, params.session)
      n = session.n
      checkTime(body, act.at)
      const others = (await store.listSessions(ctx, dispute.id)).filter(({ id }) => id !== session.id)
      await checkLimits(ctx, dispute, others, body.starts)
      const { starts, ends, place, reason } = body
      const at = { starts, ends, room: await roomOf(ctx, body.room), place: place ?? null }
      const again = await rebooked(ctx, session)
      await store.release(ctx, session.id)
      await store.saveSession(ctx, session, { ...at, reason, updated_at: ctx.now() })
      await bookAll(ctx, { ...session, ...at }, again)
      await tellThose(ctx, dispute, 'sessionMoved')
      return move(dispute, 'moveSession', act)
    },
    () => ({ reason: body.reason, data: { n, starts: body.starts } }),
  )
}
/** Whoever was to come comes at the new time. */
const rebooked = async (ctx: Ctx, session: SessionRow): Promise<Wanted[]> =>
  (await store.bookingsOf(ctx, session.id))
    .filter(({ kind }) => kind !== 'room')
    .map((taken) => ({ ...taken, who: '' }))

async function holdSession(ctx: Ctx, { params, body }: InputOf<typeof sessionContract.holdSession>) {
  let n = 0
  return change(
    ctx,
    params.id,
    'holdSession',
    async (dispute, act) => {
      const session = await planned(ctx, dispute, params.session)
      n = session.n
      if (!mayHold(session.starts, act.at)) fail('disputes.tooEarly')
      await checkPeople(ctx, dispute, body.attended)
      await store.saveSession(ctx, session, {
        state: 'held',
        attended: body.attended,
        record: ctx.vault.seal(body.record),
        outcome: body.outcome,
        held_at: act.at,
        by_account: act.by,
        updated_at: ctx.now(),
      })
      await store.release(ctx, session.id)
      return move(dispute, 'holdSession', act)
    },
    () => ({ data: { n, outcome: body.outcome } }),
  )
}
/** Who sat there, and whether the law lets them. */
async function checkPeople(ctx: Ctx, dispute: Dispute, attended: readonly string[]): Promise<void> {
  const parties = await factsOf(ctx, dispute)
  const present = (await listMediators(ctx, dispute.id)).filter((row) => attended.includes(apiId(row)))
  const mediators = present.map(({ county, accepted }) => ({ accepted: accepted.map((id) => joinId(county, id)) }))
  const known = [...parties.map(({ id }) => id), ...present.map(apiId)]
  if (attended.some((id) => !known.includes(id))) fail('disputes.attendedWrong')
  pass(mediated, { mediators })
  pass(mediatorAccepted, { parties, mediators })
  pass(rightsRead, parties)
  pass(guardianPresent, { parties, present: attended })
  pass(invitedAgreed, { parties, present: attended })
}
