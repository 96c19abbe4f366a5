import { type InputOf, splitId } from '@doorstep/contract'
import { type Ctx, maskName, maskPhone } from '@doorstep/kernel'
import { placeNames } from '@doorstep/modules/areas/index.ts'
import type { matters } from './contract.ts'
import type { Matter } from './rules.ts'
import { isOver, listWhere } from './service-lists.ts'
import { namesFor } from './service-voice.ts'
import * as lists from './store-lists.ts'

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
const mostFound = 100_000

/** Everything that a list with these filters would show this reader, the newest first, page by page. */
export async function* registerOf(ctx: Ctx, query: RegisterQuery): AsyncGenerator<RegisterRow[]> {
  const where = await listWhere(ctx, query, mostFound)
  if (isOver(where)) return
  let after: [string, string] | undefined
  for (;;) {
    const found = await lists.listByNewest(ctx, where, pageRows, after)
    const last = found.at(-1)
    if (!last) return
    yield await rowsOf(ctx, found)
    if (found.length < pageRows) return
    after = [last.reportedAt, splitId(last.id).uuid]
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
