import type { Ctx } from '@doorstep/kernel'
import { placeNames } from '@doorstep/modules/areas/index.ts'
import { accountsWithRole } from '@doorstep/modules/people/index.ts'
import type { Planned } from './rules.ts'
import * as rules from './rules.ts'

/** Who may go: officers posted over the place, and auxiliaries whom they take along. */

const officers = ['officer', 'deputyChief', 'chief'] as const
const auxiliaries = ['auxiliary'] as const

/** @throws `visits.nobodyThere` unless every account is posted over the place */
async function mustBeThere(ctx: Ctx, accounts: readonly string[], area: string, roles: readonly string[]) {
  if (accounts.length === 0) return
  const there = new Set((await accountsWithRole(ctx, roles, area)).map(({ account }) => account))
  if (!accounts.every((account) => there.has(account))) rules.fail('visits.nobodyThere')
}
export const mustBeOfficer = (ctx: Ctx, account: string, area: string): Promise<void> =>
  mustBeThere(ctx, [account], area, officers)

async function posted(ctx: Ctx, area: string, roles: readonly string[]) {
  const found = await accountsWithRole(ctx, roles, area)
  // The same person may stand over the place twice; the nearer posting comes first.
  const each = [...new Map([...found].reverse().map((one) => [one.account, one])).values()].reverse()
  const names = await placeNames(ctx, [...new Set(each.map((one) => one.area))])
  return each.map(({ account, name, area: at }) => ({ account, name, areaName: names.get(at) ?? at }))
}
export const goersOf = async (ctx: Ctx, { area, assignee }: Planned) => ({
  officers: (await posted(ctx, area, officers)).filter(({ account }) => account !== assignee),
  auxiliaries: await posted(ctx, area, auxiliaries),
})

/** Those who were not named before hear of it. @throws `visits.nobodyThere` */
export async function takeAlong(ctx: Ctx, visit: Planned, act: rules.Act, who: readonly string[]): Promise<Planned> {
  const after = rules.takeAlong(visit, act, [...new Set(who)])
  await mustBeThere(ctx, after.along, visit.area, auxiliaries)
  const asked = after.along.filter((account) => !visit.along.includes(account))
  if (asked.length > 0)
    ctx.publish({
      type: 'notices.wanted',
      subject: visit.id,
      accounts: asked,
      payload: { words: 'visits.notices.along', data: { day: visit.dueOn } },
    })
  return after
}
