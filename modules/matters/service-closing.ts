import type { InputOf, Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { type Calendar, calendarOf, dayOf } from '@doorstep/modules/calendar/index.ts'
import type { matters } from './contract.ts'
import * as rules from './rules.ts'
import * as closing from './rules-closing.ts'
import { change } from './service-change.ts'
import { extender, handleDue, sameDay, visitDay } from './service-clock.ts'
import type { Found } from './store.ts'
import * as life from './store-life.ts'

/** More time, supervision, closing, visits, and what the person does. */

type Verbs =
  | 'suspend'
  | 'askExtension'
  | 'decideExtension'
  | 'supervise'
  | 'resolve'
  | 'reopen'
  | 'recordVisit'
  | 'tell'
  | 'urge'
  | 'confirm'
  | 'object'
  | 'rate'
  | 'withdraw'

export const closingVerbs: Pick<Service<typeof matters, Ctx>, Verbs> = {
  suspend: (ctx, { params, body }) =>
    change(ctx, params.id, 'suspend', ({ matter }, act) => rules.suspend(matter, act), { text: body.reason }),
  askExtension: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'askExtension',
      ({ matter }, act) => rules.askExtension(matter, act, body.days, body.reason),
      { reason: body.reason, data: { days: body.days } },
    ),
  decideExtension: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'decideExtension',
      async ({ matter }, act) => rules.decideExtension(matter, act, body.days, await extender(ctx)),
      (after) => ({ reason: body.reason, data: { days: body.days, due: after.handleDue } }),
    ),
  supervise: (ctx, { params, body }) =>
    change(ctx, params.id, 'supervise', ({ matter }, act) => rules.supervise(matter, act, body.supervision), {
      reason: body.reason,
      data: { supervision: body.supervision },
    }),
  resolve,
  reopen: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'reopen',
      (found, act) => again(ctx, found, (due) => closing.reopen(found.matter, act, due), act.at),
      (after) => ({ reason: body.reason, data: { due: after.handleDue } }),
    ),
  recordVisit,
  tell: (ctx, { params, body }) =>
    change(ctx, params.id, 'tell', ({ matter }, act) => closing.tell(matter, act), { text: body.text }),
  urge: (ctx, { params }) =>
    change(ctx, params.id, 'urge', ({ matter }, act) => closing.urge(matter, act, sameDay(ctx))),
  confirm: (ctx, { params }) => change(ctx, params.id, 'confirm', ({ matter }, act) => closing.confirm(matter, act)),
  object: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'object',
      (found, act) => again(ctx, found, (due) => closing.object(found.matter, act, due), act.at),
      (after) => ({ text: body.reason, data: { due: after.handleDue } }),
    ),
  rate: (ctx, { params, body }) =>
    change(ctx, params.id, 'rate', ({ matter }, act) => closing.rate(matter, act, body.rating, body.text ?? null), {
      text: body.text,
      data: { rating: body.rating },
    }),
  withdraw: (ctx, { params, body }) =>
    change(ctx, params.id, 'withdraw', ({ matter }, act) => closing.withdraw(matter, act), { text: body.reason }),
}

/** The result, and the visits that ask whether it holds. */
async function resolve(ctx: Ctx, { params, body }: InputOf<typeof matters.resolve>) {
  return change(
    ctx,
    params.id,
    'resolve',
    async (found, act) => {
      const after = closing.resolve(found.matter, act, body.grade, body.result)
      await planVisits(ctx, found, after)
      return after
    },
    { text: body.result, data: { grade: body.grade } },
  )
}
/** Also into the answer's own list. */
export async function planVisits(ctx: Ctx, found: Pick<Found, 'visits'>, after: rules.Matter): Promise<void> {
  const visits = closing.visitsOf(after, await visitDay(ctx))
  await life.insertVisits(ctx, after.id, visits)
  if (visits.length > 0) ctx.publish(revisitsPlanned(await calendarOf(ctx), after, visits))
  found.visits.push(...visits.map((visit) => ({ ...visit, outcome: null, note: null })))
}

/** For whoever keeps a calendar of visits. */
const revisitsPlanned = (calendar: Calendar, after: rules.Matter, visits: readonly closing.Visit[]) => ({
  type: 'matters.revisitsPlanned',
  subject: after.id,
  area: after.area,
  payload: {
    assignee: after.assignee,
    revisits: visits.map(({ round, day, dueAt }) => ({ round, day, dueOn: dayOf(dueAt, calendar) })),
  },
})

/** Opened again: a new handling limit, and the visits that were still to come are not. */
export async function again(ctx: Ctx, found: Found, open: (due: rules.Instant) => rules.Matter, at: rules.Instant) {
  const after = open(await handleDue(ctx, found.matter, at))
  if (found.visits.some((visit) => visit.doneAt === null)) await life.dropOpenVisits(ctx, after.id)
  return after
}

async function recordVisit(ctx: Ctx, { params, body }: InputOf<typeof matters.recordVisit>) {
  const { day, outcome, note = null } = body
  return change(
    ctx,
    params.id,
    'recordVisit',
    async (found, act) => {
      const after = closing.recordVisit(found.matter, act, found.visits, day)
      await life.saveVisit(ctx, after.id, { round: after.reopened, day, at: act.at, outcome, note, by: act.by })
      const visit = found.visits.find((each) => each.round === after.reopened && each.day === day)
      if (visit) Object.assign(visit, { doneAt: act.at, outcome, note })
      const payload = { round: after.reopened, day, outcome, by: act.by }
      ctx.publish({ type: 'matters.revisited', subject: after.id, area: after.area, payload })
      return after
    },
    { ...(note === null ? {} : { reason: note }), data: { day, outcome } },
  )
}
