import type { Ctx } from '@doorstep/kernel'
import { placeNames } from '@doorstep/modules/areas/index.ts'
import { isOpen, linesOf } from '@doorstep/modules/matters/index.ts'
import { nameOf } from '@doorstep/modules/people/index.ts'
import type { Visit } from './contract.ts'
import { actOf } from './doors.ts'
import type { Planned } from './rules.ts'
import * as rules from './rules.ts'

/** Visits as replies show them: what a matter says of its place stays with the matter and is read there. */

/** Notes belong to one visit and are read there by officers, each reading logged: lists carry none. */
export async function views(ctx: Ctx, found: readonly Planned[], withNotes: boolean): Promise<Visit[]> {
  const { today } = await actOf(ctx)
  const names = await nameOf(ctx, [...new Set(found.flatMap(({ assignee, along }) => [assignee ?? [], along].flat()))])
  const places = await placeNames(ctx, [...new Set(found.map(({ area }) => area))])
  const matters = await linesOf(
    ctx,
    found.flatMap(({ subject }) => subject ?? []),
  )
  const mayAt = (area: string) => (permission: string) =>
    !!ctx.may(permission)?.scopes.some((scope) => area.startsWith(scope))
  return found.map((visit) => {
    const { key: _key, doneBy: _doneBy, reason: _reason, updatedAt: _updatedAt, ...shown } = visit
    const matter = visit.subject === null ? undefined : matters.get(visit.subject)
    const may = mayAt(visit.area)
    return {
      ...shown,
      areaName: places.get(visit.area) ?? visit.area,
      place: visit.place ?? matter?.place ?? null,
      point: visit.point ?? matter?.point ?? null,
      matter: matter
        ? {
            id: matter.id,
            code: matter.code,
            kind: matter.kind,
            summary: matter.summary,
            open: isOpen(matter.state),
          }
        : null,
      assigneeName: visit.assignee === null ? null : (names.get(visit.assignee) ?? null),
      along: visit.along.map((account) => ({ account, name: names.get(account) ?? '' })),
      note: visit.note !== null && withNotes && may('visits.read') ? ctx.vault.open(visit.note) : null,
      late: rules.isLate(visit, today),
      allowed: rules.allowed(visit, ctx.actor.account, may),
    }
  })
}
export const view = async (ctx: Ctx, visit: Planned): Promise<Visit> => (await views(ctx, [visit], true))[0] as Visit
