import type { InputOf } from '@doorstep/contract'
import { type Ctx, maskName, maskPhone } from '@doorstep/kernel'
import { placeNames } from '@doorstep/modules/areas/index.ts'
import type { matters } from './contract.ts'
import type { Matter } from './rules.ts'
import { isOver, listWhere } from './service-lists.ts'
import { type NewestPage, newestPage } from './service-search.ts'
import { namesFor } from './service-voice.ts'
import type { Place } from './store-search.ts'

/** A matter as a register lists it: names and numbers of persons masked, as on every screen. */
export type RegisterRow = Pick<
  Matter,
  | 'id'
  | 'code'
  | 'kind'
  | 'state'
  | 'area'
  | 'channel'
  | 'urgency'
  | 'supervision'
  | 'description'
  | 'place'
  | 'point'
  | 'unit'
  | 'happenedAt'
  | 'reportedAt'
  | 'acceptDue'
  | 'acceptedAt'
  | 'handleDue'
  | 'resolvedAt'
  | 'grade'
  | 'result'
  | 'rating'
  | 'reopened'
> & { areaName: string; assignee: string | null; name: string | null; phone: string | null }

export type RegisterQuery = Omit<InputOf<typeof matters.list>['query'], 'after' | 'limit' | 'sort'>
const pageRows = 500

/** Everything that a list with these filters would show this reader, the newest first, page by page. */
export async function* registerOf(ctx: Ctx, query: RegisterQuery): AsyncGenerator<RegisterRow[]> {
  const where = await listWhere(ctx, query)
  if (isOver(where)) return
  for (let after: Place | undefined; ; ) {
    const page: NewestPage = await newestPage(ctx, where, pageRows, after)
    if (page.matters.length > 0) yield await rowsOf(ctx, page.matters)
    if (!page.next) return
    after = page.next
  }
}

async function rowsOf(ctx: Ctx, found: readonly Matter[]): Promise<RegisterRow[]> {
  const places = await placeNames(ctx, [...new Set(found.map(({ area }) => area))])
  const people = await namesFor(
    ctx,
    found.map(({ assignee }) => assignee),
  )
  return found.map(({ assignee, reporterName, reporterPhone, ...matter }) => ({
    ...matter,
    areaName: places.get(matter.area) ?? matter.area,
    assignee: assignee && (people.get(assignee) ?? null),
    name: reporterName && maskName(ctx.vault.open(reporterName)),
    phone: reporterPhone && maskPhone(ctx.vault.open(reporterPhone)),
  }))
}
