import { grantOf, type Posting, roles } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { Session } from './contract-shapes.ts'
import { enrolOnly, passkeyHome, requiresFactor } from './rules-factor.ts'
import { begin, type Entrance, sendsCodes, showsCodes } from './sign.ts'
import { policyOf } from './sign-in-states.ts'
import * as staff from './store.ts'
import type * as identity from './store-identity.ts'

/** Opens the session and answers what `session` will answer from now on. */
export async function enter(ctx: Ctx, account: identity.Account, entrance: Entrance): Promise<Session> {
  await begin(ctx, account, entrance)
  const held = (await staff.heldNow(ctx, account.county, account.id)) as Posting[]
  const must = !entrance.strong && requiresFactor(await policyOf(ctx, account.county), held)
  const postings: Posting[] = [{ role: 'resident', area: String(account.county), unit: null }, ...held]
  return sessionView(ctx, { account, postings, ...(must ? { only: enrolOnly } : {}) })
}

type Seen = { account: identity.Account | undefined; postings: readonly Posting[]; only?: readonly string[] }
export function sessionView(ctx: Ctx, { account, postings, only }: Seen): Session {
  const permissions: Session['permissions'] = {}
  for (const permission of only ?? ctx.matrix.keys()) {
    const grant = grantOf(ctx.matrix, permission, postings)
    if (grant) permissions[permission] = grant
  }
  const { agency, publicUrl } = ctx.settings
  return {
    kind: account ? 'account' : 'visitor',
    account: account?.id ?? null,
    name: account?.name || null,
    county: String(account?.county ?? ctx.actor.county),
    roles: roles.filter((role) => postings.some((posting) => posting.role === role)),
    postings: postings.map(({ role, area, unit }) => ({ role, area, unit })),
    permissions,
    elder: account?.elder ?? false,
    language: account?.language ?? 'zh-CN',
    ways: [
      'password',
      ...(sendsCodes(ctx) ? (['phoneCode'] as const) : []),
      ...(passkeyHome(publicUrl) ? (['passkey'] as const) : []),
      ...(agency ? (['agency'] as const) : []),
    ],
    agency: agency?.label ?? null,
    must: only ? 'secondFactor' : null,
    demo: showsCodes(ctx),
  }
}
