import { countyOf, type InputOf, type Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { areaInForce, locate, placeNames } from '@doorstep/modules/areas/index.ts'
import { accountsWithRole } from '@doorstep/modules/people/index.ts'
import type { matters } from './contract.ts'
import * as rules from './rules.ts'
import { checkExtra } from './rules-extra.ts'
import { change } from './service-change.ts'
import { acceptDue, handleDue, shifter } from './service-clock.ts'
import * as store from './store.ts'

/** What staff do with an open matter. */

const handlers = ['officer', 'deputyChief', 'chief'] as const
/** @throws `matters.nobodyThere` unless the account has one of the roles over the area now */
async function mustBeThere(ctx: Ctx, account: string, roles: readonly string[], area: string): Promise<string> {
  const there = (await accountsWithRole(ctx, roles, area)).find((each) => each.account === account)
  return there?.role ?? rules.fail('matters.nobodyThere')
}

type Verbs =
  | 'accept'
  | 'assign'
  | 'start'
  | 'note'
  | 'reply'
  | 'askHelp'
  | 'dropHelp'
  | 'helped'
  | 'waitForPerson'
  | 'resume'
  | 'passOn'
  | 'transferOut'
  | 'handToDepartment'
  | 'answerFromDepartment'
  | 'returnToRoom'
  | 'correct'
  | 'linkDuplicate'

export const work: Pick<Service<typeof matters, Ctx>, Verbs> = {
  accept: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'accept',
      async ({ matter }, act) => rules.accept(matter, act, await handleDue(ctx, matter, act.at)),
      (after) => ({ text: body.words, data: { due: after.handleDue } }),
    ),
  async assign(ctx, { params, body }) {
    let accountRole = 'officer'
    return change(
      ctx,
      params.id,
      'assign',
      async ({ matter }, act) => {
        accountRole = await mustBeThere(ctx, body.to, handlers, matter.area)
        return rules.assign(matter, act, body.to)
      },
      () => ({ reason: body.reason, data: { account: body.to, accountRole } }),
    )
  },
  start: (ctx, { params }) => change(ctx, params.id, 'start', ({ matter }, act) => rules.start(matter, act)),
  note: (ctx, { params, body }) =>
    change(ctx, params.id, 'note', ({ matter }, act) => rules.note(matter, act), { reason: body.text }),
  reply: (ctx, { params, body }) =>
    change(ctx, params.id, 'reply', ({ matter }, act) => rules.reply(matter, act), { text: body.text }),
  askHelp: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'askHelp',
      async ({ matter }, act) => {
        await mustBeThere(ctx, body.who, ['auxiliary'], matter.area)
        return rules.askHelp(matter, act, body.who)
      },
      { reason: body.task, data: { account: body.who, accountRole: 'auxiliary' } },
    ),
  dropHelp: (ctx, { params, body }) =>
    change(ctx, params.id, 'dropHelp', ({ matter }, act) => rules.dropHelp(matter, act, body.who), {
      data: { account: body.who, accountRole: 'auxiliary' },
    }),
  helped: (ctx, { params, body }) =>
    change(ctx, params.id, 'helped', ({ matter }, act) => rules.helped(matter, act), { reason: body.text }),
  waitForPerson: (ctx, { params, body }) =>
    change(ctx, params.id, 'waitForPerson', ({ matter }, act) => rules.waitForPerson(matter, act), { text: body.text }),
  resume: (ctx, { params }) =>
    change(
      ctx,
      params.id,
      'resume',
      async ({ matter }, act) => rules.resume(matter, act, await shifter(ctx, matter, act.at)),
      (after, before) => ({ data: { due: after.handleDue, pausedAt: before.pausedAt } }),
    ),
  passOn,
  transferOut: (ctx, { params, body }) =>
    change(ctx, params.id, 'transferOut', ({ matter }, act) => rules.transferOut(matter, act), {
      text: body.reason,
      data: { body: body.body },
    }),
  handToDepartment: (ctx, { params, body }) =>
    change(ctx, params.id, 'handToDepartment', ({ matter }, act) => rules.handToDepartment(matter, act, body.unit), {
      reason: body.reason,
      data: { unit: body.unit },
    }),
  answerFromDepartment: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'answerFromDepartment',
      ({ matter }, act) => rules.answerFromDepartment(matter, act),
      (_after, before) => ({ text: body.text, data: { unit: before.unit } }),
    ),
  returnToRoom: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'returnToRoom',
      ({ matter }, act) => rules.returnToRoom(matter, act),
      (_after, before) => ({ reason: body.reason, data: { unit: before.unit } }),
    ),
  correct,
  linkDuplicate,
}

async function passOn(ctx: Ctx, { params, body }: InputOf<typeof matters.passOn>) {
  let areaName = ''
  const reply = await change(
    ctx,
    params.id,
    'passOn',
    async ({ matter }, act) => {
      const isRoom = body.area.length >= 12 && countyOf(body.area) === ctx.county
      const there = isRoom ? await areaInForce(ctx, body.area) : undefined
      if (!there) rules.fail('matters.placeOutside')
      areaName = (await placeNames(ctx, [body.area])).get(body.area) ?? body.area
      return rules.passOn(matter, act, body.area, await acceptDue(ctx, matter, act.arrived ?? act.at))
    },
    (after, before) => ({
      reason: body.reason,
      data: { due: after.acceptDue, areaName, area: after.area, fromArea: before.area },
    }),
  )
  return reply
}

/** Another room's place is passed on, not corrected: here the place stays inside its community. */
async function correctedArea(ctx: Ctx, matter: rules.Matter, point: { lat: number; lon: number } | undefined) {
  if (!point) return matter.area
  const located = await locate(ctx, point)
  const community = matter.area.slice(0, 12)
  return located?.area.startsWith(community) ? located.area : rules.fail('matters.placeOutside')
}
async function correct(ctx: Ctx, { params, body }: InputOf<typeof matters.correct>) {
  const { reason, ...wanted } = body
  return change(
    ctx,
    params.id,
    'correct',
    async ({ matter }, act) => {
      if (wanted.extra || wanted.kind) checkExtra(wanted.kind ?? matter.kind, wanted.extra ?? matter.extra)
      const correction = { ...wanted, area: await correctedArea(ctx, matter, wanted.point) }
      const timed = { ...matter, kind: wanted.kind ?? matter.kind, urgency: wanted.urgency ?? matter.urgency }
      const retimed = timed.kind !== matter.kind || timed.urgency !== matter.urgency
      const due = retimed && matter.acceptedAt ? await handleDue(ctx, timed, matter.acceptedAt) : undefined
      return rules.correct(matter, act, correction, due)
    },
    (after, before) => ({ reason, data: { was: pick(before, wanted), is: pick(after, wanted), due: after.dueAt } }),
  )
}
const pick = (matter: rules.Matter, wanted: object): Record<string, unknown> =>
  Object.fromEntries(Object.keys(wanted).map((name) => [name, matter[name as keyof rules.Matter]]))

async function linkDuplicate(ctx: Ctx, { params, body }: InputOf<typeof matters.linkDuplicate>) {
  let code = ''
  return change(
    ctx,
    params.id,
    'linkDuplicate',
    async ({ matter }, act) => {
      const other = (await store.find(ctx, body.to))?.matter ?? rules.fail('matters.missing')
      code = other.code
      return rules.linkDuplicate(matter, act, other)
    },
    () => ({ reason: body.reason, data: { code, matter: body.to } }),
  )
}
