import { type ReplyOf, splitId } from '@doorstep/contract'
import { distance } from '@doorstep/geo/measure.ts'
import type { Ctx } from '@doorstep/kernel'
import type { matters } from './contract.ts'
import { kindOf } from './kinds/index.ts'
import { canMove, type Instant, type Matter, move } from './rules.ts'
import { actOf, record } from './service-change.ts'
import { viewRows } from './service-view.ts'
import { isOpen } from './states.ts'
import * as store from './store.ts'
import * as lists from './store-lists.ts'

/** What other modules may know of a matter that their own records hang on; nothing of persons but who reported it. */
export type Standing = Pick<
  Matter,
  | 'id'
  | 'code'
  | 'area'
  | 'kind'
  | 'state'
  | 'assignee'
  | 'reporter'
  | 'receiptHash'
  | 'place'
  | 'point'
  | 'reportedAt'
  | 'acceptedAt'
  | 'dueAt'
> & { open: boolean; overdue: boolean; minor: boolean }

const standing = (matter: Matter, now: Instant): Standing => {
  const { id, code, area, kind, state, assignee, reporter, receiptHash, place, point } = matter
  const { reportedAt, acceptedAt, dueAt, minor = false } = matter
  const said = { id, code, area, kind, state, assignee, reporter, receiptHash, place, point, minor }
  return { ...said, reportedAt, acceptedAt, dueAt, open: isOpen(state), overdue: dueAt !== null && dueAt < now }
}
/** As far as the actor may see it; undefined where they may not. */
export async function standingOf(ctx: Ctx, id: string): Promise<Standing | undefined> {
  const matter = (await store.find(ctx, id))?.matter
  return matter && standing(matter, ctx.now())
}

type Row = ReplyOf<typeof matters.list>['items'][number]
/** One line of each, as a list of staff shows it; whatever this reader may not see is left out or withheld. */
export async function linesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Row>> {
  const uuids = [...new Set(ids)].map((id) => splitId(id).uuid)
  const found = uuids.length === 0 ? [] : await lists.listByNewest(ctx, { areas: [], ids: uuids }, uuids.length)
  return new Map((await viewRows(ctx, found, 'full')).map((row) => [row.id, row]))
}

/** How often the same kind of thing was reported from the same spot since then, this report included. */
export async function reportsAt(ctx: Ctx, { id, area, kind, point }: Standing, since: Instant): Promise<number> {
  const metres = kindOf(kind)?.duplicates.metres ?? 0
  if (point === null || metres === 0) return 1
  const others = await ctx.asSystem((system) => lists.listPointsOf(system, { id, area, kind }, since))
  return 1 + others.filter(({ lat, lon }) => distance(point, { lat: Number(lat), lon: Number(lon) }) <= metres).length
}

/**
 * A yellow card on an open matter because of what another module found late, once for each `because`: `<what>.yellow`
 * with its words under `matters.supervision.because`. A stronger one that is there stays.
 */
export async function raiseCard(ctx: Ctx, id: string, because: `${string}.yellow`): Promise<void> {
  await ctx.asSystem(async (system) => {
    const matter = (await store.lock(system, id))?.matter
    if (!matter || !canMove(matter.state, 'supervise') || matter.reminded.includes(because)) return
    const supervision = matter.supervision === 'red' ? 'red' : 'yellow'
    const after = move(matter, 'supervise', actOf(system), { supervision, reminded: [...matter.reminded, because] })
    await record(system, 'supervise', matter, after, { data: { supervision, because, due: matter.dueAt } })
  })
}
