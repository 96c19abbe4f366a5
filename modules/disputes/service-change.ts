import type { Ctx } from '@doorstep/kernel'
import { noteOnMatter } from '@doorstep/modules/matters/index.ts'
import { type Act, canMove, type Dispute, fail } from './rules.ts'
import { mayDo } from './rules-allowed.ts'
import { follow, type Told } from './service-spine.ts'
import { type Reply, view } from './service-view.ts'
import { publicVerbs, type Verb } from './states.ts'
import * as store from './store.ts'
import { cancelPlanned } from './store-sessions.ts'

/** Every change of a file: lock → may they → rules → the matter follows → save → one line of the flow log → publish → answer. */

type Work = (dispute: Dispute, act: Act) => Dispute | Promise<Dispute>
type Tell = Told | ((after: Dispute, before: Dispute) => Told)

/** Done without a signal counts when it was done, but not before there was a file. */
export function actOf(ctx: Ctx, dispute?: Pick<Dispute, 'openedAt'>): Act {
  const [by, now] = [ctx.actor.account, ctx.now()]
  if (!ctx.done || !dispute) return { by, at: now }
  const tooEarly = ctx.done.at < dispute.openedAt
  return { by, at: tooEarly ? dispute.openedAt : ctx.done.at, arrived: now }
}

/** For what parties and the system do, whose right to it has been seen to. @throws `disputes.missing`, `disputes.wrongState` */
export async function changed(ctx: Ctx, id: string, verb: Verb, work: Work, tell: Tell = {}): Promise<Dispute> {
  const before = (await store.lock(ctx, id)) ?? fail('disputes.missing')
  if (!canMove(before.state, verb)) fail('disputes.wrongState', { state: before.state })
  return record(ctx, verb, before, await work(before, actOf(ctx, before)), tell)
}
/** What staff do. @throws `disputes.missing`, `disputes.wrongState`, `disputes.notYours` */
export async function change(ctx: Ctx, id: string, verb: Verb, work: Work, tell: Tell = {}): Promise<Reply> {
  const checked: Work = (before, act) =>
    mayDo(verb, before, { account: ctx.actor.account, may: ctx.may }) ? work(before, act) : fail('disputes.notYours')
  return view(ctx, await changed(ctx, id, verb, checked, tell))
}

/** Saves a change that has been decided, and says so. @returns the file with what it mirrors of its matter */
export async function record(
  ctx: Ctx,
  verb: Verb,
  before: Dispute,
  decided: Dispute,
  tell: Tell = {},
): Promise<Dispute> {
  const told = typeof tell === 'function' ? tell(decided, before) : tell
  await ctx.asSystem((system) =>
    noteOnMatter(system, decided.id, {
      words: `disputes.${verb}`,
      text: told.text ?? null,
      reason: told.reason ?? null,
      data: told.data ?? {},
      public: publicVerbs.includes(verb),
    }),
  )
  // What was still planned is not held once mediation is over.
  if (before.state === 'mediating' && decided.state !== 'mediating') {
    const over = ctx.say('disputes.reasons.over')
    await ctx.asSystem((system) => cancelPlanned(system, decided.id, over, ctx.now()))
  }
  const after = await follow(ctx, verb, before, decided, told)
  await store.save(ctx, after)
  ctx.publish({
    type: `disputes.${pastTense[verb]}`,
    subject: after.id,
    area: after.area,
    accounts: await ctx.asSystem((system) => store.accountsIn(system, after.id)),
    payload: { state: after.state, from: before.state, by: ctx.actor.account, outcome: after.outcome },
  })
  return after
}

const pastTense: Record<Verb, string> = {
  register: 'registered',
  describe: 'described',
  addParty: 'partyAdded',
  changeParty: 'partyChanged',
  removeParty: 'partyRemoved',
  readRights: 'rightsRead',
  addMediator: 'mediatorAdded',
  acceptMediator: 'mediatorAccepted',
  removeMediator: 'mediatorRemoved',
  askConsent: 'consentAsked',
  consent: 'consented',
  refuse: 'refused',
  beginMediation: 'mediationBegun',
  planSession: 'sessionPlanned',
  moveSession: 'sessionMoved',
  cancelSession: 'sessionCancelled',
  holdSession: 'sessionHeld',
  fail: 'failed',
  draft: 'drafted',
  agree: 'agreed',
  unagree: 'agreementUndone',
  sign: 'signed',
  takeEffect: 'tookEffect',
  giveCopy: 'copyGiven',
  keepInstalment: 'instalmentKept',
  missInstalment: 'instalmentMissed',
  perform: 'performed',
  breach: 'breached',
  renew: 'renewed',
  applyConfirm: 'confirmationApplied',
  acceptConfirm: 'confirmationAccepted',
  recordRuling: 'rulingRecorded',
  tellWays: 'waysTold',
  withdraw: 'withdrawn',
  followUp: 'followedUp',
  close: 'closed',
  settleAgain: 'settledAgain',
  reopen: 'reopened',
  drop: 'dropped',
  unmask: 'unmasked',
}
