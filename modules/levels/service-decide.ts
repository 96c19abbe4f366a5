import type { Ctx } from '@doorstep/kernel'
import { calendarOf, dayOf } from '@doorstep/modules/calendar/index.ts'
import { standingOf } from '@doorstep/modules/matters/index.ts'
import { accountsWithRole } from '@doorstep/modules/people/index.ts'
import { cancelPlanned, planVisit } from '@doorstep/modules/visits/index.ts'
import { defaults } from './defaults.ts'
import { type Act, type Level, nextContact } from './rules.ts'
import type { Verb } from './states.ts'
import * as store from './store.ts'
import * as said from './store-said.ts'

/** What follows a decision: its row, its line in the log, the contact that the colour asks for, and who is told. */

export type Decided = Verb | 'expired' | 'closed'
const pastTense: Record<Decided, string> = {
  raise: 'raised',
  sign: 'signed',
  confirm: 'confirmed',
  proposeLower: 'loweringProposed',
  agreeLower: 'lowered',
  refuseLower: 'loweringRefused',
  object: 'objected',
  answer: 'answered',
  expired: 'expired',
  closed: 'closed',
}

/** @param before null where it has just begun and is saved already */
export async function decide(
  ctx: Ctx,
  before: Level | null,
  verb: Decided,
  after: Level,
  act: Act,
  reason: string | null,
): Promise<void> {
  if (before) await store.save(ctx, after)
  await said.addChange(ctx, after, verb, act, reason)
  if (after.state === 'ended') await cancelPlanned(ctx, 'levels', { subject: after.subject }, 'levels.reasons.ended')
  else if (before?.colour !== after.colour) await planContact(ctx, after, null)
  ctx.publish({
    type: `levels.${pastTense[verb]}`,
    subject: after.id,
    area: after.area,
    payload: { about: after.subject, kind: after.subjectKind, colour: after.colour, state: after.state, by: act.by },
  })
  const changed = before?.colour !== after.colour || before?.state !== after.state
  if (changed) await tellReporter(ctx, after, after.state === 'ended' ? 'ended' : 'changed')
  if (after.signDue !== null && changed) await tellLeaders(ctx, after, 'sign')
  if (verb === 'proposeLower') await tellLeaders(ctx, after, 'lower')
}

/** One contact stands in the calendar at a time; the next is planned when it was made. */
export async function planContact(ctx: Ctx, level: Level, last: string | null): Promise<void> {
  const table = (await said.findTable(ctx)) ?? defaults
  const calendar = await calendarOf(ctx)
  const matter = level.subjectKind === 'matter' ? await standingOf(ctx, level.subject) : undefined
  if (last === null) await cancelPlanned(ctx, 'levels', { subject: level.subject }, 'levels.reasons.changed')
  const dueOn = dayOf(nextContact(level, table, last), calendar)
  await planVisit(ctx, {
    area: level.area,
    purpose: 'contact',
    source: 'levels',
    // By what it follows, not by its day: one that was made early has the day of the next.
    key: `${level.id}/${level.colour}/${last ?? level.since}`,
    subject: level.subject,
    task: `levels.tasks.${level.colour}`,
    place: level.place,
    point: level.point,
    dueOn,
    assignee: matter?.assignee ?? null,
  })
}

export async function tellLeaders(
  ctx: Ctx,
  level: Level,
  words: 'sign' | 'lower' | 'objected' | 'expiring' | 'missed',
) {
  const roles = level.colour === 'red' ? ['chief'] : ['deputyChief', 'chief']
  const found = await accountsWithRole(ctx, roles, level.area)
  await tellAccounts(ctx, level, [...new Set(found.map(({ account }) => account))], words)
}
/** Whoever reported the matter hears when its colour changes: it is theirs to know, and to object to. */
export async function tellReporter(ctx: Ctx, level: Level, words: 'changed' | 'ended' | 'answered'): Promise<void> {
  if (level.subjectKind !== 'matter') return
  const reporter = (await ctx.asSystem((system) => standingOf(system, level.subject)))?.reporter
  if (reporter) await tellAccounts(ctx, level, [reporter], words)
}
async function tellAccounts(ctx: Ctx, level: Level, to: readonly string[], words: string): Promise<void> {
  const accounts = to.filter((account) => account !== ctx.actor.account)
  if (accounts.length === 0) return
  ctx.publish({
    type: 'notices.wanted',
    subject: level.subjectKind === 'matter' ? level.subject : level.id,
    accounts,
    payload: { words: `levels.notices.${words}.${level.colour}`, data: {} },
  })
}
