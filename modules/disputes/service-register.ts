import type { InputOf, Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { standingOf } from '@doorstep/modules/matters/index.ts'
import type { fileContract } from './contract-file.ts'
import { defaultTypes } from './defaults.ts'
import { type Description, describe, fail, register } from './rules.ts'
import { pass, policeActFits, policeNotExcluded } from './rules-gates.ts'
import { instantOf } from './rules-sessions.ts'
import { change } from './service-change.ts'
import * as config from './store-config.ts'

/** The register of a file, and the lists that its form offers. */

type Body = InputOf<typeof fileContract.describe>['body']
type Verbs = 'register' | 'describe' | 'types' | 'setTypes' | 'settings' | 'setSettings'

export const registerService: Pick<Service<typeof fileContract, Ctx>, Verbs> = {
  register: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'register',
      async (dispute, act) => {
        const matter = (await standingOf(ctx, dispute.id)) ?? fail('disputes.missing')
        if (!matter.open) fail('disputes.matterClosed')
        if (matter.state === 'submitted') fail('disputes.matterNotAccepted')
        return register(dispute, act, { tier: 'village', ...(await described(ctx, body)) })
      },
      { data: { class: body.class, way: body.way } },
    ),
  describe: (ctx, { params, body }) =>
    change(ctx, params.id, 'describe', async (dispute, act) => describe(dispute, act, await described(ctx, body)), {
      data: { fields: Object.keys(body) },
    }),
  types: async (ctx) => ({ types: await config.typesOf(ctx) }),
  async setTypes(ctx, { body }) {
    const codes = new Set(body.types.map(({ code }) => code))
    const known = new Set(defaultTypes.map(({ code }) => code))
    const nameless = body.types.some(({ code, name }) => name === null && !known.has(code))
    if (codes.size < body.types.length || nameless) fail('disputes.typesWrong')
    for (const { code } of await config.typesOf(ctx)) if (!codes.has(code)) fail('disputes.typesWrong')
    await config.saveTypes(ctx, body.types)
    return body
  },
  async settings(ctx) {
    const { followUpDays } = await config.settingsOf(ctx)
    return { followUpDays: [...followUpDays] }
  },
  async setSettings(ctx, { body }) {
    await config.saveSettings(ctx, body)
    return body
  },
}

/** What the form says, its words sealed; the type's family with it. The police mediate only what the law leaves to them. */
async function described(ctx: Ctx, { facts, type, police, ...plain }: Body): Promise<Partial<Description>> {
  const known = type === undefined ? undefined : (await config.typesOf(ctx)).find(({ code }) => code === type)
  if (type !== undefined && !known?.inUse) fail('disputes.typeUnknown')
  if (police) {
    pass(policeActFits, police)
    pass(policeNotExcluded, police)
  }
  return {
    ...plain,
    ...(known ? { type: known.code, family: known.family } : {}),
    ...(facts === undefined ? {} : { facts: ctx.vault.seal(facts) }),
    ...(police ? { police: { ...police, reportAt: police.reportAt && instantOf(police.reportAt) } } : {}),
  }
}
