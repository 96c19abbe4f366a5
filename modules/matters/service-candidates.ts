import type { InputOf, Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { areaNames } from '@doorstep/modules/areas/index.ts'
import { accountsWithRole } from '@doorstep/modules/people/index.ts'
import type { matters } from './contract.ts'
import { fail } from './rules.ts'
import * as store from './store.ts'

/** Who may be given a matter, or taken along: those posted over its place, as `assign` and `askHelp` demand. */
const rolesOf = { officer: ['officer', 'deputyChief', 'chief'], auxiliary: ['auxiliary'] } as const

async function candidates(ctx: Ctx, { params, query }: InputOf<typeof matters.candidates>) {
  const { matter } = (await store.find(ctx, params.id)) ?? fail('matters.missing')
  const posted = await accountsWithRole(ctx, rolesOf[query.role], matter.area)
  // The same person may stand over the place twice; the nearer posting comes first.
  const each = [...new Map([...posted].reverse().map((one) => [one.account, one])).values()].reverse()
  const there = each.filter(({ account }) => account !== matter.assignee && !matter.helpers.includes(account))
  const names = await areaNames(ctx, [...new Set(there.map(({ area }) => area))])
  return {
    items: there.map(({ account, name, role, area }) => ({
      account,
      name,
      role,
      area,
      areaName: names.get(area) ?? area,
    })),
  }
}

export const choosing: Pick<Service<typeof matters, Ctx>, 'candidates'> = { candidates }
