import type { Static } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { placeNames } from '@doorstep/modules/areas/index.ts'
import { linesOf } from '@doorstep/modules/matters/index.ts'
import { nameOf, rolesOf } from '@doorstep/modules/people/index.ts'
import type { Level } from './rules.ts'
import type { LevelRow, Objection, Level as Shown } from './shapes.ts'
import { type Verb, verbs } from './states.ts'
import * as said from './store-said.ts'

/** What a reader is shown. Whoever reported the matter reads the post of who decided, staff read the name. */

const isStaff = (ctx: Ctx, area: string): boolean =>
  !!ctx.may('levels.list')?.scopes.some((scope) => area.startsWith(scope))
export const mayAt = (ctx: Ctx, permission: string, area: string): boolean =>
  !!ctx.may(permission)?.scopes.some((scope) => area.startsWith(scope))

type Row = Static<typeof LevelRow>
type Line = Awaited<ReturnType<typeof linesOf>> extends Map<string, infer L> ? L : never
export async function viewRows(ctx: Ctx, found: readonly { level: Level; objection: boolean }[]): Promise<Row[]> {
  const places = await placeNames(ctx, [...new Set(found.map(({ level }) => level.area))])
  const about = found.filter(({ level }) => level.subjectKind === 'matter' && isStaff(ctx, level.area))
  const lines = await linesOf(
    ctx,
    about.map(({ level }) => level.subject),
  )
  return found.map(({ level, objection }) =>
    row(level, places.get(level.area) ?? level.area, objection, lines.get(level.subject)),
  )
}
const row = (level: Level, areaName: string, objection: boolean, line: Line | undefined): Row => ({
  id: level.id,
  area: level.area,
  areaName,
  subjectKind: level.subjectKind,
  subject: level.subject,
  matter: line
    ? {
        code: line.code,
        kind: line.kind,
        summary: line.summary,
        assignee: line.assignee?.name ?? null,
        dueAt: line.dueAt,
        paused: line.paused,
      }
    : null,
  place: level.place,
  point: level.point,
  colour: level.colour,
  state: level.state,
  since: level.since,
  expires: level.expires,
  signDue: level.signDue,
  lowering: level.lowering !== null,
  objection,
})

export const viewObjection = (
  ctx: Ctx,
  { text, at, due, answer, answered_at }: Awaited<ReturnType<typeof said.objections>>[number],
): Static<typeof Objection> => ({
  text: ctx.vault.open(text),
  at,
  due,
  answer: answer === null ? null : ctx.vault.open(answer),
  answeredAt: answered_at,
})

export async function view(ctx: Ctx, level: Level): Promise<Shown> {
  const objections = (await said.objections(ctx, level.id)).map((each) => viewObjection(ctx, each))
  const waiting = objections.some(({ answer }) => answer === null)
  const [shown] = await viewRows(ctx, [{ level, objection: waiting }])
  const who = await tellers(ctx, level)
  const { lowering } = level
  return {
    ...(shown as Row),
    reason: level.reason,
    decidedBy: who(level.decidedBy),
    signedBy: who(level.signedBy),
    signedAt: level.signedAt,
    confirmedAt: level.confirmedAt,
    points: level.points,
    terms: [...level.terms],
    proposal: lowering && isStaff(ctx, level.area) ? { ...lowering, by: who(lowering.by) } : null,
    objections,
    endedAt: level.endedAt,
    end: level.end,
    allowed: allowed(ctx, level, waiting),
  }
}

/** Staff are named to staff, and by their post to everyone else. */
async function tellers(ctx: Ctx, level: Level): Promise<(account: string | null) => string | null> {
  const accounts = [level.decidedBy, level.signedBy, level.lowering?.by ?? null].filter((each) => each !== null)
  if (isStaff(ctx, level.area)) {
    const names = await nameOf(ctx, accounts)
    return (account) => (account === null ? null : (names.get(account) ?? null))
  }
  const roles = await rolesOf(ctx, accounts)
  return (account) => (account === null ? null : ctx.say(`people.role.${roles.get(account) ?? 'officer'}`))
}

/** Rules answer for themselves; this is what a screen should offer. */
function allowed(ctx: Ctx, level: Level, objection: boolean): Verb[] {
  if (level.state !== 'active') return []
  const may = (permission: string) => mayAt(ctx, permission, level.area)
  const mine = ctx.actor.account
  const signs = may(level.colour === 'red' ? 'levels.signRed' : 'levels.sign')
  const decides = level.lowering !== null && level.lowering.by !== mine && mayDecide(ctx, level)
  const offered: Record<Verb, boolean> = {
    raise: level.colour !== 'red' && may('levels.raise'),
    sign: level.signDue !== null && level.decidedBy !== mine && signs,
    confirm: may('levels.lower'),
    proposeLower: level.lowering === null && may('levels.lower'),
    agreeLower: decides,
    refuseLower: decides,
    object: !objection && level.subjectKind === 'matter' && !isStaff(ctx, level.area),
    answer: objection && may('levels.sign'),
  }
  return verbs.filter((verb) => offered[verb])
}

/** Orange comes down by a leader, red by the chief, the others by any second officer. */
export const mayDecide = (ctx: Ctx, level: Pick<Level, 'colour' | 'area'>): boolean => {
  const needed = { blue: 'levels.lower', yellow: 'levels.lower', orange: 'levels.sign', red: 'levels.signRed' } as const
  return mayAt(ctx, needed[level.colour], level.area)
}
