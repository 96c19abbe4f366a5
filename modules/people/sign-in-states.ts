import { failing, type InputOf, type ReplyOf } from '@doorstep/contract'
import { type Ctx, keyOf, pageOf } from '@doorstep/kernel'
import { failures } from './contract.ts'
import type { entry } from './contract-entry.ts'
import { holds, manages, type StaffRole } from './rules.ts'
import { initialPolicy, type Policy, requiresFactor } from './rules-factor.ts'
import * as store from './store.ts'
import * as factor from './store-factor.ts'
import { statesOf } from './store-states.ts'

/** How the people one looks after sign in, and what the county asks of them. */
const fail = failing(failures)

export const policyOf = async (ctx: Ctx, county: number): Promise<Policy> =>
  (await factor.findPolicy(ctx, county)) ?? initialPolicy
export const policyView = (policy: Policy): ReplyOf<typeof entry.policy> => ({
  secondFactorRoles: policy.secondFactorRoles as StaffRole[],
  latelyMinutes: policy.latelyMinutes,
})

export async function setPolicy(ctx: Ctx, wanted: Policy): Promise<Policy> {
  const policy = { ...wanted, secondFactorRoles: [...new Set(wanted.secondFactorRoles)] }
  const me = ctx.actor.account
  // Whoever asks it of their own post has it first: else the next request would lock them out of this screen.
  const mine = requiresFactor(policy, ctx.actor.postings)
  if (me && mine && !(await hasFactor(ctx, me))) return fail('people.factorFirst')
  await factor.setPolicy(ctx, policy)
  ctx.audit({ operation: 'people.policyChanged', detail: { ...policy } })
  return policy
}

const hasFactor = async (ctx: Ctx, account: string): Promise<boolean> =>
  (await factor.findTotp(ctx, account)) !== undefined || (await factor.passkeysOf(ctx, account)).length > 0

export async function states(ctx: Ctx, query: InputOf<typeof entry.signInStates>['query']) {
  const limit = query.limit ?? 50
  const after = keyOf(query.after, 2)
  const rows = await statesOf(ctx, {
    limit,
    show: query.show ?? 'all',
    ...(query.area ? { area: query.area } : {}),
    ...(after ? { after } : {}),
  })
  const accounts = rows.map((row) => row.account)
  const held = (await ctx.asSystem((system) => store.postingsOf(system, accounts))).filter(
    (row) => row.valid_to === null || row.valid_to > ctx.now(),
  )
  const policy = await policyOf(ctx, ctx.county)
  return pageOf(
    rows,
    limit,
    (row) => [row.spelling, row.account],
    (row) => {
      const own = held.filter((posting) => posting.account === row.account)
      const now = own.filter((one) => holds({ from: one.valid_from, to: one.valid_to }, ctx.now()))
      return {
        id: row.account,
        name: row.name,
        badge: row.badge,
        roles: [...new Set(now.map(({ role }) => role as StaffRole))],
        secondFactor: row.totp,
        passkeys: row.passkeys,
        required: requiresFactor(policy, now),
        lockedUntil: row.locked_until,
        manage: row.account !== ctx.actor.account && manages(ctx.actor.postings, ctx.county, own),
      }
    },
  )
}
