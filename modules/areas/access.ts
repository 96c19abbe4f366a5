import { Failure, failing } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { failures } from './contract.ts'
import { today } from './doors.ts'
import { readAfresh } from './memory.ts'
import { isInForce } from './rules-dating.ts'
import * as store from './store.ts'

export const fail = failing(failures)

/** @throws areas.missing */
export const getArea = async (ctx: Ctx, code: string): Promise<store.AreaRow> =>
  (await store.findArea(ctx, code)) ?? fail('areas.missing', { code })

/** The area, where the actor holds it; provinces and cities are held by nobody here. @throws access.outside, areas.missing */
export async function getHeld(ctx: Ctx, code: string): Promise<store.AreaRow> {
  if (code.length < 6 || !ctx.grant.scopes.some((scope) => code.startsWith(scope)))
    throw new Failure('denied', 'access.outside')
  return getArea(ctx, code)
}

/** As `getHeld`, with the county's lock, for areas that still exist. @throws areas.ended */
export async function lockHeld(ctx: Ctx, code: string): Promise<store.AreaRow> {
  await getHeld(ctx, code)
  readAfresh(ctx)
  await store.lockCounty(ctx, ctx.county)
  const area = await getArea(ctx, code)
  return area.validTo === null || isInForce(area, today(ctx)) ? area : fail('areas.ended', { code })
}

/** Ends every write: what servers hold of the county is old, and screens are told. */
export async function announce(ctx: Ctx, payload: Record<string, unknown> = {}): Promise<void> {
  readAfresh(ctx)
  await store.renewEdition(ctx, ctx.county)
  ctx.publish({ type: 'areas.changed', subject: String(ctx.county), area: String(ctx.county), payload })
}

/** 31 February fits the pattern of a day; PostgreSQL would only say so with an error. @throws request.invalid */
export function realDay(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  if (!Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) && day >= '1900') return day
  throw new Failure('invalid', 'request.invalid', { errors: [{ path: 'body/from', message: 'is not a day' }] })
}
