import { Failure, type Operation } from '@doorstep/contract'
import type { Actor } from './ctx.ts'

/** How long a proof is enough for what wants it `now`; for what wants it `lately` the county says how long. */
const nowMs = 10 * 60_000

/**
 * May this session do it as it is? Not before its account has the second factor that its posts require, and what is
 * declared `fresh` only soon after its holder proved who they are: a device left open must not be enough.
 * @throws Failure `access.secondFactor`, `access.fresh` { minutes }
 */
export function assertProven(operation: Pick<Operation, 'may' | 'fresh'>, actor: Actor, now: number): void {
  if (actor.only && !actor.only.includes(operation.may)) throw new Failure('denied', 'access.secondFactor')
  if (!operation.fresh || actor.kind !== 'account') return
  const span = operation.fresh === 'now' ? nowMs : (actor.lately ?? nowMs)
  if (actor.provenAt === undefined || actor.provenAt + span <= now)
    throw new Failure('denied', 'access.fresh', { minutes: Math.round(span / 60_000) })
}
