import type { InputOf, Service } from '@doorstep/contract'
import { type Ctx, holdReceipt, receiptHash } from '@doorstep/kernel'
import type { matters } from './contract.ts'
import { kindOf } from './kinds/index.ts'
import { fail, type Matter } from './rules.ts'
import { likeness } from './rules-text.ts'
import { isWithheld } from './service-minor.ts'
import { notify } from './service-tell.ts'
import { view, viewRows } from './service-view.ts'
import { accountsOfStep, namesFor, reachOfReader, roleFor, toldStep, type Voice } from './service-voice.ts'
import * as store from './store.ts'
import * as life from './store-life.ts'
import * as lists from './store-lists.ts'

/** Looking at one matter. */

type Names = 'get' | 'steps' | 'unmask' | 'openReceipt' | 'similar'
const voiceFor = (ctx: Ctx, matter: Matter): Voice => {
  const reached = reachOfReader(ctx, matter)
  return reached === undefined || reached === 'own' ? 'plain' : 'full'
}
const mustFind = async (ctx: Ctx, id: string): Promise<store.Found> =>
  (await store.find(ctx, id)) ?? fail('matters.missing')

export const reading: Pick<Service<typeof matters, Ctx>, Names> = {
  get: async (ctx, { params }) => view(ctx, await mustFind(ctx, params.id)),
  async steps(ctx, { params }) {
    const { matter } = await mustFind(ctx, params.id)
    const voice = voiceFor(ctx, matter)
    const steps = await life.steps(ctx, params.id, voice === 'plain' ? 'public' : 'all')
    const names = await namesFor(ctx, steps.flatMap(accountsOfStep))
    const told = steps.map((step) => toldStep(ctx, step, voice, names))
    if (!(await isWithheld(ctx, matter))) return { items: told }
    return { items: told.map((step) => ({ ...step, text: null, reason: null })) }
  },
  unmask,
  openReceipt,
  similar,
}

/** The reason stands in the audit log and in the person's own flow log. */
async function unmask(ctx: Ctx, { params, body }: InputOf<typeof matters.unmask>) {
  const { matter } = await mustFind(ctx, params.id)
  if (await isWithheld(ctx, matter)) fail('matters.minorProtected')
  const { reporterName, reporterPhone } = matter
  await store.insertStep(ctx, matter.id, {
    at: ctx.now(),
    verb: 'unmask',
    by: ctx.actor.account,
    role: roleFor(ctx, matter, 'matters.unmask'),
    from: matter.state,
    to: null,
    text: body.reason,
    reason: null,
    data: {},
    public: true,
  })
  ctx.publish({
    type: 'matters.unmasked',
    subject: matter.id,
    area: matter.area,
    accounts: matter.reporter ? [matter.reporter] : [],
    payload: { by: ctx.actor.account },
  })
  notify(ctx, matter, { to: [matter.reporter], words: 'unmasked' })
  return {
    name: reporterName && ctx.vault.open(reporterName),
    phone: reporterPhone && ctx.vault.open(reporterPhone),
  }
}

async function openReceipt(ctx: Ctx, { body }: InputOf<typeof matters.openReceipt>) {
  const hash = receiptHash(ctx.vault, body.code)
  await ctx.claimReceipt(hash)
  const id = (await lists.findReceipt(ctx, hash)) ?? fail('matters.receiptUnknown')
  holdReceipt(ctx, id, hash)
  return { id }
}

const enoughAlike = 0.2
const mostSimilar = 5
/** Open ones of the same kind or place, near in space and time: the words decide the order. */
async function similar(ctx: Ctx, { query }: InputOf<typeof matters.similar>) {
  const { matter } = await mustFind(ctx, query.of)
  const { metres, days } = kindOf(matter.kind)?.duplicates ?? { metres: 0, days: 0 }
  if (days === 0) return { items: [] }
  const since = new Date(Date.parse(matter.reportedAt) - days * 86_400_000).toISOString()
  const near = matter.point ? await lists.findNear(ctx, matter.point, metres, since) : new Map<string, number>()
  const candidates = await lists.listCandidates(ctx, matter, since, [...near.keys()])
  const alike = candidates
    .map((other) => ({
      other,
      likeness: likeness(wordsOf(matter), wordsOf(other)),
      metres: near.get(other.id) ?? null,
    }))
    .filter((each) => each.likeness >= enoughAlike)
    .sort((a, b) => b.likeness - a.likeness || (a.metres ?? metres) - (b.metres ?? metres))
    .slice(0, mostSimilar)
  const rows = await viewRows(
    ctx,
    alike.map(({ other }) => other),
    'full',
  )
  return {
    items: rows.map((row, at) => ({
      matter: row,
      metres: round(alike[at]?.metres ?? null),
      likeness: Math.round((alike[at]?.likeness ?? 0) * 100) / 100,
    })),
  }
}
const wordsOf = ({ description, place }: Matter): string => `${description} ${place ?? ''}`
const round = (metres: number | null): number | null => (metres === null ? null : Math.round(metres))
