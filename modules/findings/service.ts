import { countyOf, type InputOf, type Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { areaInForce } from '@doorstep/modules/areas/index.ts'
import { factsOfMatter, noteOnMatter, registerMatter } from '@doorstep/modules/matters/index.ts'
import type { findings } from './contract.ts'
import * as rules from './rules.ts'
import { tableOf, tell } from './service-look.ts'
import { view, viewRows, viewSigns } from './service-view.ts'
import type { Finding } from './shapes.ts'
import type { Family } from './states.ts'
import * as store from './store.ts'
import * as signs from './store-signs.ts'

const actOf = (ctx: Ctx): rules.Act => ({ by: ctx.actor.account, at: ctx.now() })

export const service: Service<typeof findings, Ctx> = {
  async list(ctx, { query }) {
    const { items, next } = await store.list(ctx, { ...query, limit: query.limit ?? 50 })
    return { items: await viewRows(ctx, items), next }
  },
  async signs(ctx, { query }) {
    const { items, next } = await signs.listFree(ctx, { ...query, limit: query.limit ?? 50 })
    return { items: await viewSigns(ctx, items, false), next }
  },
  async table(ctx) {
    return { rules: [...(await tableOf(ctx)).rules] }
  },
  async setTable(ctx, { body }) {
    if (!rules.isWhole(body)) rules.fail('findings.tableWrong')
    await store.saveTable(ctx, body)
    return body
  },
  get: async (ctx, { params }) => view(ctx, (await store.find(ctx, params.id)) ?? rules.fail('findings.missing')),
  confirm: (ctx, { params, body }) =>
    decide(
      ctx,
      params.id,
      body.signs,
      (proposal, act) => rules.confirm(proposal, act, body.matter),
      async (_after, taken) => {
        const where = rules.described(taken)
        await registered(ctx, { ...where, ...body, family: body.family ?? where.family }, taken)
      },
    ),
  link: (ctx, { params, body }) =>
    decide(
      ctx,
      params.id,
      body.signs,
      (proposal, act) => rules.link(proposal, act, body.matter, body.reason ?? null),
      async (_after, taken) => {
        const matter = await factsOfMatter(ctx, body.matter)
        if (matter?.kind !== 'dispute') rules.fail('findings.matterMissing')
        await noted(ctx, body.matter, taken, body.reason ?? null)
      },
    ),
  async dismiss(ctx, { params, body }) {
    const before = (await store.lock(ctx, params.id)) ?? rules.fail('findings.missing')
    const after = rules.dismiss(before, actOf(ctx), body.reason)
    await store.save(ctx, after)
    tell(ctx, 'dismissed', after)
    return view(ctx, after)
  },
  register,
}

/** lock → rules → the matter → who belongs to it → answer. What was not chosen is free again. */
async function decide(
  ctx: Ctx,
  id: string,
  chosen: readonly string[] | undefined,
  work: (proposal: rules.Proposal, act: rules.Act) => rules.Proposal,
  then: (after: rules.Proposal, taken: rules.Sign[]) => Promise<void>,
): Promise<Finding> {
  const before = (await store.lock(ctx, id)) ?? rules.fail('findings.missing')
  const after = work(before, actOf(ctx))
  const found = await signs.ofProposal(ctx, id)
  const taken = rules.chosen(found, chosen)
  await then(after, taken)
  const idsOf = (some: readonly rules.Sign[]) => some.map((sign) => sign.id)
  const own = taken.filter(({ source, matter }) => source !== 'report' && matter === null)
  await signs.attach(ctx, idsOf(own), { matter: after.matter as string })
  await signs.attach(ctx, idsOf(found.filter((sign) => !taken.includes(sign))), { proposal: null })
  await store.save(ctx, { ...after, count: taken.length })
  tell(ctx, after.state, after)
  return view(ctx, { ...after, count: taken.length })
}

type Wanted = Pick<rules.Sign, 'area' | 'place' | 'point'> & {
  matter: string
  description: string
  family: Family | null
}
/** A dispute from what came in: told to the officers on duty like any other. */
async function registered(ctx: Ctx, wanted: Wanted, taken: readonly rules.Sign[]): Promise<void> {
  const { matter: id, description, area, place, point, family } = wanted
  const community = area.slice(0, 12)
  if (countyOf(id) !== ctx.county || !(await areaInForce(ctx, community))) rules.fail('findings.placeOutside')
  if (await factsOfMatter(ctx, id)) rules.fail('findings.idTaken')
  await registerMatter(ctx, {
    params: {},
    query: undefined,
    body: {
      id,
      kind: 'dispute',
      description,
      channel: taken.some(({ source }) => source === 'call') ? 'phone' : 'visit',
      area: community,
      ...(point && { point }),
      ...(place === null ? {} : { place }),
      ...(await calledFrom(ctx, taken)),
      ...(family === null ? {} : { extra: { family } }),
    },
  })
  await noted(ctx, id, taken, null)
}
/** The number of the last call: whoever takes the matter on can call back. */
async function calledFrom(ctx: Ctx, taken: readonly rules.Sign[]): Promise<{ phone?: string }> {
  const last = taken.findLast(({ source }) => source === 'call')
  const phone = last && (await signs.callsOf(ctx, [last.ref])).get(last.ref)?.phone
  return phone ? { phone: ctx.vault.open(phone) } : {}
}
async function noted(ctx: Ctx, matter: string, taken: readonly rules.Sign[], reason: string | null): Promise<void> {
  const count = (source: rules.Sign['source']) => taken.filter((sign) => sign.source === source).length
  await noteOnMatter(ctx, matter, {
    words: 'findings.joined',
    data: { calls: count('call'), visits: count('visit'), reports: count('report') },
    reason,
  })
}

async function register(ctx: Ctx, { params, body }: InputOf<typeof findings.register>) {
  const sign = (await signs.lock(ctx, params.id)) ?? rules.fail('findings.missing')
  if (sign.matter !== null) rules.fail('findings.signTaken')
  await registered(ctx, { ...sign, ...body, family: body.family ?? sign.family }, [sign])
  await signs.attach(ctx, [sign.id], { matter: body.matter })
  const [shown] = await viewSigns(ctx, [{ ...sign, matter: body.matter }], false)
  return shown ?? rules.fail('findings.missing')
}
