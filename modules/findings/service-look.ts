import { newId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { defaults, type Table } from './defaults.ts'
import { described, type Fired, fire, longest, type Proposal, type Sign, widest } from './rules.ts'
import * as store from './store.ts'
import * as signs from './store-signs.ts'

/** Looks at what has come in: what the rules take for one dispute is proposed, once, and grows with what follows. */

const atOnce = 300
const dayMs = 86_400_000
const shifted = (at: string, days: number): string => new Date(Date.parse(at) + days * dayMs).toISOString()
export const tableOf = async (ctx: Ctx): Promise<Table> => (await store.findTable(ctx)) ?? defaults

/** @returns whether there may be more */
export async function lookAtNew(ctx: Ctx): Promise<boolean> {
  const table = await tableOf(ctx)
  const fresh = await signs.lockNew(ctx, atOnce)
  for (const sign of fresh) {
    const days = longest(table)
    const others = await signs.around(ctx, sign, widest(table), shifted(sign.at, -days), shifted(sign.at, days))
    const known = others.find(({ id }) => id === sign.id) ?? sign
    const fired = fire(known, others, table)
    if (fired) await propose(ctx, fired)
  }
  await signs.setLooked(
    ctx,
    fresh.map(({ id }) => id),
  )
  return fresh.length === atOnce
}

/** What stands in an open proposal already draws the others to it; what was decided is not opened again. */
async function propose(ctx: Ctx, { because, signs: found }: Fired): Promise<void> {
  const open = await openAmong(ctx, found)
  const joined = open ? merged(found, await signs.ofProposal(ctx, open.id)) : found
  const proposal: Proposal = {
    ...(open ?? blank(ctx)),
    ...described(joined),
    because,
    updatedAt: ctx.now(),
  }
  if (open) await store.save(ctx, proposal)
  else await store.add(ctx, proposal)
  await signs.attach(
    ctx,
    joined.map(({ id }) => id),
    { proposal: proposal.id },
  )
  tell(ctx, open ? 'grown' : 'proposed', proposal)
}
const blank = (ctx: Ctx) => ({
  id: newId(ctx.county),
  state: 'open' as const,
  decidedBy: null,
  decidedAt: null,
  reason: null,
})
const merged = (a: readonly Sign[], b: readonly Sign[]): Sign[] => [
  ...new Map([...a, ...b].map((sign) => [sign.id, sign])).values(),
]
async function openAmong(ctx: Ctx, found: readonly Sign[]): Promise<Proposal | undefined> {
  for (const id of new Set(found.flatMap(({ proposal }) => proposal ?? []))) {
    const proposal = await store.lock(ctx, id)
    if (proposal?.state === 'open') return proposal
  }
  return undefined
}

export function tell(ctx: Ctx, what: string, { id, area, state, matter }: Proposal): void {
  ctx.publish({ type: `findings.${what}`, subject: id, area, payload: { state, matter, by: ctx.actor.account } })
}
