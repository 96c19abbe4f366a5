import { type Ctx, maskName } from '@doorstep/kernel'
import { placeNames } from '@doorstep/modules/areas/index.ts'
import { addLimit, dayOf, timesOf } from '@doorstep/modules/calendar/index.ts'
import { factsOfMatter } from '@doorstep/modules/matters/index.ts'
import { nameOf } from '@doorstep/modules/people/index.ts'
import { defaults, type Settings } from './defaults.ts'
import { type Act, allowed, type Hazard, isLate } from './rules.ts'
import type { HazardRow, Hazard as Shown } from './shapes.ts'
import { isHandled, needsHandler } from './states.ts'
import * as file from './store-file.ts'
import type { RecheckRow } from './store-tables.ts'

/** What a reader is shown. */

export const numberOf = (code: string, n: number): string => `${code}-${n}`
export const settingsOf = async (ctx: Ctx): Promise<Settings> => (await file.findSettings(ctx)) ?? defaults
export const mayAt = (ctx: Ctx, permission: string, area: string): boolean =>
  !!ctx.may(permission)?.scopes.some((scope) => area.startsWith(scope))

/** What was done without a signal counts from when it was done. */
export async function actOf(ctx: Ctx): Promise<Act> {
  const at = ctx.done?.at ?? ctx.now()
  return { by: ctx.actor.account, at, today: dayOf(at, (await timesOf(ctx)).calendar) }
}
/** When a notice written now should be done with. */
export async function suggestedDue(ctx: Ctx, at: string): Promise<{ general: string; major: string }> {
  const { calendar, limits } = await timesOf(ctx, 'hazard.general', 'hazard.major')
  const due = (code: keyof typeof limits) => dayOf(addLimit(at, limits[code], calendar), calendar)
  return { general: due('hazard.general'), major: due('hazard.major') }
}

export async function viewRows(ctx: Ctx, found: readonly Hazard[], today: string): Promise<HazardRow[]> {
  const places = await placeNames(ctx, [...new Set(found.map(({ area }) => area))])
  return found.map((hazard) => ({
    id: hazard.id,
    code: hazard.code,
    area: hazard.area,
    areaName: places.get(hazard.area) ?? hazard.area,
    sort: hazard.sort,
    state: hazard.state,
    class: hazard.class,
    place: hazard.place,
    responsible: hazard.responsible,
    due: hazard.due,
    late: isLate(hazard, today),
    foundAt: hazard.foundAt,
    closedAt: hazard.closedAt,
    updatedAt: hazard.updatedAt,
  }))
}

const afterOf = ({ after }: RecheckRow) => after as Shown['rechecks'][number]['after']
export async function view(ctx: Ctx, hazard: Hazard): Promise<Shown> {
  const { today } = await actOf(ctx)
  const [row] = await viewRows(ctx, [hazard], today)
  const notices = await file.noticesOf(ctx, hazard.id)
  const rechecks = await file.rechecksOf(ctx, hazard.id)
  const accounts = [...notices.map(({ issued_by }) => issued_by), ...rechecks.map(({ by_account }) => by_account)]
  const names = await nameOf(ctx, [...new Set(accounts.filter((each) => each !== null))])
  const name = (account: string | null) => (account === null ? null : (names.get(account) ?? null))
  const matter = await factsOfMatter(ctx, hazard.id)
  const handled = matter !== undefined && isHandled(matter.state)
  const gone = hazard.recheck === null ? null : hazard.recheck.gone
  return {
    ...(row as HazardRow),
    point: hazard.point,
    person: hazard.person === null ? null : maskName(ctx.vault.open(hazard.person)),
    before: hazard.before,
    photos: matter?.photos ?? [],
    rechecks: rechecks.map((each) => ({
      at: each.at,
      by: name(each.by_account),
      gone: each.gone,
      words: each.words,
      after: afterOf(each),
    })),
    notices: notices.map((each) => ({
      n: each.n,
      number: numberOf(hazard.code, each.n),
      class: each.class,
      responsible: each.responsible,
      demands: each.demands,
      due: each.due,
      issuedAt: each.issued_at,
      issuedBy: name(each.issued_by),
      servedAt: each.served_at,
      way: each.way,
    })),
    referredTo: hazard.referredTo as Shown['referredTo'],
    suggestedDue: await suggestedDue(ctx, ctx.now()),
    spotMetres: (await settingsOf(ctx)).spotMetres,
    allowed: allowed({ ...hazard, gone }, (permission) => mayAt(ctx, permission, hazard.area)).filter(
      (verb) => handled || !needsHandler.includes(verb),
    ),
  }
}
