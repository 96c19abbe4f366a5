import type { Ctx } from '@doorstep/kernel'
import { accountsWithRole, dutyOfficers, type Posted } from '@doorstep/modules/people/index.ts'
import type { Matter } from './rules.ts'

/** Whom to look for when something happens to a matter. */

const accountsOf = (posted: readonly Posted[]): string[] => [...new Set(posted.map(({ account }) => account))]
/** The officers of the place; where there are none, the command room, and where there is none, the chief. */
export async function onDuty(ctx: Ctx, area: string): Promise<string[]> {
  const officers = await dutyOfficers(ctx, area)
  if (officers.length > 0)
    return accountsOf(officers.filter(({ area: post }) => post.length === officers[0]?.area.length))
  const room = await accountsWithRole(ctx, ['commandRoom'], area)
  return accountsOf(room.length > 0 ? room : await accountsWithRole(ctx, ['chief'], area))
}
export const withRole = async (ctx: Ctx, area: string, ...roles: string[]): Promise<string[]> =>
  accountsOf(await accountsWithRole(ctx, roles, area))
export const departmentAccounts = async (ctx: Ctx, area: string, unit: string | null): Promise<string[]> =>
  accountsOf((await accountsWithRole(ctx, ['departmentClerk'], area)).filter((each) => each.unit === unit))

/** Who has to move a matter now: its handler, else the officers of the place; a department that has it in hand besides. */
export async function responsibleFor(ctx: Ctx, matter: Matter): Promise<string[]> {
  return matter.assignee ? [matter.assignee] : onDuty(ctx, matter.area)
}
