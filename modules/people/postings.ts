import { Failure, failing, type InputOf, joinId, newId, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { failures, type people } from './contract.ts'
import { forget } from './identify.ts'
import { canGrant, covers, holds, isOver, postingProblem } from './rules.ts'
import * as store from './store.ts'
import { heldBy } from './views.ts'

/** What giving, ending and handing over postings is made of. */
const fail = failing(failures)
export type Wanted = InputOf<typeof people.post>['body']
export function checkPosting(ctx: Ctx, posting: Wanted): void {
  if (!covers(String(ctx.county), posting.area)) throw new Failure('denied', 'access.outside')
  if (!canGrant(ctx.actor.postings, posting.role, posting.area)) fail('people.roleAboveYours')
  const problem = postingProblem(posting, ctx.now())
  if (problem) fail(`people.${problem}`)
}

export async function givePosting(ctx: Ctx, account: string, posting: Wanted): Promise<void> {
  const { role, area, unit } = posting
  const added = await store.addPosting(ctx, {
    county: ctx.county,
    id: splitId(newId(ctx.county)).uuid,
    account,
    role,
    area,
    unit: unit ?? null,
    valid_from: posting.from ?? ctx.now(),
    valid_to: posting.to ?? null,
    created_by: ctx.actor.account,
  })
  if (!added) fail('people.alreadyPosted')
  forget(ctx.settings, account)
  ctx.publish({ type: 'people.posted', subject: account, area, accounts: [account], payload: { account, role, area } })
}

export async function takePosting(ctx: Ctx, row: store.PostingRow, at: string, reason: string): Promise<void> {
  await store.endPosting(ctx, row.id, { at, by: ctx.actor.account, reason })
  forget(ctx.settings, row.account)
  const { account, role, area } = row
  ctx.publish({
    type: 'people.postingEnded',
    subject: account,
    area,
    accounts: [account],
    payload: { account, role, area, at },
  })
}

/** Ends one posting; its open work goes to a colleague who stands there already, or who takes the posting over. */
export async function handOne(
  ctx: Ctx,
  row: store.PostingRow,
  from: string,
  body: InputOf<typeof people.handOver>['body'],
): Promise<void> {
  const { role, area, unit } = row
  const locked = await store.lockPosting(ctx, from, joinId(row.county, row.id))
  if (!locked || isOver({ from: locked.valid_from, to: locked.valid_to }, ctx.now())) return // handed over a moment ago
  const same = (await heldBy(ctx, body.to)).filter(
    (held) => held.role === role && holds({ from: held.valid_from, to: held.valid_to }, ctx.now()),
  )
  const stands = same.some((held) => held.unit === unit && covers(held.area, area))
  // A posting is taken over by somebody of the same role: an officer's work does not become an auxiliary's by a tick.
  if (!stands && !(body.takesPosting && same.length > 0)) fail('people.notCovering', { role, area })
  await takePosting(ctx, row, ctx.now(), body.reason)
  if (!stands) await givePosting(ctx, body.to, { role: role as Wanted['role'], area, ...(unit ? { unit } : {}) })
  ctx.publish({
    type: 'people.handedOver',
    subject: from,
    area,
    accounts: [from, body.to],
    payload: { from, to: body.to, area, role, unit },
  })
}
