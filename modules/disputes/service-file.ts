import { type InputOf, type Service, splitId } from '@doorstep/contract'
import { type Ctx, keyOf, pageOf } from '@doorstep/kernel'
import { levelOf } from '@doorstep/modules/levels/index.ts'
import { type Standing, standingOf } from '@doorstep/modules/matters/index.ts'
import type { fileContract } from './contract-file.ts'
import { begin, type Dispute, fail } from './rules.ts'
import { actOf } from './service-change.ts'
import { view, viewRows } from './service-view.ts'
import * as store from './store.ts'
import * as lists from './store-lists.ts'

/** The ledger, one file, and how a file comes to be. */

export const fileService: Pick<Service<typeof fileContract, Ctx>, 'list' | 'get' | 'open'> = {
  list,
  get: async (ctx, { params }) => view(ctx, (await store.find(ctx, params.id)) ?? fail('disputes.missing')),
  open,
}

/** The ledger page by page, as this reader sees it. */
export async function* ledgerPages(ctx: Ctx, query: InputOf<typeof fileContract.list>['query']) {
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof list>> = await list(ctx, {
      params: {},
      query: { ...query, limit: 200, ...(after ? { after } : {}) },
      body: undefined,
    })
    yield page.items
    after = page.next
  } while (after)
}

async function list(ctx: Ctx, { query }: InputOf<typeof fileContract.list>) {
  const { area, view: wanted = 'open', q, after, limit = 50, ...filters } = query
  const where: lists.Where = {
    areas: area ? [area] : [...new Set(ctx.grant.scopes)],
    ...filters,
    ...(wanted === 'all' ? {} : { open: true }),
    ...(wanted === 'mine' ? { assignee: ctx.actor.account ?? '' } : {}),
    ...(wanted === 'overdue' ? { dueBefore: ctx.now() } : {}),
    ...(q ? { code: q.trim().toUpperCase() } : {}),
  }
  const key = keyOf(after, 2)
  const byDue = wanted === 'mine' || wanted === 'overdue'
  const found = byDue
    ? await lists.listByDue(ctx, where, limit + 1, key)
    : await lists.listByNewest(ctx, where, limit + 1, key)
  const page = pageOf(
    found,
    limit,
    (dispute) => [byDue ? dispute.deadline : dispute.openedAt, splitId(dispute.id).uuid],
    (dispute) => dispute,
  )
  return { items: await viewRows(ctx, page.items), next: page.next }
}

/** The file of a matter that is a dispute: made once, whoever comes first. */
export async function fileOf(ctx: Ctx, matter: Standing): Promise<Dispute> {
  const { id, code, area, place, assignee, reportedAt, dueAt } = matter
  const fresh = begin({ id, code, area, place, assignee, reportedAt, deadline: dueAt }, actOf(ctx))
  const colour = (await ctx.asSystem((system) => levelOf(system, id)))?.colour ?? null
  if (await store.add(ctx, { ...fresh, colour, minor: matter.minor }))
    ctx.publish({ type: 'disputes.found', subject: id, area, payload: { state: fresh.state } })
  return (await store.find(ctx, id)) ?? fail('disputes.missing')
}

async function open(ctx: Ctx, { params }: InputOf<typeof fileContract.open>) {
  const known = await store.find(ctx, params.id)
  if (known) return view(ctx, known)
  const matter = (await standingOf(ctx, params.id)) ?? fail('disputes.missing')
  if (matter.kind !== 'dispute') fail('disputes.notADispute')
  if (!matter.open) fail('disputes.matterClosed')
  return view(ctx, await fileOf(ctx, matter))
}
